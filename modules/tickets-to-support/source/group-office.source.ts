import { hashOf, nameIn, numberIn, type Raw, textIn } from './columns';
import type { DataDirectory } from './data-directory';
import { meantBy } from './double-encoded';
import { ReadingConnection } from './group-office.connection';
import { deskIn } from './group-office.desk';
import { GroupOfficeExtras } from './group-office.extras';
import { GroupOfficeFiles } from './group-office.files';
import { leftOutIn } from './group-office.left-out';
import { GroupOfficeLinks } from './group-office.links';
import { companyNamesIn, contactAddressesIn } from './group-office.people';
import { Tables } from './group-office.tables';
import type { LegacyFiles } from './legacy-files';
import type { LegacyLinks } from './legacy-links';
import type { LeftOut, LegacyCounts, LegacyDesk, LegacyMessage, LegacySource, LegacyTicketRow } from './legacy-source';

/** Tickets whose messages are looked for at once: many databases have no index for it. */
const WINDOW = 20_000;

/** A database of Group-Office, read as it was when it was opened. */
export class GroupOffice implements LegacySource {
  /** Ticket → ids of its messages, of the tickets from `first` to `last`. */
  private window = { first: 1, last: 0, messages: new Map<number, number[]>() };

  readonly extras: GroupOfficeExtras;
  readonly files: LegacyFiles | null;
  readonly links: LegacyLinks;

  private constructor(
    readonly name: string,
    private readonly url: URL,
    private readonly connection: ReadingConnection,
    private readonly tables: Tables,
    /** Before 2011 yes was 2, and no was 1. */
    private readonly yes: 1 | 2,
    directory: DataDirectory | null,
  ) {
    this.extras = new GroupOfficeExtras(tables, connection.ask);
    this.files = directory && new GroupOfficeFiles(tables, connection.ask, directory);
    this.links = new GroupOfficeLinks(tables, connection.ask);
  }

