import { Readable } from 'node:stream';
import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Configuration } from '../config/config';
import { Database } from '../database/database';
import { Contributions } from '../module/contributions';
import { Clock } from '../ports/clock';
import { Problem } from '../problem';
import { Upload } from './blob.entity';
import { BlobOwner } from './blob-owner';
import { BlobStore, type StoredBlob } from './blob-store';

/** Blobs as people use them (RFC 8620 §6): knowing a blob id gives nothing, seeing what refers to it does. */
@injectable()
export class Blobs {
  constructor(
    @inject(BlobStore) private readonly store: BlobStore,
    @inject(Database) private readonly database: Database,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** Stores what somebody uploads. @throws Problem 413 */
  async upload(source: Readable, type: string, context: Context): Promise<StoredBlob> {
    const blob = await this.store.write(source, this.configuration.maxUploadSize);
    await this.database.transaction(async () => {
      const { manager } = this.database;
      const key = { blobId: blob.blobId, userId: context.principalId };
      await manager.delete(Upload, key);
      await manager.insert(Upload, { ...key, size: blob.size, type: type.slice(0, 190), createdAt: this.clock.now() });
    });
    return blob;
  }

  /** @throws Problem 404, also when the blob exists but the caller sees nothing that refers to it */
  async read(blobId: string, context: Context): Promise<{ readonly size: number; readonly stream: Readable }> {
    if (!(await this.mayRead(blobId, context))) throw new Problem('There is no such file', 404);
    return this.store.read(blobId);
  }

  async mayRead(blobId: string, context: Context): Promise<boolean> {
    const key = { blobId, userId: context.principalId };
    if (await this.database.manager.existsBy(Upload, key)) return true;
    for (const owner of this.contributions.all(BlobOwner)) {
      if (await owner.shows(blobId, context)) return true;
    }
    return false;
  }

  /** Bytes of a blob that the caller may read; null for any other, and for one whose bytes are lost. */
  async sizeFor(blobId: string, context: Context): Promise<number | null> {
    if (!(await this.mayRead(blobId, context))) return null;
    return this.store.size(blobId).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    });
  }

  /** Bytes of a stored blob. @throws Problem 404 */
  async size(blobId: string): Promise<number> {
    return this.store.size(blobId);
  }

  /** Stores bytes the host itself made or received. */
  keep(bytes: Buffer): Promise<StoredBlob> {
    return this.store.write(Readable.from([bytes]), Number.MAX_SAFE_INTEGER);
  }

  /** Reads bytes for the host itself. */
  async bytes(blobId: string): Promise<Buffer> {
    const { stream } = await this.store.read(blobId);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}
