import { inject, injectable } from 'inversify';
import { BlobOwner, type Context, Database } from '../../core/api';
import { LedgerEntry } from './ledger-entry.entity';
import { OutboxMessage } from './outbox-message.entity';
import { MAIL_MANAGERS } from './permission';

/** The raw bytes of every mail seen and sent: for managers of mail alone. */
@injectable()
export class RawMailBlobs extends BlobOwner {
  constructor(@inject(Database) private readonly database: Database) {
    super();
  }

  async shows(blobId: string, context: Context): Promise<boolean> {
    if (!context.may(MAIL_MANAGERS)) return false;
    const { manager } = this.database;
    return (await manager.existsBy(LedgerEntry, { blobId })) || (await manager.existsBy(OutboxMessage, { blobId }));
  }
}
