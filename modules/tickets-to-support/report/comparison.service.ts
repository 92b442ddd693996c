import { Database, inject, injectable, Records, type Row } from '../../../core/api';
import { Comment } from '../../comments/api';
import { LegacyEvent, LegacyTicket, LegacyWork } from '../../support/api';
import { MigratedRows } from '../migrated-rows.service';
import { type Discrepancy, Remarks } from '../plan/discrepancy';
import type { PlannedTicket } from '../plan/ticket';
import type { LegacyCounts, LegacySource } from '../source/legacy-source';
import { WorkHere } from '../work-here.service';
import { Fields, valuesOf } from '../write/fields.service';
import { addressesIn, knownIn, type Place } from '../write/known';
import { People } from '../write/people.service';
import { commentOf, taskOf, ticketOf } from '../write/rows';
import { MESSAGES, TICKETS } from '../write/tickets.service';
import { Balance, type ComparisonResult } from './balance';
import { BesideComparison } from './beside-comparison.service';
import type { Tally } from './tally';

type Values = Readonly<Record<string, unknown>>;

/** What a person can change of a ticket, or what follows from it: compared as long as nobody has worked on the ticket. */
const OF_TICKETS = ['customerId', 'cc', 'lastCommentAt', 'lastCommentBy', 'hasPrivateNote', 'wasRead'];

/** Reads back what was brought, and compares it with what the source says now. */
@injectable()
export class Comparison {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(MigratedRows) private readonly migrated: MigratedRows,
    @inject(People) private readonly people: People,
    @inject(WorkHere) private readonly work: WorkHere,
    @inject(Fields) private readonly fields: Fields,
    @inject(BesideComparison) private readonly beside: BesideComparison,
  ) {}

  begin(source: LegacySource, place: Place, tally: Tally): Comparing {
    const balance = new Balance();
    return {
      compare: async (page) => {
        await tally.add(await this.compare(page, place, balance));
        await tally.add(await this.beside.compare(page, source, place, balance));
      },
      end: (counts) => Promise.resolve(balance.end(counts)),
    };
  }

  private async compare(page: readonly PlannedTicket[], place: Place, balance: Balance): Promise<Discrepancy[]> {
    const here = await this.read(page, place);
    const who = await knownIn(page, this.people, place, await this.people.byAddress([...addressesIn(page).keys()]));
    const remarks: Discrepancy[] = [];
    for (const ticket of page) {
      const id = here.taskIds.get(ticket.source.id) ?? null;
      const task = id === null ? undefined : here.tasks.get(id);
      balance.read(ticket);
      if (id !== null && !task) {
        balance.gone(ticket);
        const said = new Remarks(TICKETS, ticket.source.id);
        said.add('skipped', null, 'The ticket was deleted here since', '', id);
        remarks.push(...said.all);
        continue;
      }
      const comments = new Map(ticket.comments.map(({ messageId }) => [messageId, here.comments.get(messageId)]));
      const stored = [...comments.values()].filter((row) => row !== undefined);
      const found = [
        ...differences(TICKETS, ticket.source.id, expectedTicket(ticket, place, who, stored), {
          ...task,
          ...here.legacy.get(id ?? 0),
          work: here.work.get(id ?? 0)?.length ?? 0,
          hours: hoursOf(here.work.get(id ?? 0) ?? []),
          events: here.events.get(id ?? 0)?.length ?? 0,
          customFields: here.customFields.get(id ?? 0) ?? {},
        }),
        ...ticket.comments.flatMap((comment) =>
          differences(MESSAGES, comment.messageId, commentOf(comment, id ?? 0, who), comments.get(comment.messageId)),
        ),
      ];
      balance.found(ticket, task, comments, hoursOf(here.work.get(id ?? 0) ?? []));
      if (found.length === 0) continue;
      if (task && (await this.work.isWorkedOn(task.id))) {
        const said = new Remarks(TICKETS, ticket.source.id);
        said.add('changed', null, 'The ticket was worked on here since');
        remarks.push(...said.all);
      } else balance.differ(found);
    }
    return remarks;
  }

  private async read(page: readonly PlannedTicket[], place: Place): Promise<Here> {
    const { source } = place;
    const { rows } = this.database;
    const known = await this.migrated.known(
      source,
      TICKETS,
      page.map((ticket) => ticket.source.id),
    );
    const taskIds = new Map([...known].map(([id, { objectId }]) => [id, objectId]));
    const ids = [...taskIds.values()].filter((id) => id !== null);
    const messageIds = page.flatMap(({ messages }) => messages.map(({ id }) => id));
    const messages = await this.migrated.known(source, MESSAGES, messageIds);
    const commentIds = [...messages.values()].flatMap(({ objectId }) => objectId ?? []);
    const comments = new Map(
      (await rows.with(Comment, 'id', commentIds)).map((row) => [row.id, row as unknown as Row]),
    );
    return {
      taskIds,
      tasks: new Map((await this.records.load('Task', ids)).map((row) => [row.id, row])),
      legacy: new Map(
        (await rows.with(LegacyTicket, 'taskId', ids)).map((row) => [row.taskId, row as unknown as Values]),
      ),
      work: byTask(await rows.with(LegacyWork, 'taskId', ids)),
      events: byTask(await rows.with(LegacyEvent, 'taskId', ids)),
      customFields: await this.fields.held(ids, place),
      comments: new Map(
        [...messages].flatMap(([id, { objectId }]) => {
          const row = comments.get(objectId ?? 0);
          return row ? [[id, row] as const] : [];
        }),
      ),
    };
  }
}

