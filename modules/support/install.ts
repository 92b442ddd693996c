import { inject, injectable } from 'inversify';
import { Configuration, Directory, Installer, Level, Records, ROW, type Row, Sharing } from '../../core/api';
import { MAIL_MANAGERS } from '../mail/api';
import { MANAGE, ROLE, USE } from './permissions';
import { SupportSettings } from './settings';

/** A desk that works at once: one ticket type, its mailbox on the built-in listener, agents and managers. */
@injectable()
export class OpenTheDesk extends Installer {
  constructor(
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(SupportSettings) private readonly settings: SupportSettings,
    @inject(Configuration) private readonly configuration: Configuration,
  ) {
    super();
  }

  async install(): Promise<void> {
    const agents = await this.directory.groupNamed('Support agents');
    const managers = await this.directory.groupNamed('Support managers');
    for (const group of [agents, managers]) await this.directory.permit(USE, group);
    for (const permission of [MANAGE, MAIL_MANAGERS]) await this.directory.permit(permission, managers);
    const list = await this.records.insert<{ id: number; aclId: number }>('TaskList', {
      name: 'Support',
      description: 'Questions and problems of all kinds',
      color: '',
      role: ROLE,
      sortOrder: 0,
    } as object);
    const everyone = await this.directory.builtIn('everyone');
    await this.sharing.grant(
      list.aclId,
      new Map<number, number>([
        [everyone, Level.submit],
        [agents, Level.write],
        [managers, Level.manage],
      ]),
    );
    await this.settings.write({ defaultTaskListId: list.id });
    const account = await this.mailbox();
    await this.records.update('MailAccount', account.id, { taskListId: list.id });
  }

  /** `support@` the host that people reach us under; that of a desk that was deleted is still there. */
  private async mailbox(): Promise<Row> {
    const domain = this.configuration.publicUrl ? new URL(this.configuration.publicUrl).hostname : 'localhost';
    const address = `support@${domain}`;
    // Of the host itself, whoever may see it.
    const known = await this.records
      .unrestricted('MailAccount')
      .where(`${ROW}.address = :address`, { address })
      .getOne();
    return known ?? this.records.insert('MailAccount', newMailbox(address));
  }
}

function newMailbox(address: string): object {
  return {
    name: 'Support',
    address,
    kind: 'smtp',
    host: '',
    port: 0,
    security: 'none',
    username: '',
    passwordSecret: null,
    mailbox: 'INBOX',
    isEnabled: true,
    importFrom: 'now',
    uidValidity: null,
    lastUid: null,
    importAfter: null,
    state: 'ok',
    lastError: null,
    lastCheckedAt: null,
  };
}
