import iconv from 'iconv-lite';
import type { LegacyDatabase } from '../legacy-database';
import { COMMENTS, LINKS, MESSAGES, NUMBERS, OFFSET, type Shape, STATUSES, TICKETS, TYPES } from './model';
import { writeFields } from './write-fields';
import { writeContacts, writePeople } from './write-people';

/** Values by column; the type of the column stands after the name: `'id int'`. */
export type Columns = Readonly<Record<string, unknown>>;

const CLASSES = {
  contact: 'GO\\Addressbook\\Model\\Contact',
  company: 'GO\\Addressbook\\Model\\Company',
  ticket: 'GO\\Tickets\\Model\\Ticket',
};
const SETS = { utf8: 'utf8mb3', utf8mb4: 'utf8mb4', latin1: 'latin1', bytes: 'latin1', twice: 'utf8mb4' } as const;

/** Writes the desk of the model into an empty database. */
export class ShapeWriter {
  constructor(
    readonly database: LegacyDatabase,
    readonly shape: Shape,
  ) {}

  /** Makes a table of its rows, of which there must be one. */
  async table(name: string, rows: readonly Columns[], key = ''): Promise<void> {
    const columns = Object.keys(rows[0]!);
    const definition = key === '' ? columns : [...columns, key];
    await this.database.run(`CREATE TABLE ${name} (${definition.join(', ')}) DEFAULT CHARSET ${SETS[this.shape.text]}`);
    await this.rows(name, rows);
  }

  async rows(name: string, rows: readonly Columns[]): Promise<void> {
    for (const row of rows)
      await this.database.run(`INSERT INTO ${name} VALUES (?)`, [
        Object.values(row).map((value) => this.stored(value)),
      ]);
  }

  /** As it stands there. */
  stored(value: unknown): unknown {
    const isTwice = this.shape.text === 'bytes' || this.shape.text === 'twice';
    return isTwice && typeof value === 'string' ? iconv.decode(Buffer.from(value, 'utf8'), 'windows-1252') : value;
  }

  /** A company has another id since companies are contacts. */
  company(id: number): number {
    return id > 0 && this.shape.contacts === 'addressbook_contact' ? id + OFFSET : id;
  }

  flag(is: boolean): number {
    return Number(is) + (this.shape.isBefore2011 === true ? 1 : 0);
  }

  async write(): Promise<void> {
    const { shape } = this;
    await writePeople(this);
    await writeContacts(this);
    await this.desk();
    const entities = [
      { 'id int': NUMBERS.ticket, 'name varchar(50)': 'Ticket' },
      { 'id int': NUMBERS.contact, 'name varchar(50)': 'Contact' },
    ];
    const isNew = [
      shape.fields === 'named' || shape.fields === 'ti_tickets_custom_fields',
      shape.links === 'core_link',
    ];
    if (isNew.includes(true) || shape.comments === 'comments_comment') await this.table('core_entity', entities);
    await this.table(
      'go_model_types',
      (['contact', 'company', 'ticket'] as const).map((to) => {
        return { 'id int': NUMBERS[to], 'model_name varchar(100)': CLASSES[to] };
      }),
    );
    await writeFields(this);
    await this.comments();
    await this.links();
  }

