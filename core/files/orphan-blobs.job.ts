import { inject, injectable } from 'inversify';
import { LessThan } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail';
import { Database } from '../database/database';
import { Job } from '../jobs/job';
import { Clock } from '../ports/clock';
import { Upload } from './blob.entity';
import { BlobReferences } from './blob-references.service';
import { BlobStore } from './blob-store';

/** Hours for which an upload waits for something to refer to it: what is begun on a Friday is sent on a Monday. */
const GRACE_HOURS = 72;
const BATCH = 200;

/**
 * Removes bytes that nothing refers to. A new reference needs an old one or a new upload: what nothing names in a
 * transaction stays so, unless its bytes are written again, and then the store keeps them. Killed at any moment it
 * leaves bytes that the next run finds.
 */
@injectable()
export class OrphanBlobs extends Job {
  readonly id = 'core.orphan-blobs';
  override readonly title = 'Remove files that nothing refers to';
  override readonly cron = '20 4 * * *';

  constructor(
    @inject(BlobStore) private readonly store: BlobStore,
    @inject(BlobReferences) private readonly references: BlobReferences,
    @inject(Database) private readonly database: Database,
    @inject(AuditTrail) private readonly trail: AuditTrail,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const before = new Date(this.clock.now().getTime() - GRACE_HOURS * 3600 * 1000);
    await this.database.transaction(() => this.database.manager.delete(Upload, { createdAt: LessThan(before) }));
    await this.store.tidy(before);
    let count = 0;
    for await (const blobIds of inBatches(this.store.writtenBefore(before))) {
      const orphans = await this.database.transaction(() => this.references.unnamed(blobIds));
      for (const blobId of orphans) {
        if (signal.aborted) return;
        if (await this.store.remove(blobId, before)) count += 1;
      }
    }
    if (count > 0) await this.trail.note({ action: 'forget', type: 'Blob', count });
  }
}

async function* inBatches(blobIds: AsyncIterable<string>): AsyncIterable<string[]> {
  let batch: string[] = [];
  for await (const blobId of blobIds) {
    batch.push(blobId);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
