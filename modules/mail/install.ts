import { inject, injectable } from 'inversify';
import { Database, Installer } from '../../core/api';
import { MailRelay, RELAY_ID } from './mail-relay.entity';

/** Makes the one relay, not configured yet. */
@injectable()
export class MailInstaller extends Installer {
  constructor(@inject(Database) private readonly database: Database) {
    super();
  }

  async install(): Promise<void> {
    await this.database.manager.insert(MailRelay, {
      id: RELAY_ID,
      host: '',
      port: 587,
      security: 'starttls',
      username: '',
      passwordSecret: null,
      state: 'off',
      lastError: null,
      isPaused: false,
    });
  }
}
