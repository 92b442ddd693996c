import { inject, injectable } from 'inversify';
import {
  type Action,
  type Context,
  Database,
  DataType,
  type Draft,
  integer,
  type Operation,
  SecretKey,
  SetError,
  text,
} from '../../core/api';
import { SECURITIES } from './mail-account.entity';
import { MailRelay, RELAY_ID, RELAY_PASSWORD_PLACE } from './mail-relay.entity';
import { managersOnly } from './managers-only';
import { Outbox } from './outbox.service';
import { password } from './password.property';

/**
 * The outgoing mail server. Managers of mail see it; administrators alone choose it, for it is handed every link by
 * which somebody sets a password, theirs included.
 */
@injectable()
export class MailRelayType extends DataType<MailRelay> {
  readonly name = 'MailRelay';
  readonly entity = MailRelay;
  readonly access = managersOnly;
  override readonly singleton = 'singleton';
  override readonly operations: readonly Operation[] = ['get', 'set', 'changes'];

  override readonly housekeeping = true;

  readonly properties = {
    host: text({ max: 255 }),
    port: integer({ max: 65_535 }),
    security: text({ oneOf: SECURITIES, default: 'starttls' }),
    username: text({ max: 255 }),
    password,
    state: text({ serverSet: true }),
    lastError: text({ serverSet: true, nullable: true }),
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Outbox) private readonly outbox: Outbox,
  ) {
    super();
  }

  override allow(_action: Action, draft: Draft, context: Context): void {
    if (!context.isAdmin) throw SetError.forbidden('Only administrators choose the mail server');
    // Otherwise whoever may change the server could have the stored password sent to one of their own.
    const isElsewhere = ['host', 'port', 'security'].some((name) => draft.changed(name));
    if (isElsewhere && draft.before?.['passwordSecret'] && !draft.extras.has('password')) {
      throw SetError.invalid('password', 'must be given again when the server changes');
    }
  }

  /** A person's change ends a pause: whatever was wrong may be right now. */
  override saving(draft: Draft): void {
    if (draft.actor === null) return;
    const relay = draft.values as unknown as MailRelay;
    relay.host = relay.host.trim();
    if (relay.host !== '' && relay.port === 0) relay.port = relay.security === 'tls' ? 465 : 587;
    Object.assign(relay, { state: relay.host === '' ? 'off' : 'ok', lastError: null, isPaused: false });
  }

  override async saved(draft: Draft): Promise<void> {
    if (draft.actor === null) return;
    if (draft.extras.has('password')) {
      const given = draft.extras.get('password') as string | null;
      const passwordSecret = given === null ? null : this.secretKey.encrypt(RELAY_PASSWORD_PLACE, given);
      await this.database.manager.update(MailRelay, RELAY_ID, { passwordSecret });
    }
    if (draft.values['host'] !== '') await this.outbox.release();
  }
}