/** A comparison that goes on from page to page. */
export interface Comparing {
  compare(page: readonly PlannedTicket[]): Promise<void>;
  /** @param counts rows of the source; null when only some were asked for */
  end(counts: LegacyCounts | null): Promise<ComparisonResult>;
}

/** What is stored here of a page. */
interface Here {
  readonly taskIds: ReadonlyMap<number, number | null>;
  readonly tasks: ReadonlyMap<number, Row>;
  readonly legacy: ReadonlyMap<number, Values>;
  readonly work: ReadonlyMap<number, readonly LegacyWork[]>;
  readonly events: ReadonlyMap<number, readonly LegacyEvent[]>;
  /** By the key of the field. */
  readonly customFields: ReadonlyMap<number, Values>;
  /** By the id of the message. */
  readonly comments: ReadonlyMap<number, Row>;
}

function expectedTicket(
  ticket: PlannedTicket,
  place: Place,
  who: Parameters<typeof taskOf>[2],
  comments: readonly Row[],
): Values {
  const all = ticketOf(ticket, 0, comments, who);
  return {
    ...taskOf(ticket, place, who),
    ...Object.fromEntries(OF_TICKETS.map((name) => [name, all[name]])),
    number: ticket.number,
    verifier: ticket.verifier,
    facts: ticket.facts,
    work: ticket.work.length,
    hours: hoursOf(ticket.work),
    events: ticket.events.length,
    customFields: valuesOf(ticket, place, who),
  };
}

function byTask<T extends { readonly taskId: number }>(all: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const one of all) found.set(one.taskId, [...(found.get(one.taskId) ?? []), one]);
  return found;
}

/** Their sum; fractions are as near as a number comes to them. */
function hoursOf(work: readonly { readonly hours: number | null }[]): number {
  return Math.round(work.reduce((sum, { hours }) => sum + (hours ?? 0), 0) * 1_000_000) / 1_000_000;
}

/** Columns that are not as they should be. */
function differences(table: string, id: number, expected: Values, found: Values | undefined): Difference[] {
  if (!found || found['id'] === undefined)
    return [{ table, id, property: '', expected: 'to be here', found: 'nothing' }];
  return Object.keys(expected).flatMap((property) => {
    if (expected[property] === found[property]) return [];
    const [should, is] = [plain(expected[property]), plain(found[property])];
    return should === is ? [] : [{ table, id, property, expected: should.slice(0, 200), found: is.slice(0, 200) }];
  });
}

/** A value that is not as it should be, and for which there is no reason. */
export interface Difference {
  readonly table: string;
  readonly id: number;
  readonly property: string;
  readonly expected: string;
  readonly found: string;
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
