import { createHash } from 'node:crypto';
import type { Row } from '../../../core/api';
import { NOTES } from '../plan/thread';
import type { PlannedTicket } from '../plan/ticket';
import type { LegacyCounts } from '../source/legacy-source';
import type { Difference } from './comparison.service';

/** Differences that are listed one by one. */
const MOST_LISTED = 1000;

/** Rows of a table, there and here. */
export interface TableBalance {
  readonly table: string;
  readonly read: number;
  readonly here: number;
  /** Without an object of their own here: their reasons are among the discrepancies. */
  readonly without: number;
  /** Digest of what they say, as it was read and as it is here; alike when all is the same. */
  readonly digests: readonly [read: string, here: string];
}

export interface ComparisonResult {
  readonly types: readonly { readonly typeId: number; readonly read: number; readonly here: number }[];
  readonly tables: readonly TableBalance[];
  readonly hours: readonly [read: number, here: number];
  readonly unexplained: readonly Difference[];
  readonly unexplainedRows: number;
}

/** Counts what is read of the source and what is found here. */
export class Balance {
  private readonly types = new Map<number, { read: number; here: number }>();
  private readonly tickets = new Sums();
  private readonly messages = new Sums();
  private readonly notes = new Sums();
  /** What lies beside tickets, by table. */
  private readonly others = new Map<string, Sums>();
  private readonly hours = { read: 0, here: 0 };
  private readonly differences: Difference[] = [];
  private rows = 0;

  read({ source, messages, work }: PlannedTicket): void {
    const type = this.types.get(source.typeId) ?? { read: 0, here: 0 };
    type.read++;
    this.types.set(source.typeId, type);
    this.tickets.read++;
    for (const message of messages) this.sums(message).read++;
    for (const { hours } of work) this.hours.read += hours;
  }

  found(
    ticket: PlannedTicket,
    task: Row | undefined,
    comments: ReadonlyMap<number, Row | undefined>,
    hours: number,
  ): void {
    this.hours.here += hours;
    const type = this.types.get(ticket.source.typeId);
    if (task && type) type.here++;
    if (task) this.tickets.here++;
    this.tickets.compare(
      wordsOf(ticket.title, ticket.createdAt, ticket.progress),
      task && wordsOf(task['title'], task['createdAt'], task['progress']),
    );
    for (const comment of ticket.comments) {
      const row = comments.get(comment.messageId);
      const sums = this.sums({ id: comment.messageId });
      if (row) sums.here++;
      sums.compare(
        wordsOf(comment.text, comment.createdAt, comment.isPrivate),
        row && wordsOf(row['text'], row['createdAt'], Boolean(row['isPrivate'])),
      );
    }
    const made = new Set(ticket.comments.map(({ messageId }) => messageId));
    for (const message of ticket.messages) if (!made.has(message.id)) this.sums(message).without++;
  }

  /** The ticket was deleted here, and its entries with it. */
  gone({ messages }: PlannedTicket): void {
    this.tickets.without++;
    for (const message of messages) this.sums(message).without++;
  }

  /** Sums of a table whose rows lie beside tickets. */
  beside(table: string): Sums {
    const known = this.others.get(table) ?? new Sums();
    this.others.set(table, known);
    return known;
  }

  differ(differences: readonly Difference[]): void {
    this.rows += new Set(differences.map(({ table, id }) => `${table} ${String(id)}`)).size;
    this.differences.push(...differences.slice(0, Math.max(0, MOST_LISTED - this.differences.length)));
  }

  /** @param counts rows of the source; null when only some were asked for */
  end(counts: LegacyCounts | null): ComparisonResult {
    if (counts) {
      this.mustBe('ti_tickets', counts.tickets, this.tickets.read);
      this.mustBe('ti_messages', counts.messages, this.messages.read + counts.orphans);
      this.mustBe(NOTES, counts.notes ?? 0, this.notes.read);
    }
    return {
      types: [...this.types].map(([typeId, sums]) => ({ typeId, ...sums })),
      tables: [
        this.tickets.balance('ti_tickets'),
        this.messages.balance('ti_messages'),
        ...(this.notes.read > 0 ? [this.notes.balance(NOTES)] : []),
        ...[...this.others].map(([table, sums]) => sums.balance(table)),
      ],
      hours: [this.hours.read, this.hours.here],
      unexplained: this.differences,
      unexplainedRows: this.rows,
    };
  }

  /** Comments beside the messages have ids below zero. */
  private sums({ id }: { readonly id: number }): Sums {
    return id < 0 ? this.notes : this.messages;
  }

  private mustBe(table: string, expected: number, found: number): void {
    if (expected !== found)
      this.differ([{ table, id: 0, property: 'rows', expected: String(expected), found: String(found) }]);
  }
}

/** Rows of one table. */
export class Sums {
  read = 0;
  here = 0;
  without = 0;
  private readonly digests = [createHash('sha256'), createHash('sha256')] as const;

  compare(read: string, here: string | undefined): void {
    this.digests[0].update(read);
    this.digests[1].update(here ?? '');
  }

  balance(table: string): TableBalance {
    const [read, here] = this.digests;
    return {
      table,
      read: this.read,
      here: this.here,
      without: this.without,
      digests: [read.digest('hex'), here.digest('hex')],
    };
  }
}

function wordsOf(...values: readonly unknown[]): string {
  return `${JSON.stringify(values)}\n`;
}
