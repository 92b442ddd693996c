import { inject, injectable } from 'inversify';
import { Database, normaliseAddress } from '../../core/api';
import { MailAccount } from './mail-account.entity';

/** The addresses that are ours. */
@injectable()
export class MailAccounts {
  constructor(@inject(Database) private readonly database: Database) {}

  find(id: number): Promise<MailAccount | null> {
    return this.database.manager.findOneBy(MailAccount, { id });
  }

  /** The account with this address or with the address behind a plus form of it (`desk+t12@…` → `desk@…`), or null. */
  async byAddress(address: string): Promise<MailAccount | null> {
    const exact = normaliseAddress(address);
    const { manager } = this.database;
    return (
      (await manager.findOneBy(MailAccount, { address: exact })) ??
      (await manager.findOneBy(MailAccount, { address: withoutTag(exact) }))
    );
  }

  /** True when a mail from or to this address is one from or to ourselves. */
  async isOurs(address: string): Promise<boolean> {
    return (await this.byAddress(address)) !== null;
  }
}

function withoutTag(address: string): string {
  return address.replace(/\+[^@]*(?=@[^@]*$)/, '');
}
