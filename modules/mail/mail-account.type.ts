import { inject, injectable } from 'inversify';
import {
  type Action,
  boolean,
  byText,
  type Context,
  containing,
  Database,
  DataType,
  type Draft,
  type Filters,
  integer,
  isAddress,
  normaliseAddress,
  SecretKey,
  SetError,
  type Sorts,
  text,
  utcDate,
} from '../../core/api';
import { ImapSource } from './imap.source';
import { MailAccount, passwordPlace, SECURITIES } from './mail-account.entity';
import { managersOnly } from './managers-only';
import { OutboxMessage } from './outbox-message.entity';
import { password } from './password.property';
import { MAIL_MANAGERS } from './permission';

/** A mail account, for its managers. */
@injectable()
export class MailAccountType extends DataType<MailAccount> {
  readonly name = 'MailAccount';
  readonly entity = MailAccount;
  readonly access = managersOnly;

  override readonly housekeeping = true;

  readonly properties = {
    name: text({ required: true }),
    address: text({ required: true, max: 254 }),
    kind: text({ required: true, oneOf: ['imap', 'smtp'] }),
    host: text({ max: 255 }),
    port: integer({ max: 65_535 }),
    security: text({ oneOf: SECURITIES, default: 'tls' }),
    username: text({ max: 255 }),
    password,
    mailbox: text({ max: 255, default: 'INBOX' }),
    isEnabled: boolean({ default: true }),
    importFrom: text({ oneOf: ['now', 'all'], default: 'now' }),
    state: text({ serverSet: true }),
    lastError: text({ serverSet: true, nullable: true }),
    lastCheckedAt: utcDate({ serverSet: true, nullable: true }),
  };

  override readonly filters: Filters = {
    text: containing('name', 'address'),
  };
  override readonly sorts: Sorts = { name: byText('{row}.name'), address: '{row}.address' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(ImapSource) private readonly imap: ImapSource,
  ) {
    super();
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    if (!context.may(MAIL_MANAGERS)) throw SetError.forbidden('Only managers of mail may change mail accounts');
    if (action === 'destroy') {
      const waiting = await this.database.manager.countBy(OutboxMessage, [
        { accountId: draft.id, state: 'queued' },
        { accountId: draft.id, state: 'sending' },
      ]);
      if (waiting > 0) throw SetError.forbidden('Mail of this account is still waiting to be sent');
    }
    // Otherwise whoever may change the server could have the stored password sent to one of their own.
    const isElsewhere = ['host', 'port', 'security'].some((name) => draft.changed(name));
    if (action === 'update' && isElsewhere && draft.before?.['passwordSecret'] && !draft.extras.has('password')) {
      throw SetError.invalid('password', 'must be given again when the server changes');
    }
  }

  override async saving(draft: Draft): Promise<void> {
    const account = draft.values as unknown as MailAccount;
    if (draft.isNew) Object.assign(account, NEW);
    if (draft.changed('address')) await this.takeAddress(account);
    if (account.kind === 'imap') requireServer(account);
    if (draft.isNew || draft.actor !== null) Object.assign(account, { state: expected(account), lastError: null });
    if (draft.isNew) return;
    // Another mailbox starts afresh; the same one on another server is read anew, and what is known is recognised.
    if (draft.changed('username') || draft.changed('mailbox')) {
      Object.assign(account, { uidValidity: null, lastUid: null, importAfter: null });
    } else if (draft.changed('host') && account.uidValidity !== null) {
      Object.assign(account, { uidValidity: UNKNOWN_UIDVALIDITY, lastUid: null });
    }
  }

  override async saved(draft: Draft): Promise<void> {
    if (draft.extras.has('password')) {
      const given = draft.extras.get('password') as string | null;
      const passwordSecret = given === null ? null : this.secretKey.encrypt(passwordPlace(draft.id), given);
      await this.database.manager.update(MailAccount, draft.id, { passwordSecret });
    }
    this.database.afterCommit(() => {
      this.imap.accountsChanged();
    });
  }

  override destroying(): void {
    this.database.afterCommit(() => {
      this.imap.accountsChanged();
    });
  }

  private async takeAddress(account: MailAccount): Promise<void> {
    if (!isAddress(account.address)) throw SetError.invalid('address', 'is no mail address');
    account.address = normaliseAddress(account.address);
    const other = await this.database.manager.findOneBy(MailAccount, { address: account.address });
    if (other && other.id !== account.id) throw SetError.invalid('address', 'belongs to another account already');
  }
}

/** No server gives this one (it counts from 1), so whatever it says is a change. */
const UNKNOWN_UIDVALIDITY = '0';

const NEW = { uidValidity: null, lastUid: null, importAfter: null, passwordSecret: null, lastCheckedAt: null };

/** What a person sees until the connection tells more. */
function expected({ isEnabled, kind }: MailAccount): MailAccount['state'] {
  if (!isEnabled) return 'off';
  return kind === 'smtp' ? 'ok' : 'connecting';
}

function requireServer(account: MailAccount): void {
  if (account.host.trim() === '') throw SetError.invalid('host', 'is needed to fetch mail');
  if (account.username.trim() === '') throw SetError.invalid('username', 'is needed to fetch mail');
  if (account.port === 0) account.port = account.security === 'tls' ? 993 : 143;
}
