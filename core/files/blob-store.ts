import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** `B` and the SHA-256 of the bytes in hex. */
  readonly blobId: string;
  readonly size: number;
}

/** Bytes by content, as a port. */
export abstract class BlobStore {
  /**
   * Stores the bytes; when it resolves they survive a power failure.
   * @throws Problem 413 with more than `most` bytes; nothing is kept then
   */
  abstract write(source: Readable, most: number): Promise<StoredBlob>;
  /** @throws Problem 404 when the bytes are not there */
  abstract size(blobId: string): Promise<number>;
  /** @throws Problem 404 when the bytes are not there */
  abstract read(blobId: string): Promise<{ readonly size: number; readonly stream: Readable }>;
  /** Ids of what was last written before then, in no order. */
  abstract writtenBefore(before: Date): AsyncIterable<string>;
  /**
   * Removes the bytes, but not when they were written since `before`, and be it while this runs: whoever is told that
   * their bytes are stored must find them. @returns whether they are gone
   */
  abstract remove(blobId: string, before: Date): Promise<boolean>;
  /** Clears away what uploads and removals that were killed have left half done. Call it before {@link writtenBefore}. */
  abstract tidy(before: Date): Promise<void>;
}
