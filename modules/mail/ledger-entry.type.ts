import { inject, injectable } from 'inversify';
import {
  type Action,
  type Context,
  containing,
  Database,
  DataType,
  type Draft,
  type Filters,
  idsOf,
  integer,
  JobRunner,
  reference,
  SetError,
  type Sorts,
  text,
  texts,
  utcDate,
} from '../../core/api';
import { LedgerEntry, OUTCOMES } from './ledger-entry.entity';
import { managersOnly } from './managers-only';
import { oneOf } from './one-of.filter';
import { MAIL_MANAGERS } from './permission';
import { PROCESS_JOB } from './process.job';

/** The record of every mail seen. Setting `state` back to `stored` has a mail that was set aside tried again. */
@injectable()
export class LedgerEntryType extends DataType<LedgerEntry> {
  readonly name = 'LedgerEntry';
  readonly entity = LedgerEntry;
  readonly access = managersOnly;

  override readonly housekeeping = true;

  readonly properties = {
    accountId: reference('MailAccount', { serverSet: true }),
    source: text({ serverSet: true }),
    receivedAt: utcDate({ serverSet: true }),
    sender: text({ serverSet: true }),
    recipients: texts({ serverSet: true }),
    subject: text({ serverSet: true }),
    messageId: text({ serverSet: true, nullable: true }),
    size: integer({ serverSet: true }),
    state: text({ oneOf: ['stored'] }),
    outcome: text({ serverSet: true, nullable: true }),
    reason: text({ serverSet: true, nullable: true }),
    error: text({ serverSet: true, nullable: true }),
    attempts: integer({ serverSet: true }),
    taskId: reference('Task', { serverSet: true, nullable: true }),
    commentId: reference('Comment', { serverSet: true, nullable: true }),
    blobId: text({ serverSet: true }),
  };

  override readonly filters: Filters = {
    state: oneOf('state', ['stored', 'processed', 'quarantined']),
    outcome: oneOf('outcome', OUTCOMES),
    accountId: (value, { row, bind }) => `${row}.accountId IN ${bind(idsOf('accountId', [value]))}`,
    text: containing('subject', 'sender'),
  };
  override readonly sorts: Sorts = { receivedAt: '{row}.receivedAt' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(JobRunner) private readonly jobs: JobRunner,
  ) {
    super();
  }

  override allow(action: Action, draft: Draft, context: Context): void {
    if (action !== 'update' || !context.may(MAIL_MANAGERS))
      throw SetError.forbidden('The record of mail is kept as it is');
    if (draft.changed('state') && draft.before?.['state'] !== 'quarantined') {
      throw SetError.invalid('state', 'can only be changed for a mail that was set aside');
    }
  }

  override saving(draft: Draft): void {
    if (draft.actor === null || !draft.changed('state')) return;
    Object.assign(draft.values, { attempts: 0, nextAttemptAt: null, error: null });
    this.database.afterCommit(() => {
      this.jobs.wake(PROCESS_JOB);
    });
  }
}
