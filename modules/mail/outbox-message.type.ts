import { inject, injectable } from 'inversify';
import {
  type Action,
  boolean,
  type Context,
  computed,
  Database,
  DataType,
  type Draft,
  type Filters,
  integer,
  type Row,
  reference,
  SetError,
  type Sorts,
  text,
  utcDate,
} from '../../core/api';
import { MailRelay, RELAY_ID } from './mail-relay.entity';
import { managersOnly } from './managers-only';
import { oneOf } from './one-of.filter';
import { Outbox } from './outbox.service';
import { OUTBOX_STATES, OutboxMessage, type OutboxState } from './outbox-message.entity';
import type { MailAddress } from './parse/parsed-mail';
import { MAIL_MANAGERS } from './permission';

/** What a person may ask for, and from which states: what is on its way or has arrived is left alone. */
const CHANGES: Readonly<Partial<Record<OutboxState, readonly OutboxState[]>>> = {
  queued: ['held', 'queued', 'failed', 'uncertain', 'withdrawn'],
  withdrawn: ['held', 'queued', 'failed', 'uncertain'],
};

/**
 * The record of every mail to be sent. Setting `state` to `queued` sends it (again) now, to `withdrawn` keeps it from
 * being sent.
 */
@injectable()
export class OutboxMessageType extends DataType<OutboxMessage> {
  readonly name = 'OutboxMessage';
  readonly entity = OutboxMessage;
  readonly access = managersOnly;

  override readonly housekeeping = true;

  readonly properties = {
    accountId: reference('MailAccount', { serverSet: true }),
    sender: computed((rows) => each(rows, ({ sender }) => written(sender))),
    recipients: computed((rows) => each(rows, ({ recipients }) => recipients.map(({ address }) => address))),
    subject: text({ serverSet: true }),
    messageId: text({ serverSet: true }),
    state: text({ oneOf: Object.keys(CHANGES) }),
    attempts: integer({ serverSet: true }),
    lastError: text({ serverSet: true, nullable: true }),
    createdAt: utcDate({ serverSet: true }),
    sentAt: utcDate({ serverSet: true, nullable: true }),
    nextAttemptAt: utcDate({ serverSet: true, nullable: true }),
    commentId: reference('Comment', { serverSet: true, nullable: true }),
    text: text({ serverSet: true }),
    html: text({ serverSet: true, nullable: true }),
    blobId: text({ serverSet: true, nullable: true }),
    /** It holds a secret: text and raw message are not shown to anybody. */
    isConfidential: boolean({ serverSet: true }),
  };

  override readonly filters: Filters = { state: oneOf('state', OUTBOX_STATES) };
  override readonly sorts: Sorts = { createdAt: '{row}.createdAt' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Outbox) private readonly outbox: Outbox,
  ) {
    super();
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    if (action !== 'update' || !context.may(MAIL_MANAGERS))
      throw SetError.forbidden('The record of mail is kept as it is');
    const state = draft.before?.['state'] as OutboxState;
    const wanted = draft.values['state'] as OutboxState;
    if (CHANGES[wanted]?.includes(state) !== true)
      throw SetError.invalid('state', `cannot be changed: the message is ${state}`);
    if (wanted === 'withdrawn') return;
    if (draft.before?.['isConfidential'] === true && draft.before['sealed'] === null)
      throw SetError.invalid('state', 'cannot be changed: what the message said has expired');
    const relay = await this.database.manager.findOneBy(MailRelay, { id: RELAY_ID });
    if (!relay || relay.host === '') throw SetError.invalid('state', 'cannot be changed: no mail server is configured');
  }

  /**
   * A person asks: the message is tried now, whatever was tried before, and a paused relay is given another chance; or
   * it is not tried any more.
   */
  override async saving(draft: Draft): Promise<void> {
    if (draft.actor === null) return;
    if (draft.values['state'] === 'withdrawn') {
      const lastError = draft.before?.['state'] === 'held' ? null : draft.before?.['lastError'];
      Object.assign(draft.values, { nextAttemptAt: null, claim: null, lastError });
      return;
    }
    const again = { state: 'queued', attempts: 0, nextAttemptAt: null, dataBegun: false, claim: null, lastError: null };
    Object.assign(draft.values, again);
    await this.outbox.resume();
  }
}

function each(rows: readonly Row[], value: (message: OutboxMessage) => unknown): Promise<Map<number, unknown>> {
  return Promise.resolve(new Map(rows.map((row) => [row.id, value(row as unknown as OutboxMessage)])));
}

function written({ name, address }: MailAddress): string {
  return name === '' ? address : `${name} <${address}>`;
}
