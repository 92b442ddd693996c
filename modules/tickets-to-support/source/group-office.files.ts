import type { Readable } from 'node:stream';
import { hashOf, numberIn, type Raw, textIn } from './columns';
import type { DataDirectory } from './data-directory';
import { meantBy } from './double-encoded';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { FileFault, LegacyFile, LegacyFiles } from './legacy-files';
import type { LegacyTicketRow } from './legacy-source';

/** Folders in folders that are followed: more of them go round in a circle. */
const DEEPEST = 50;

/** A folder of a ticket, or one in it. */
interface Folder {
  readonly ticketId: number;
  readonly folders: readonly string[];
  readonly path: readonly string[] | null;
}

/** Files of Group-Office: rows in `fs_files` and `fs_folders`, bytes below its data directory at the names joined. */
export class GroupOfficeFiles implements LegacyFiles {
  /** Folder → its path, as far as it was asked for; null for one that hangs on nothing. */
  private readonly paths = new Map<number, readonly string[] | null>();

  constructor(
    private readonly tables: Tables,
    private readonly ask: Ask,
    private readonly directory: DataDirectory,
  ) {}

  async of(tickets: readonly Pick<LegacyTicketRow, 'id' | 'folderId'>[]): Promise<LegacyFile[]> {
    if (!this.tables.has('fs_files', 'folder_id') || !this.tables.has('fs_folders', 'parent_id')) return [];
    const folders = await this.foldersOf(tickets);
    if (folders.size === 0) return [];
    const rows = await this.ask('SELECT * FROM fs_files WHERE folder_id IN (?) ORDER BY id', [[...folders.keys()]]);
    return rows.flatMap((row) => {
      const folder = folders.get(numberIn(row, 'folder_id'));
      return folder ? [this.fileOf(row, folder)] : [];
    });
  }

  async open({ path }: LegacyFile): Promise<Readable | FileFault> {
    return path === null ? 'lost' : this.directory.open(path);
  }

  /** The folders of tickets with all that lie in them, by id. */
  private async foldersOf(tickets: readonly Pick<LegacyTicketRow, 'id' | 'folderId'>[]): Promise<Map<number, Folder>> {
    const found = new Map<number, Folder>();
    const wanted = tickets.map(({ folderId }) => folderId).filter((id) => id > 0);
    if (wanted.length === 0) return found;
    const rows = await this.ask('SELECT * FROM fs_folders WHERE id IN (?)', [wanted]);
    const own = new Map(rows.map((row) => [numberIn(row, 'id'), row]));
    for (const { id, folderId } of tickets) {
      if (folderId <= 0 || found.has(folderId)) continue;
      found.set(folderId, { ticketId: id, folders: [], path: await this.pathTo(own.get(folderId)) });
    }
    let level = [...found.keys()];
    for (let depth = 0; level.length > 0 && depth < DEEPEST; depth++) {
      const within = await this.ask('SELECT * FROM fs_folders WHERE parent_id IN (?) ORDER BY id', [level]);
      level = [];
      for (const row of within) {
        const [id, parent] = [numberIn(row, 'id'), found.get(numberIn(row, 'parent_id'))];
        if (!parent || found.has(id)) continue;
        const name = this.nameIn('fs_folders', row);
        const path = parent.path && [...parent.path, name];
        found.set(id, { ticketId: parent.ticketId, folders: [...parent.folders, name], path });
        level.push(id);
      }
    }
    return found;
  }

  /** Names from the top down to the folder; null when it, or one above it, is not there. */
  private async pathTo(row: Raw | undefined, depth = 0): Promise<readonly string[] | null> {
    if (!row) return null;
    const parentId = numberIn(row, 'parent_id');
    const above = parentId > 0 ? await this.pathOf(parentId, depth) : [];
    return above && [...above, this.nameIn('fs_folders', row)];
  }

  /** The same of a folder in which others lie: it is asked for once. */
  private async pathOf(folderId: number, depth: number): Promise<readonly string[] | null> {
    const known = this.paths.get(folderId);
    if (known !== undefined) return known;
    const [row] = depth > DEEPEST ? [] : await this.ask('SELECT * FROM fs_folders WHERE id = ?', [folderId]);
    const path = await this.pathTo(row, depth + 1);
    this.paths.set(folderId, path);
    return path;
  }

  private fileOf(row: Raw, { ticketId, folders, path }: Folder): LegacyFile {
    const name = this.nameIn('fs_files', row);
    return {
      id: numberIn(row, 'id'),
      ticketId,
      folders,
      name,
      path: path && [...path, name],
      size: numberIn(row, 'size'),
      modifiedAt: numberIn(row, 'mtime'),
      hash: hashOf(row),
    };
  }

  private nameIn(table: string, row: Raw): string {
    const name = textIn(row, 'name');
    return this.tables.texts(table).includes('name') ? meantBy(name) : name;
  }
}
