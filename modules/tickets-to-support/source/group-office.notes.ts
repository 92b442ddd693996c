import { htmlToPlainText } from '../../../core/html/api';
import { hashOf, numberIn, type Raw, secondsIn, textIn } from './columns';
import { meantBy } from './double-encoded';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { LegacyMessage } from './legacy-source';

/** Where comments of tickets are, beside their messages. */
interface Place {
  readonly table: string;
  /** Columns with the ticket, with the kind of what is commented on, and with the author. */
  readonly ticket: string;
  readonly kind: string;
  readonly author: string;
  /** Number by which tickets are meant. */
  readonly tickets: number;
}

/**
 * The comments module's entries about tickets. In 6.4 and before they are text with times in seconds; later HTML, with a date
 * that orders them. Of a database that is half upgraded, the table that has any counts.
 */
export class NoteReader {
  private constructor(
    private readonly ask: Ask,
    private readonly place: Place,
  ) {}

  /** Null when there are none. */
  static async of(tables: Tables, ask: Ask): Promise<NoteReader | null> {
    for (const place of await placesIn(tables)) {
      const [one] = await ask('SELECT id FROM ?? WHERE ?? = ? LIMIT 1', [place.table, place.kind, place.tickets]);
      if (one) return new NoteReader(ask, place);
    }
    return null;
  }

  get table(): string {
    return this.place.table;
  }

  async read(ticketIds: readonly number[]): Promise<LegacyMessage[]> {
    if (ticketIds.length === 0) return [];
    const { table, kind, tickets, ticket } = this.place;
    const rows = await this.ask('SELECT * FROM ?? WHERE ?? = ? AND ?? IN (?) ORDER BY id', [
      ...[table, kind, tickets],
      ...[ticket, ticketIds],
    ]);
    return rows.map((row) => this.noteOf(row));
  }

  /** Those of tickets that are there. */
  async count(): Promise<number> {
    const { table, kind, tickets, ticket } = this.place;
    const [row = {}] = await this.ask(
      'SELECT COUNT(*) AS n FROM ?? c JOIN ti_tickets t ON t.id = c.?? WHERE c.?? = ?',
      [table, ticket, kind, tickets],
    );
    return numberIn(row, 'n');
  }

  async orphans(most: number): Promise<number[]> {
    const { table, kind, tickets, ticket } = this.place;
    const rows = await this.ask(
      'SELECT c.id FROM ?? c LEFT JOIN ti_tickets t ON t.id = c.?? WHERE c.?? = ? AND t.id IS NULL ORDER BY c.id LIMIT ?',
      [table, ticket, kind, tickets, most],
    );
    return rows.map((row) => numberIn(row, 'id'));
  }

  private noteOf(row: Raw): LegacyMessage {
    const isOld = this.place.table === 'co_comments';
    const stored = isOld ? textIn(row, 'comments') : htmlToPlainText(textIn(row, 'text'));
    const content = meantBy(stored);
    return {
      id: -numberIn(row, 'id'),
      ticketId: numberIn(row, this.place.ticket),
      content,
      isNote: true,
      userId: numberIn(row, this.place.author),
      createdAt: isOld ? numberIn(row, 'ctime') : secondsIn(row, textIn(row, 'date') === '' ? 'createdAt' : 'date'),
      modifiedAt: isOld ? numberIn(row, 'mtime') : secondsIn(row, 'modifiedAt'),
      ...{ statusId: 0, typeId: 0, hasStatus: false, hasType: false, attachments: '' },
      ...{ rateHours: 0, rateAmount: 0, rateName: '', rateCostCode: '', templateId: 0 },
      repaired: content === stored ? [] : ['text'],
      hash: hashOf(row),
    };
  }
}

async function placesIn(tables: Tables): Promise<Place[]> {
  const places: Place[] = [];
  if (tables.has('comments_comment', 'entityTypeId') && tables.has('core_entity', 'name')) {
    const ticket = (await tables.all('core_entity')).find((row) => textIn(row, 'name') === 'Ticket');
    const columns = { table: 'comments_comment', ticket: 'entityId', kind: 'entityTypeId', author: 'createdBy' };
    if (ticket) places.push({ ...columns, tickets: numberIn(ticket, 'id') });
  }
  if (tables.has('co_comments', 'model_type_id')) {
    const columns = { table: 'co_comments', ticket: 'model_id', kind: 'model_type_id', author: 'user_id' };
    for (const id of await typesIn(tables)) places.push({ ...columns, tickets: id });
  }
  return places;
}

/** Numbers of tickets among all that can be commented on: they are another in each installation. */
async function typesIn(tables: Tables): Promise<number[]> {
  const types = await tables.all('go_model_types');
  const entities = await tables.all('core_entity');
  return [
    ...types.filter((row) => /^GO[\\_]Tickets[\\_]Model[\\_]Ticket$/.test(textIn(row, 'model_name'))),
    ...entities.filter((row) => textIn(row, 'name') === 'Ticket'),
  ].map((row) => numberIn(row, 'id'));
}
