import { inject, injectable } from 'inversify';
import { Database } from '../../../core/database/database';
import { contains } from '../../../core/jmap/contains';
import { DataType, type Filters, type Sorts } from '../../../core/jmap/data-type';
import type { Draft } from '../../../core/jmap/draft';
import { SetError } from '../../../core/jmap/errors';
import { boolean, computed, idOf, integer, type Row, reference, text } from '../../../core/jmap/property';
import { Records } from '../../../core/jmap/records';
import { Email, Mailbox } from './mail.entities';
import { everybody } from './mail-access';

const ROLES = ['inbox', 'archive', 'drafts', 'sent', 'trash', 'junk'];
const RIGHTS = [
  'mayReadItems',
  'mayAddItems',
  'mayRemoveItems',
  'maySetSeen',
  'maySetKeywords',
  'mayCreateChild',
  'mayRename',
  'mayDelete',
  'maySubmit',
];
/** SetErrors of RFC 8621, which no type of the product gives. */
const refusal = (type: 'mailboxHasChild' | 'mailboxHasEmail', why: string): SetError => SetError.of(type as never, why);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Mailboxes (RFC 8621 §2): a tree whose siblings have different names. */
@injectable()
export class MailboxType extends DataType<Mailbox> {
  readonly name = 'Mailbox';
  readonly entity = Mailbox;
  readonly access = everybody;
  override readonly contentsArgument = 'onDestroyRemoveEmails';

  readonly properties = {
    name: text({ required: true, max: 100 }),
    parentId: reference('Mailbox', { nullable: true }),
    role: text({ nullable: true, oneOf: ROLES }),
    sortOrder: integer(),
    isSubscribed: boolean({ default: true }),
    totalEmails: computed((rows) => this.count(rows, false), { nullable: false }),
    unreadEmails: computed((rows) => this.count(rows, true), { nullable: false }),
    totalThreads: computed((rows) => this.count(rows, false), { nullable: false }),
    unreadThreads: computed((rows) => this.count(rows, true), { nullable: false }),
    myRights: computed((rows) => {
      const all = Object.fromEntries(RIGHTS.map((name) => [name, true]));
      return Promise.resolve(new Map(rows.map(({ id }) => [id, all])));
    }),
  };

  override readonly filters: Filters = {
    parentId: (value, { row, bind }) =>
      value === null ? `${row}.parentId IS NULL` : `${row}.parentId = ${bind(idOf(textOf(value)) ?? 0)}`,
    name: (value, { row, bind }) => contains([`${row}.name`], value, bind),
    role: (value, { row, bind }) => (value === null ? `${row}.role IS NULL` : `${row}.role = ${bind(textOf(value))}`),
    hasAnyRole: (value, { row }) => `${row}.role IS ${value === true ? 'NOT ' : ''}NULL`,
    isSubscribed: (value, { row, bind }) => `${row}.isSubscribed = ${bind(value === true)}`,
  };
  override readonly sorts: Sorts = { name: '{row}.name', sortOrder: '{row}.sortOrder' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  override allow(): void {
    // Whoever sees mailboxes changes them.
  }

  override async saving(draft: Draft): Promise<void> {
    const { name, parentId = null } = draft.values as Partial<Mailbox>;
    const siblings = await this.database.manager.findBy(Mailbox, { name: name ?? '' });
    const twin = siblings.find((other) => other.parentId === parentId && other.id !== draft.values['id']);
    if (twin) throw SetError.of('alreadyExists', 'There is a mailbox of that name beside it');
    for (let at: number | null = parentId; at !== null; ) {
      if (at === draft.values['id']) throw SetError.invalid('parentId', 'lies within the mailbox itself');
      at = (await this.database.manager.findOneByOrFail(Mailbox, { id: at })).parentId;
    }
  }

  override async destroying(row: Row, withContents: boolean): Promise<void> {
    const { manager } = this.database;
    if (await manager.existsBy(Mailbox, { parentId: row.id })) throw refusal('mailboxHasChild', 'It has mailboxes');
    const emails = await manager.findBy(Email, { mailboxId: row.id });
    if (emails.length > 0 && !withContents) throw refusal('mailboxHasEmail', 'It has mails');
    const ids = emails.map(({ id }) => id);
    for (const email of await this.records.load('Email', ids)) await this.records.destroy('Email', email);
  }

  private async count(rows: readonly Row[], isUnread: boolean): Promise<Map<number, unknown>> {
    const counts = new Map<number, unknown>();
    for (const { id } of rows) {
      const which = isUnread ? { mailboxId: id, isSeen: false } : { mailboxId: id };
      counts.set(id, await this.database.manager.countBy(Email, which));
    }
    return counts;
  }
}
