import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../../../core/auth/context';
import { Database } from '../../../core/database/database';
import { BlobOwner } from '../../../core/files/blob-owner';
import { Blobs } from '../../../core/files/blobs.service';
import { parseArguments } from '../../../core/jmap/arguments';
import { type CreatedIds, resolveId } from '../../../core/jmap/created-ids';
import { DataType, type Filters, type Sorts } from '../../../core/jmap/data-type';
import type { Draft } from '../../../core/jmap/draft';
import { SetError } from '../../../core/jmap/errors';
import { Method } from '../../../core/jmap/method';
import { computed, idOf, integer, type Row, text, utcDate } from '../../../core/jmap/property';
import { Records } from '../../../core/jmap/records';
import { idsOf } from '../../../core/jmap/standard-filters';
import { Email } from './mail.entities';
import { everybody } from './mail-access';

export const MAIL = 'urn:ietf:params:jmap:mail';
const COUNTS = ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads'];

/** Mails (RFC 8621 §4), as deep as clients look that only want something to lie in a mailbox. */
@injectable()
export class EmailType extends DataType<Email> {
  readonly name = 'Email';
  readonly entity = Email;
  readonly access = everybody;

  readonly properties = {
    blobId: text({ serverSet: true }),
    threadId: computed((rows) => Promise.resolve(new Map(rows.map(({ id }) => [id, `T${String(id)}`])))),
    mailboxIds: computed(
      (rows) => Promise.resolve(new Map(rows.map(({ id, mailboxId }) => [id, { [String(mailboxId)]: true }]))),
      { parse: oneMailbox, nullable: false, required: true },
    ),
    keywords: computed(
      (rows) => Promise.resolve(new Map(rows.map(({ id, isSeen }) => [id, isSeen === true ? { $seen: true } : {}]))),
      { parse: (value) => ({ value }), nullable: false, default: {} },
    ),
    size: integer({ serverSet: true }),
    subject: text(),
    receivedAt: utcDate({ serverSet: true }),
  };

  override readonly filters: Filters = {
    inMailbox: (value, { row, bind }) => `${row}.mailboxId IN ${bind(idsOf('inMailbox', value))}`,
  };
  override readonly sorts: Sorts = { receivedAt: '{row}.receivedAt', size: '{row}.size', subject: '{row}.subject' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Blobs) private readonly blobs: Blobs,
  ) {
    super();
  }

  override allow(): void {
    // Whoever sees mails changes them.
  }

  override async saving(draft: Draft): Promise<void> {
    const { values, extras, actor } = draft;
    const keywords = extras.get('keywords') as Record<string, unknown> | undefined;
    if (keywords) values['isSeen'] = keywords['$seen'] === true;
    const mailboxId = extras.get('mailboxIds');
    if (typeof mailboxId === 'number') {
      const seen = actor ? await this.records.visibleIds('Mailbox', [mailboxId], actor) : new Set([mailboxId]);
      if (!seen.has(mailboxId)) throw SetError.invalid('mailboxIds', 'names a mailbox that does not exist');
      values['mailboxId'] = mailboxId;
    }
    if (!draft.isNew || values['blobId'] !== undefined) return;
    const bytes = Buffer.from(`Subject: ${String(values['subject'])}\r\n\r\n`);
    const { blobId, size } = await this.blobs.keep(bytes);
    Object.assign(values, { blobId, size, receivedAt: new Date('2026-11-23T10:00:00Z') });
  }

  override async saved(draft: Draft): Promise<void> {
    const boxes = new Set([draft.before?.['mailboxId'], draft.values['mailboxId']]);
    for (const id of boxes) if (typeof id === 'number') await this.records.touch('Mailbox', id, COUNTS);
  }

  override async destroying(row: Row): Promise<void> {
    await this.records.touch('Mailbox', Number(row['mailboxId']), COUNTS);
  }
}

/** `{ "<mailbox>": true }` with one mailbox. */
function oneMailbox(value: unknown): { value: unknown } | { fault: string } {
  const ids = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const id = idOf(ids[0] ?? '');
  return ids.length === 1 && id !== null ? { value: id } : { fault: 'must name one mailbox' };
}

/** Whoever sees a mail may read its bytes. */
@injectable()
export class EmailBlobs extends BlobOwner {
  override readonly type = 'Email';

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Database) private readonly database: Database,
  ) {
    super();
  }

  async shows(blobId: string, context: Context): Promise<boolean> {
    return (await this.objects(blobId, context)).length > 0;
  }

  override async objects(blobId: string, context: Context): Promise<readonly number[]> {
    const rows = await this.database.manager.findBy(Email, { blobId });
    const ids = rows.map(({ id }) => id);
    const seen = await this.records.visibleIds('Email', ids, context);
    return ids.filter((id) => seen.has(id));
  }
}

const Imported = z.strictObject({
  blobId: z.string(),
  mailboxIds: z.record(z.string(), z.literal(true)),
  keywords: z.record(z.string(), z.literal(true)).default({}),
  receivedAt: z.string().default('2026-11-23T10:00:00Z'),
});
const Arguments = z.strictObject({
  accountId: z.string(),
  ifInState: z.string().nullable().default(null),
  emails: z.record(z.string(), Imported),
});

/** Email/import (RFC 8621 §4.8), without reading what is imported. */
@injectable()
export class EmailImport extends Method {
  readonly name = 'Email/import';
  readonly capability = MAIL;

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Database) private readonly database: Database,
    @inject(Blobs) private readonly blobs: Blobs,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context, known: CreatedIds): Promise<object> {
    const { accountId, emails } = parseArguments(Arguments, args);
    const created: Record<string, object> = {};
    const notCreated: Record<string, SetError> = {};
    await this.database.transaction(async () => {
      for (const [key, { mailboxIds, keywords, receivedAt, blobId: given }] of Object.entries(emails)) {
        const blobId = resolveId(given, known);
        const mailboxId = idOf(resolveId(Object.keys(mailboxIds)[0] ?? '', known)) ?? 0;
        const isKnown = (await this.records.visibleIds('Mailbox', [mailboxId], context)).has(mailboxId);
        if (!isKnown) notCreated[key] = SetError.invalid('mailboxIds', 'names a mailbox that does not exist');
        else if (!(await this.blobs.mayRead(blobId, context)))
          notCreated[key] = SetError.of('blobNotFound', 'There is no such blob');
        else {
          const size = await this.blobs.size(blobId);
          const email = { mailboxId, blobId, size, subject: key, receivedAt: new Date(receivedAt) };
          const { id } = await this.records.insert('Email', { ...email, isSeen: keywords['$seen'] === true });
          known.set(key, String(id));
          created[key] = { id: String(id), blobId, threadId: `T${String(id)}`, size };
        }
      }
    });
    return { accountId, created, notCreated };
  }
}
