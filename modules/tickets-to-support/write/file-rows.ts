import libmime from 'libmime';
import type { FileNode, StoredBlob } from '../../../core/api';
import { safeName } from '../../../core/api';
import type { Attachment } from '../../comments/api';
import { cut, instantOf, oneLine } from '../plan/words';
import type { LegacyFile } from '../source/legacy-files';

export const FILES = 'fs_files';
/** Folders in folders that a ticket has here, at most. */
export const DEEPEST = 15;

/** Under which it is remembered that a file was attached to what a message became. */
export function filesOfMessage(messageId: number): string {
  return `${FILES} of message ${String(messageId)}`;
}

/** Columns of a file that is attached to an entry. */
export function attachmentOf(
  { name }: LegacyFile,
  commentId: number,
  { blobId, size }: StoredBlob,
): Omit<Attachment, 'id'> {
  const shown = cut(oneLine(name).replace(/[/\\]/g, '_'), 255) || 'file';
  return { commentId, blobId, name: shown, type: typeOf(name), size, cid: null, isInline: false };
}

/** Columns of a file, or without bytes of a folder, that lies with a ticket. */
export function nodeOf(
  name: string,
  { taskId, parentId, at }: { readonly taskId: number; readonly parentId: number | null; readonly at: Date },
  bytes: StoredBlob | null,
): Omit<FileNode, 'id' | 'nameKey'> {
  return {
    entityType: 'Task',
    entityId: taskId,
    parentId,
    name,
    blobId: bytes?.blobId ?? null,
    size: bytes?.size ?? 0,
    type: bytes ? typeOf(name) : '',
    createdAt: at,
    createdById: null,
    trashedAt: null,
  };
}

/** When a file was last changed; else when its ticket was. */
export function changedAt({ modifiedAt }: LegacyFile, ticketAt: Date): Date {
  return instantOf(modifiedAt) ?? ticketAt;
}

/** What a file or a folder is called here, before others there have the name. */
export function nameOf(name: string): string {
  return safeName(name.trim());
}

function typeOf(name: string): string {
  return cut(libmime.detectMimeType(name), 190);
}
