import type { Context } from '../auth/context';

/** A type that refers to blobs: whoever sees an object that refers to a blob may read the blob. */
export abstract class BlobOwner {
  /** True when the caller sees an object that refers to the blob. */
  abstract shows(blobId: string, context: Context): Promise<boolean>;

  /** Type of the objects that Blob/lookup finds by {@link objects}; null for none. */
  readonly type: string | null = null;

  /** Ids of the objects that refer to the blob and that the caller sees. */
  objects(_blobId: string, _context: Context): Promise<readonly number[]> {
    return Promise.resolve([]);
  }
}
