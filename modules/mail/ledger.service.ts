import type { Readable } from 'node:stream';
import { inject, injectable } from 'inversify';
import { BlobStore, Database, fault, JobRunner, Records, type StoredBlob } from '../../core/api';
import { LedgerEntry } from './ledger-entry.entity';
import { PROCESS_JOB } from './process.job';

/** A mail whose bytes are stored, about to be entered. */
export interface Arrival extends StoredBlob {
  readonly arrivalKey: string;
  readonly source: LedgerEntry['source'];
  readonly accountId: number;
  readonly receivedAt: Date;
  readonly envelopeFrom: string | null;
  readonly envelopeTo: readonly string[];
}

/**
 * The first stage of intake: keep the bytes, then enter them. A source tells its server or client that a mail was
 * taken over only when {@link enter} has resolved.
 */
@injectable()
export class Ledger {
  constructor(
    @inject(BlobStore) private readonly store: BlobStore,
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(JobRunner) private readonly jobs: JobRunner,
  ) {}

  /**
   * Keeps raw bytes; when it resolves they survive a power failure.
   * @throws Problem 413 with more than `most` bytes
   */
  async keep(raw: Readable, most: number): Promise<StoredBlob> {
    // The line may break before the store has begun to read; an error that nobody listens to ends the program.
    raw.on('error', () => undefined);
    const blob = await this.store.write(raw, most);
    fault('mail.intake.kept');
    return blob;
  }

  /**
   * Enters mails in one transaction with what has to happen alongside (the cursor of the source). One that was
   * entered before, by whomever, is left as it is.
   */
  async enter(arrivals: readonly Arrival[], alongside: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.database.transaction(async () => {
      for (const arrival of arrivals) {
        if (await this.database.manager.existsBy(LedgerEntry, { arrivalKey: arrival.arrivalKey })) continue;
        await this.records.insert<LedgerEntry>('LedgerEntry', entryOf(arrival));
        fault('mail.intake.inserted');
      }
      await alongside();
      this.database.afterCommit(() => {
        this.jobs.wake(PROCESS_JOB);
      });
      fault('mail.intake.before-commit');
    });
    fault('mail.intake.committed');
  }
}

function entryOf({ envelopeFrom, envelopeTo, ...arrival }: Arrival): Partial<LedgerEntry> {
  return {
    ...arrival,
    envelopeFrom,
    envelopeTo: [...envelopeTo],
    sender: envelopeFrom ?? '',
    recipients: [...envelopeTo],
    subject: '',
    messageId: null,
    digest: null,
    state: 'stored',
    outcome: null,
    reason: null,
    error: null,
    attempts: 0,
    nextAttemptAt: null,
    taskId: null,
    commentId: null,
  };
}