  /**
   * @param directory its files; null when they stay where they are
   * @throws Problem when it cannot be read, or is no database of Group-Office
   */
  static async open(url: URL, name: string, directory: DataDirectory | null): Promise<GroupOffice> {
    const connection = await ReadingConnection.open(url);
    try {
      const tables = await Tables.of(connection.ask, decodeURIComponent(url.pathname.slice(1)));
      const old = await connection.ask('SELECT 1 FROM ti_messages WHERE is_note = 2 OR has_status = 2 LIMIT 1');
      return new GroupOffice(name, url, connection, tables, old.length > 0 ? 2 : 1, directory);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  get shape(): string[] {
    const either = (isNew: boolean, now: string, before: string): string => (isNew ? now : before);
    return [
      either(this.tables.has('core_user'), 'users in core_user', 'users in go_users'),
      either(this.tables.has('core_acl_group'), 'permissions of groups alone', 'permissions of users and groups'),
      either(this.tables.has('addressbook_contact'), 'contacts in addressbook_contact', 'contacts in ab_contacts'),
      ...(this.tables.has('ti_tickets', 'due_date') ? [] : ['tickets without a day on which they are due']),
      ...(this.yes === 2 ? ['flags of before 2011'] : []),
    ];
  }

  async counts(): Promise<LegacyCounts> {
    const [row = {}] = await this.connection.ask(
      'SELECT COUNT(*) AS n FROM ti_messages m LEFT JOIN ti_tickets t ON t.id = m.ticket_id WHERE t.id IS NULL',
    );
    const [tickets, messages] = [await this.tables.count('ti_tickets'), await this.tables.count('ti_messages')];
    return { tickets, messages, orphans: numberIn(row, 'n'), notes: await this.extras.noteCount() };
  }

  desk(): Promise<LegacyDesk> {
    return deskIn(this.tables, this.connection.ask);
  }

  async tickets(after: number, most: number): Promise<LegacyTicketRow[]> {
    const rows = await this.connection.ask('SELECT * FROM ti_tickets WHERE id > ? ORDER BY id LIMIT ?', [after, most]);
    const repair = this.repairing('ti_tickets');
    const nameless = rows
      .filter((row) => textIn(row, 'company').trim() === '')
      .map((row) => numberIn(row, 'company_id'));
    const companies = await companyNamesIn(this.tables, this.connection.ask, nameless);
    return rows.map((row) => {
      const ticket = ticketOf(repair(row), row);
      return ticket.company === '' ? { ...ticket, company: companies.get(numberIn(row, 'company_id')) ?? '' } : ticket;
    });
  }

  async messages(ticketIds: readonly number[]): Promise<LegacyMessage[]> {
    const [first, last] = [ticketIds[0], ticketIds.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (first < this.window.first || last > this.window.last) await this.moveWindow(first);
    const ids = ticketIds.flatMap((id) => this.window.messages.get(id) ?? []);
    if (ids.length === 0) return [];
    const rows = await this.connection.ask('SELECT * FROM ti_messages WHERE id IN (?) ORDER BY id', [ids]);
    const repair = this.repairing('ti_messages');
    return rows.map((row) => this.messageOf(repair(row), row));
  }

  async orphans(most: number): Promise<number[]> {
    const rows = await this.connection.ask(
      'SELECT m.id FROM ti_messages m LEFT JOIN ti_tickets t ON t.id = m.ticket_id WHERE t.id IS NULL ORDER BY m.id LIMIT ?',
      [most],
    );
    return rows.map((row) => numberIn(row, 'id'));
  }

  contactAddresses(ids: readonly number[]): Promise<Map<number, string>> {
    return contactAddressesIn(this.tables, this.connection.ask, ids);
  }

  leftOut(): Promise<LeftOut[]> {
    return leftOutIn(this.tables, this.connection.ask, this.files !== null);
  }

  /** Of the database as it is now, not as it was when it was opened. */
  async checksums(): Promise<Map<string, string>> {
    const connection = await ReadingConnection.open(this.url);
    try {
      return await (await Tables.of(connection.ask, this.name)).checksums();
    } finally {
      await connection.close();
    }
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Finds out which messages the next tickets have: one look at the whole table for many tickets. */
  private async moveWindow(first: number): Promise<void> {
    const ids = await this.connection.ask('SELECT id FROM ti_tickets WHERE id >= ? ORDER BY id LIMIT ?', [
      first,
      WINDOW,
    ]);
    const last = numberIn(ids.at(-1) ?? {}, 'id');
    const rows = await this.connection.ask('SELECT id, ticket_id FROM ti_messages WHERE ticket_id BETWEEN ? AND ?', [
      first,
      last,
    ]);
    const messages = new Map<number, number[]>();
    for (const row of rows) {
      const ticket = numberIn(row, 'ticket_id');
      const known = messages.get(ticket);
      if (known) known.push(numberIn(row, 'id'));
      else messages.set(ticket, [numberIn(row, 'id')]);
    }
    this.window = { first, last, messages };
  }

  private repairing(table: string): (row: Raw) => Raw {
    const columns = this.tables.texts(table);
    if (columns.length === 0) return (row) => row;
    return (row) => ({
      ...row,
      ...Object.fromEntries(
        columns.flatMap((column) => (typeof row[column] === 'string' ? [[column, meantBy(textIn(row, column))]] : [])),
      ),
    });
  }

  private messageOf(row: Raw, stored: Raw): LegacyMessage {
    return {
      id: numberIn(row, 'id'),
      ticketId: numberIn(row, 'ticket_id'),
      statusId: numberIn(row, 'status_id'),
      typeId: numberIn(row, 'type_id'),
      hasStatus: numberIn(row, 'has_status') === this.yes,
      hasType: numberIn(row, 'has_type') === this.yes,
      content: textIn(row, 'content'),
      attachments: textIn(row, 'attachments'),
      isNote: numberIn(row, 'is_note') === this.yes,
      userId: numberIn(row, 'user_id'),
      createdAt: numberIn(row, 'ctime'),
      modifiedAt: numberIn(row, 'mtime'),
      rateHours: numberIn(row, 'rate_hours'),
      rateAmount: numberIn(row, 'rate_amount'),
      rateName: textIn(row, 'rate_name'),
      rateCostCode: textIn(row, 'rate_cost_code'),
      templateId: numberIn(row, 'template_id'),
      repaired: differing(row, stored),
      hash: hashOf(stored),
    };
  }
}

function ticketOf(row: Raw, stored: Raw): LegacyTicketRow {
  return {
    id: numberIn(row, 'id'),
    number: textIn(row, 'ticket_number').trim(),
    verifier: numberIn(row, 'ticket_verifier'),
    priority: numberIn(row, 'priority'),
    statusId: numberIn(row, 'status_id'),
    typeId: numberIn(row, 'type_id'),
    userId: numberIn(row, 'user_id'),
    agentId: numberIn(row, 'agent_id'),
    contactId: numberIn(row, 'contact_id'),
    company: textIn(row, 'company').trim(),
    name: nameIn(row, 'first_name', 'middle_name', 'last_name'),
    email: textIn(row, 'email').trim(),
    phone: textIn(row, 'phone').trim(),
    subject: textIn(row, 'subject'),
    createdAt: numberIn(row, 'ctime'),
    modifiedAt: numberIn(row, 'mtime'),
    modifiedById: numberIn(row, 'muser_id'),
    createdById: numberIn(row, 'cuser_id'),
    isUnseen: numberIn(row, 'unseen') > 0,
    groupId: numberIn(row, 'group_id'),
    orderId: numberIn(row, 'order_id'),
    lastResponseAt: numberIn(row, 'last_response_time'),
    cc: textIn(row, 'cc_addresses'),
    due: numberIn(row, 'due_date'),
    folderId: numberIn(row, 'files_folder_id'),
    repaired: differing(row, stored),
    hash: hashOf(stored),
  };
}

/** Columns whose text is not what is stored. */
function differing(row: Raw, stored: Raw): string[] {
  return Object.keys(row).filter((column) => row[column] !== stored[column]);
}
