import type { Readable } from 'node:stream';
import { type BlobStore, type Database, sql } from '../../../core/api';
import { hashOf, numberIn, type Raw, secondsIn, textIn } from './columns';
import type { FileFault, LegacyFile, LegacyFiles } from './legacy-files';
import type { LegacyTicketRow } from './legacy-source';

/** Folders in folders that are followed. */
const DEEPEST = 50;

/**
 * Files of legacy tickets of this installation: those of messages, and those in the folder of each ticket, whose ids are
 * given as negative numbers. Their bytes are here already.
 */
export class OwnTicketsFiles implements LegacyFiles {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
    /** False for the tables of a program that had none. */
    private readonly hasAttachments: boolean,
    /** Messages that came later are read by the next run, and their files with them. */
    private readonly lastMessage: number,
  ) {}

  async of(tickets: readonly Pick<LegacyTicketRow, 'id'>[]): Promise<LegacyFile[]> {
    const ids = tickets.map(({ id }) => id);
    return ids.length === 0 ? [] : [...(await this.inFolders(ids)), ...(await this.attached(ids))];
  }

  async open({ path }: LegacyFile): Promise<Readable | FileFault> {
    const [blobId = ''] = path ?? [];
    return this.blobs.read(blobId).then(
      ({ stream }) => stream,
      () => 'missing' as const,
    );
  }

  /** Words by which messages name their files, by message. */
  async named(messageIds: readonly number[]): Promise<Map<number, string>> {
    const found = new Map<number, string>();
    if (!this.hasAttachments || messageIds.length === 0) return found;
    const rows = await sql`
      SELECT id, messageId FROM tickets_attachment WHERE messageId IN (${messageIds}) ORDER BY id`.run<Raw>(
      this.database,
    );
    for (const row of rows) {
      const [message, id] = [numberIn(row, 'messageId'), textIn(row, 'id')];
      const known = found.get(message);
      found.set(message, known === undefined ? id : `${known};${id}`);
    }
    return found;
  }

  private async attached(ticketIds: readonly number[]): Promise<LegacyFile[]> {
    if (!this.hasAttachments) return [];
    const rows = await sql`
      SELECT a.id, a.blobId, a.name, a.size, m.ticketId, m.createdAt FROM tickets_attachment a
      JOIN tickets_message m ON m.id = a.messageId
      WHERE m.ticketId IN (${ticketIds}) AND m.id <= ${this.lastMessage} ORDER BY a.id`.run<Raw>(this.database);
    return rows.map((row) => fileOf(row, numberIn(row, 'id'), numberIn(row, 'ticketId'), []));
  }

  /** What lies in the trash, by itself or with its folder, stays there. */
  private async inFolders(ticketIds: readonly number[]): Promise<LegacyFile[]> {
    const rows = await sql`
      SELECT id, entityId, parentId, name, blobId, size, createdAt, trashedAt FROM core_file_node
      WHERE entityType = 'LegacyTicket' AND entityId IN (${ticketIds}) ORDER BY id`.run<Raw>(this.database);
    const nodes = new Map(rows.map((row) => [numberIn(row, 'id'), row]));
    return rows.flatMap((row) => {
      const folders = row['blobId'] === null ? null : pathTo(row, nodes);
      return folders ? [fileOf(row, -numberIn(row, 'id'), numberIn(row, 'entityId'), folders)] : [];
    });
  }
}

/** Names of the folders in which it lies, the outermost first; null for what is in the trash. */
function pathTo(row: Raw, nodes: ReadonlyMap<number, Raw>): string[] | null {
  const folders: string[] = [];
  for (let at: Raw | undefined = row; at && folders.length < DEEPEST; ) {
    if ((at['trashedAt'] ?? null) !== null) return null;
    at = nodes.get(numberIn(at, 'parentId'));
    if (at) folders.unshift(textIn(at, 'name'));
  }
  return folders;
}

function fileOf(row: Raw, id: number, ticketId: number, folders: readonly string[]): LegacyFile {
  return {
    ...{ id, ticketId, folders, name: textIn(row, 'name'), path: [textIn(row, 'blobId')] },
    ...{ size: numberIn(row, 'size'), modifiedAt: secondsIn(row, 'createdAt'), hash: hashOf(row) },
  };
}
