import { BlobStore, inject, injectable, Problem, type StoredBlob } from '../../../core/api';
import { FILE_FAULTS, type LegacyFile, type LegacyFiles } from '../source/legacy-files';

/** Bytes that the size of a file here can tell. */
const MOST = 2 ** 31 - 1;
const TOO_LARGE = 'The file is larger than a file can be here';

/** The bytes of a file, or in a sentence why they are not here. */
export type Taken = StoredBlob | { readonly fault: string };

/** Takes the bytes of files, by their content: what is here already takes no more room. */
@injectable()
export class StoredBytes {
  constructor(@inject(BlobStore) private readonly store: BlobStore) {}

  /** @throws Problem or error when they cannot be stored here, which is not the file's fault */
  async take(file: LegacyFile, files: LegacyFiles): Promise<Taken> {
    const opened = await files.open(file);
    if (typeof opened === 'string') return { fault: FILE_FAULTS[opened] };
    try {
      return await this.store.write(opened, MOST);
    } catch (error) {
      if (error instanceof Problem && error.status === 413) return { fault: TOO_LARGE };
      const { syscall, code } = error as NodeJS.ErrnoException;
      if (syscall === 'read') return { fault: FILE_FAULTS.unreadable };
      if (code === 'ENOSPC') throw new Problem('The disk is full: no more files can be stored here', 507);
      throw error;
    } finally {
      opened.destroy();
    }
  }

  /** In a sentence why a file could not be taken; null when it could. */
  async faultOf(file: LegacyFile, files: LegacyFiles): Promise<string | null> {
    const opened = await files.open(file);
    if (typeof opened === 'string') return FILE_FAULTS[opened];
    opened.destroy();
    return file.size > MOST ? TOO_LARGE : null;
  }

  /** True when the bytes are here. */
  async has({ blobId, size }: StoredBlob): Promise<boolean> {
    return (await this.store.size(blobId).catch(() => null)) === size;
  }
}
