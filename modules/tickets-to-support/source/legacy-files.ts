import type { Readable } from 'node:stream';
import type { LegacyTicketRow } from './legacy-source';

/** A file that belongs to a ticket. */
export interface LegacyFile {
  readonly id: number;
  readonly ticketId: number;
  /** Names of the folders between that of the ticket and the file, the outermost first. */
  readonly folders: readonly string[];
  readonly name: string;
  /** Where it lies among all files: names of folders, and its own; null when that cannot be told. */
  readonly path: readonly string[] | null;
  /** In bytes, as far as the row knows. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly modifiedAt: number;
  /** Digest of the row as it stands. */
  readonly hash: string;
}

/** Why the bytes of a file cannot be had, in a sentence that is the same for all such files. */
export const FILE_FAULTS = {
  lost: 'The file has no place in the tree of folders',
  outside: 'The path of the file leads out of the data directory',
  missing: 'The file is not there on the disk',
  unreadable: 'The file cannot be read on the disk',
  noFile: 'What lies there on the disk is no file',
} as const;
export type FileFault = keyof typeof FILE_FAULTS;

/** The files of tickets, and their bytes. */
export interface LegacyFiles {
  /** Files in the folders of these tickets, in the order of their ids. */
  of(tickets: readonly Pick<LegacyTicketRow, 'id' | 'folderId'>[]): Promise<LegacyFile[]>;
  open(file: LegacyFile): Promise<Readable | FileFault>;
}