  private async desk(): Promise<void> {
    await this.table(
      'ti_types',
      TYPES.map(({ id, name, description, acl_id }) => ({
        'id int': id,
        'name varchar(100)': name,
        'description varchar(255)': description,
        'acl_id int': acl_id,
        'show_statuses varchar(100)': null,
        'type_group_id int NULL': null,
      })),
    );
    await this.table(
      'ti_statuses',
      STATUSES.map(({ id, name }) => ({ 'id int': id, 'name varchar(100)': name })),
    );
    await this.table('ti_rates', [
      {
        'id int': 1,
        'name varchar(50)': 'Hour',
        'amount double': 80,
        'company_id int': 0,
        'cost_code varchar(50)': 'C1',
      },
    ]);
    await this.table(
      'ti_tickets',
      TICKETS.map((ticket) => ({
        'id int': ticket.id,
        'ticket_number varchar(16)': ticket.ticket_number,
        'ticket_verifier int': ticket.ticket_verifier,
        'priority int': 2,
        'status_id int': ticket.status_id,
        'type_id int': ticket.type_id,
        'user_id int': ticket.user_id,
        'agent_id int': ticket.agent_id,
        'contact_id int NULL': ticket.contact_id,
        'company varchar(100)': '',
        'company_id int NULL': this.company(ticket.company_id),
        'first_name varchar(50)': ticket.first_name,
        'middle_name varchar(100)': '',
        'last_name varchar(50)': '',
        'email varchar(100)': ticket.email,
        'phone varchar(50)': '',
        'subject varchar(190)': ticket.subject,
        'ctime int': 1_500_000_000 + ticket.id,
        'mtime int': 1_500_000_100 + ticket.id,
        'unseen int': ticket.unseen,
        'cc_addresses varchar(1024)': ticket.cc_addresses,
      })),
      'PRIMARY KEY (id)',
    );
    await this.table(
      'ti_messages',
      MESSAGES.map(({ id, ticket_id, user_id, content, isNote, status, hours }) => ({
        'id int': id,
        'ticket_id int': ticket_id,
        'status_id int': status ?? 0,
        'type_id int': 0,
        'has_status tinyint': this.flag(status !== null),
        'has_type tinyint': this.flag(false),
        'content text': content,
        'is_note tinyint': this.flag(isNote),
        'user_id int': user_id,
        'ctime int': 1_500_000_000 + id * 10,
        'mtime int': 1_500_000_000 + id * 10,
        'rate_amount double': 80,
        'rate_hours double': hours,
        'rate_name varchar(50)': hours > 0 ? 'Hour' : '',
      })),
      'PRIMARY KEY (id)',
    );
  }

  private async comments(): Promise<void> {
    const at = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const isNew = this.shape.comments === 'comments_comment';
    await this.table(
      this.shape.comments,
      COMMENTS.map(({ id, ticket, user, at: seconds, text }) =>
        isNew
          ? {
              'id int': id,
              'createdAt datetime': at(seconds + 50),
              'date datetime': at(seconds),
              'entityId int': ticket,
              'entityTypeId int': NUMBERS.ticket,
              'createdBy int': user,
              'modifiedAt datetime': at(seconds),
              'text mediumtext': `<div>${text}</div>`,
              'section varchar(50) NULL': null,
            }
          : {
              'id int': id,
              'model_id int': ticket,
              'model_type_id int': NUMBERS.ticket,
              'user_id int': user,
              'ctime int': seconds,
              'mtime int': seconds,
              'comments mediumtext': text,
              'category_id int': 0,
            },
      ),
    );
  }

  private async links(): Promise<void> {
    const { links } = this.shape;
    const target = (link: (typeof LINKS)[number]): { type: number; id: number } => {
      if (link.to !== 'company') return { type: NUMBERS[link.to], id: link.id };
      const isContact = this.shape.contacts === 'addressbook_contact';
      return { type: isContact ? NUMBERS.contact : NUMBERS.company, id: this.company(link.id) };
    };
    if (links === 'core_link') {
      const both = LINKS.flatMap((link) => {
        const [own, other] = [{ type: NUMBERS.ticket as number, id: link.ticket }, target(link)];
        return [
          [own, other, link.description],
          [other, own, link.description],
        ] as const;
      });
      await this.table(
        'core_link',
        both.map(([from, to, description], at) => ({
          'id int': at + 1,
          'fromEntityTypeId int': from.type,
          'fromId int': from.id,
          'toEntityTypeId int': to.type,
          'toId int': to.id,
          'description varchar(190)': description,
          'createdAt datetime': '2017-07-14 02:40:00',
        })),
      );
      return;
    }
    const isOldest = links === 'go_links_20';
    await this.table(
      links,
      LINKS.map((link) => ({
        'id int': link.ticket,
        'folder_id int': 0,
        [isOldest ? 'link_id int' : 'model_id int']: target(link).id,
        [isOldest ? 'link_type int' : 'model_type_id int']: isOldest
          ? { contact: 2, company: 3, ticket: 20 }[link.to]
          : target(link).type,
        'description varchar(100)': link.description,
        'ctime int': 1_500_000_000,
      })),
    );
  }
}
