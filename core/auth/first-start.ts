import { inject, injectable } from 'inversify';
import { Configuration } from '../config/config';
import { Database } from '../database/database';
import { Installer } from '../module/contract';
import { Directory } from './directory.service';
import { Passwords } from './password';

/** The three built-in groups and the first administrator. */
@injectable()
export class FirstStart extends Installer {
  constructor(
    @inject(Directory) private readonly directory: Directory,
    @inject(Passwords) private readonly passwords: Passwords,
    @inject(Database) private readonly database: Database,
    @inject(Configuration) private readonly configuration: Configuration,
  ) {
    super();
  }

  async install(): Promise<void> {
    const { adminPassword } = this.configuration;
    const passwordHash = adminPassword === undefined ? null : await this.passwords.hash(adminPassword);
    await this.database.transaction(async () => {
      const admins = await this.directory.createGroup('Admins', 'admins');
      await this.directory.createGroup('Everyone', 'everyone');
      await this.directory.createGroup('Internal', 'internal');
      await this.directory.createUser({
        username: 'admin',
        name: 'Administrator',
        email: 'admin@localhost',
        groups: [admins],
        passwordHash,
      });
    });
  }
}
