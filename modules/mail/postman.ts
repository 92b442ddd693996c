import { inject, injectable } from 'inversify';
import { CoreSettings, Database, Postman, type SystemMail } from '../../core/api';
import { MailAccounts } from './accounts.service';
import { MailAccount } from './mail-account.entity';
import { MailRelay, RELAY_ID } from './mail-relay.entity';
import { Outbox } from './outbox.service';
import { MailSettings } from './settings';

/** Sends the host's own mails by the outbox, in the name of one of our accounts. */
@injectable()
export class OutboxPostman extends Postman {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(MailAccounts) private readonly accounts: MailAccounts,
    @inject(Outbox) private readonly outbox: Outbox,
    @inject(MailSettings) private readonly settings: MailSettings,
    @inject(CoreSettings) private readonly host: CoreSettings,
  ) {
    super();
  }

  async isReady(): Promise<boolean> {
    const relay = await this.database.manager.findOneBy(MailRelay, { id: RELAY_ID });
    return relay !== null && relay.host !== '' && (await this.account()) !== null;
  }

  /** What is sent to one of our own mailboxes is read by all agents. */
  async isPrivate(address: string): Promise<boolean> {
    return !(await this.accounts.isOurs(address));
  }

  async send({ to, subject, text, html, secretUntil }: SystemMail): Promise<void> {
    const account = await this.account();
    if (!account) return;
    const { productTitle: senderName } = await this.host.read();
    const message = {
      accountId: account.id,
      senderName,
      kind: 'system',
      recipients: [to],
      subject,
      text,
      html,
    } as const;
    await this.outbox.enqueue({ ...message, confidentialUntil: secretUntil });
  }

  /** The account that was chosen, else the first one that is switched on. */
  private async account(): Promise<MailAccount | null> {
    const { systemAccountId } = await this.settings.read();
    const chosen = systemAccountId === null ? null : await this.accounts.find(systemAccountId);
    const { manager } = this.database;
    return chosen ?? manager.findOne(MailAccount, { where: { isEnabled: true }, order: { id: 'ASC' } });
  }
}
