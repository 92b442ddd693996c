import { createHash } from 'node:crypto';
import { type BlobStore, type Database, sql } from '../../../core/api';
import { numberIn, type Raw } from './columns';
import type { LeftOut, LegacyCounts, LegacyDesk, LegacyMessage, LegacySource, LegacyTicketRow } from './legacy-source';
import { ownDesk } from './own-tickets.desk';
import { OwnTicketsFiles } from './own-tickets.files';
import { ownLeftOut } from './own-tickets.left-out';
import { messageOf, ticketOf } from './own-tickets.rows';

/** What is compared to know whether anything was changed: `id` is the key of each. */
const TABLES = [
  'tickets_ticket',
  'tickets_message',
  'tickets_type',
  'tickets_type_group',
  'tickets_status',
  'tickets_rate',
  'tickets_template',
];
/** Of a program of today: files of messages, and which statuses a type offers. */
const [ATTACHMENTS, SHOWN] = ['tickets_attachment', 'tickets_shown_status'];
/** Rows of one look at a table. */
const PAGE = 2_000;

/**
 * The tickets of the module `tickets` in this same database. What was made after the source was opened is not read: it
 * comes with the next run.
 */
export class OwnTickets implements LegacySource {
  readonly shape = ['the module Tickets (legacy) of this installation'];

  private constructor(
    private readonly database: Database,
    readonly name: string,
    private readonly lastTicket: number,
    private readonly lastMessage: number,
    readonly files: OwnTicketsFiles,
    /** Names of those that there are. */
    private readonly tables: ReadonlySet<string>,
  ) {}

  /** @returns null when the module has no tables here */
  static async open(database: Database, blobs: BlobStore, name: string): Promise<OwnTickets | null> {
    const found = await database.manager.query<{ name: string }[]>(
      database.dialect === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'tickets!_%' ESCAPE '!'"
        : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE 'tickets!_%' ESCAPE '!'",
    );
    const names = new Set(found.map((row) => row.name));
    if (!names.has('tickets_ticket')) return null;
    const [last = {}] = await sql`
      SELECT (SELECT MAX(id) FROM tickets_ticket) AS ticket, (SELECT MAX(id) FROM tickets_message) AS message`.run<Raw>(
      database,
    );
    const [lastTicket, lastMessage] = [numberIn(last, 'ticket'), numberIn(last, 'message')];
    const files = new OwnTicketsFiles(database, blobs, names.has(ATTACHMENTS), lastMessage);
    return new OwnTickets(database, name, lastTicket, lastMessage, files, names);
  }

  async counts(): Promise<LegacyCounts> {
    const [row = {}] = await sql`
      SELECT (SELECT COUNT(*) FROM tickets_ticket WHERE id <= ${this.lastTicket}) AS tickets,
        (SELECT COUNT(*) FROM tickets_message WHERE id <= ${this.lastMessage}) AS messages,
        (SELECT COUNT(*) FROM tickets_message m LEFT JOIN tickets_ticket t ON t.id = m.ticketId
          WHERE m.id <= ${this.lastMessage} AND (t.id IS NULL OR t.id > ${this.lastTicket})) AS orphans`.run<Raw>(
      this.database,
    );
    return {
      tickets: numberIn(row, 'tickets'),
      messages: numberIn(row, 'messages'),
      orphans: numberIn(row, 'orphans'),
    };
  }

  desk(): Promise<LegacyDesk> {
    return ownDesk(this.database, this.tables.has(SHOWN));
  }

  async tickets(after: number, most: number): Promise<LegacyTicketRow[]> {
    const rows = await sql`
      SELECT * FROM tickets_ticket WHERE id > ${after} AND id <= ${this.lastTicket} ORDER BY id LIMIT ${most}`.run<Raw>(
      this.database,
    );
    return rows.map(ticketOf);
  }

  async messages(ticketIds: readonly number[]): Promise<LegacyMessage[]> {
    const rows = await sql`
      SELECT * FROM tickets_message WHERE ticketId IN (${ticketIds}) AND id <= ${this.lastMessage} ORDER BY id`.run<Raw>(
      this.database,
    );
    const named = await this.files.named(rows.map((row) => numberIn(row, 'id')));
    return rows.map((row) => messageOf(row, named.get(numberIn(row, 'id')) ?? ''));
  }

  async orphans(most: number): Promise<number[]> {
    const rows = await sql`
      SELECT m.id FROM tickets_message m LEFT JOIN tickets_ticket t ON t.id = m.ticketId
      WHERE m.id <= ${this.lastMessage} AND (t.id IS NULL OR t.id > ${this.lastTicket})
      ORDER BY m.id LIMIT ${most}`.run<Raw>(this.database);
    return rows.map((row) => numberIn(row, 'id'));
  }

  /** Whoever has a ticket is somebody here, or a name and an address that stand on it. */
  contactAddresses(): Promise<Map<number, string>> {
    return Promise.resolve(new Map<number, string>());
  }

  leftOut(): Promise<LeftOut[]> {
    return ownLeftOut(this.database);
  }

  async checksums(): Promise<Map<string, string>> {
    const sums = new Map<string, string>();
    for (const table of this.tables.has(ATTACHMENTS) ? [...TABLES, ATTACHMENTS] : TABLES) {
      const hash = createHash('sha256');
      for (let after = 0; ; ) {
        const rows = await this.database.manager.query<Raw[]>(
          ['SELECT * FROM', table, 'WHERE id > ? ORDER BY id LIMIT ?'].join(' '),
          [after, PAGE],
        );
        hash.update(JSON.stringify(rows));
        after = numberIn(rows.at(-1) ?? {}, 'id');
        if (rows.length < PAGE) break;
      }
      sums.set(table, hash.digest('base64url'));
    }
    return sums;
  }

  /** Nothing was opened: it is our own database. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
