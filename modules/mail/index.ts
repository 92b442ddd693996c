import { defineModule, Postman, TypeKeeper } from '../../core/api';
import { MailAccounts } from './accounts.service';
import { ImapSource } from './imap.source';
import { MailInstaller } from './install';
import { Ledger } from './ledger.service';
import { LedgerEntry } from './ledger-entry.entity';
import { LedgerEntryType } from './ledger-entry.type';
import { MailKeeper } from './mail.keeper';
import { MailAccount } from './mail-account.entity';
import { MailAccountType } from './mail-account.type';
import { MailRelay } from './mail-relay.entity';
import { MailRelayType } from './mail-relay.type';
import { OwnMessageIds } from './message-id';
import { OutboxJob } from './outbox.job';
import { Outbox } from './outbox.service';
import { OutboxMessage } from './outbox-message.entity';
import { OutboxMessageType } from './outbox-message.type';
import { ParseWorkersDaemon } from './parse-workers.daemon';
import { OutboxPostman } from './postman';
import { ProcessJob } from './process.job';
import { RawMailBlobs } from './raw-mail.blobs';
import { SealedBodies } from './sealed-body';
import { MailSettings } from './settings';
import { SmtpSource } from './smtp.source';

export default defineModule({
  entities: [LedgerEntry, MailAccount, MailRelay, OutboxMessage],
  types: [LedgerEntryType, MailAccountType, MailRelayType, OutboxMessageType],
  services: [Ledger, MailAccounts, Outbox, OwnMessageIds, SealedBodies],
  settings: MailSettings,
  jobs: [OutboxJob, ProcessJob],
  daemons: [ParseWorkersDaemon, ImapSource, SmtpSource],
  blobOwners: [RawMailBlobs],
  provides: [
    [Postman, OutboxPostman],
    [TypeKeeper, MailKeeper],
  ],
  install: MailInstaller,
});
