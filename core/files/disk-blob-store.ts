import { createHash } from 'node:crypto';
import { createWriteStream, type Stats } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Random } from '../ports/random';
import { Problem } from '../problem';
import { BlobStore, type StoredBlob } from './blob-store';

const BLOB_ID = /^B[0-9a-f]{64}$/;
/** Folders of what is not yet, and no longer, a blob. */
const INCOMING = 'incoming';
const LEAVING = 'leaving';

/** In a folder, two levels by hash; no name of a user ever becomes part of a path. */
export class DiskBlobStore extends BlobStore {
  constructor(
    private readonly folder: string,
    private readonly random: Random,
  ) {
    super();
  }

  async write(source: Readable, most: number): Promise<StoredBlob> {
    const temporary = join(this.folder, INCOMING, this.random.bytes(16).toString('hex'));
    await mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    let size = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        hash.update(chunk);
        if (size > most) done(new Problem(`The file is larger than ${String(most)} bytes`, 413));
        else done(null, chunk);
      },
    });
    try {
      await pipeline(source, meter, createWriteStream(temporary, { mode: 0o600 }));
      await sync(temporary);
      const blobId = `B${hash.digest('hex')}`;
      const path = this.path(blobId);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(temporary, path);
      // The name is durable only when the folder is.
      await sync(dirname(path));
      await sync(dirname(dirname(path)));
      return { blobId, size };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async size(blobId: string): Promise<number> {
    for (const path of this.placesOf(blobId)) {
      const facts = await factsOf(path);
      if (facts) return facts.size;
    }
    throw missing();
  }

  async read(blobId: string): Promise<{ size: number; stream: Readable }> {
    for (const path of this.placesOf(blobId)) {
      // Once it is open it is read to its end, whatever is removed meanwhile.
      const handle = await open(path, 'r').catch(() => null);
      if (handle) return { size: (await handle.stat()).size, stream: handle.createReadStream() };
    }
    throw missing();
  }

  async *writtenBefore(before: Date): AsyncIterable<string> {
    for (const outer of await namesIn(this.folder)) {
      if (!/^[0-9a-f]{2}$/.test(outer)) continue;
      for (const inner of await namesIn(join(this.folder, outer))) {
        for (const blobId of await namesIn(join(this.folder, outer, inner))) {
          if (!BLOB_ID.test(blobId)) continue;
          const facts = await factsOf(this.path(blobId));
          if (facts && facts.mtime < before) yield blobId;
        }
      }
    }
  }

  /**
   * A write puts a file of its own in place of the one that is there, so what is to go is first moved aside: only then
   * is it certain which of the two it is. Until it is gone it can be read where it was moved to.
   */
  async remove(blobId: string, before: Date): Promise<boolean> {
    const path = this.path(blobId);
    const facts = await factsOf(path);
    if (!facts || facts.mtime >= before) return facts === null;
    const aside = this.aside(blobId);
    await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
    await rename(path, aside).catch(ignoreMissing);
    const moved = await factsOf(aside);
    if (moved && moved.mtime >= before) {
      await this.putBack(blobId);
      return false;
    }
    await rm(aside, { force: true });
    return true;
  }

  async tidy(before: Date): Promise<void> {
    // Whether these may go is not known here: somebody may have written them just before the removal was killed.
    for (const name of await namesIn(join(this.folder, LEAVING))) {
      if (BLOB_ID.test(name)) await this.putBack(name);
    }
    for (const name of await namesIn(join(this.folder, INCOMING))) {
      const path = join(this.folder, INCOMING, name);
      const facts = await factsOf(path);
      if (facts && facts.mtime < before) await rm(path, { force: true });
    }
  }

  private async putBack(blobId: string): Promise<void> {
    const path = this.path(blobId);
    const aside = this.aside(blobId);
    await link(aside, path).catch((error: unknown) => {
      // Written anew meanwhile, or put back by another.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') ignoreMissing(error);
    });
    await sync(dirname(path));
    await rm(aside, { force: true });
  }

  /** Where to look, in order; once more where it began, for it may be put back in between. */
  private placesOf(blobId: string): readonly string[] {
    return [this.path(blobId), this.aside(blobId), this.path(blobId)];
  }

  private path(blobId: string): string {
    if (!BLOB_ID.test(blobId)) throw missing();
    return join(this.folder, blobId.slice(1, 3), blobId.slice(3, 5), blobId);
  }

  /** Where it is while it is being removed. */
  private aside(blobId: string): string {
    return join(this.folder, LEAVING, blobId);
  }
}

function factsOf(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    ignoreMissing(error);
    return [];
  });
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function missing(): Problem {
  return new Problem('There is no such file', 404);
}
