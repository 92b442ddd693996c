import { numberIn, textIn } from './columns';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { LegacyFile } from './legacy-source';

/** Folders in folders, at most: a circle among them ends here. */
const DEEPEST = 30;

interface Folder {
  readonly parentId: number;
  readonly name: string;
}

/** Files in these folders and below, by the folder in which the looking began. */
export async function filesIn(
  tables: Tables,
  ask: Ask,
  folderIds: readonly number[],
): Promise<Map<number, LegacyFile[]>> {
  const found = new Map<number, LegacyFile[]>();
  if (folderIds.length === 0 || !tables.has('fs_files', 'folder_id') || !tables.has('fs_folders', 'parent_id'))
    return found;
  const folders = await foldersIn(ask, 'SELECT * FROM fs_folders WHERE id IN (?)', folderIds);
  /** Folder → that in which the looking began. */
  const beginnings = new Map([...folders.keys()].map((id) => [id, id]));
  for (let level = [...folders.keys()], depth = 0; level.length > 0 && depth < DEEPEST; depth++) {
    const below = await foldersIn(ask, 'SELECT * FROM fs_folders WHERE parent_id IN (?)', level);
    level = [...below.keys()].filter((id) => !beginnings.has(id));
    for (const id of level) {
      const folder = below.get(id);
      if (!folder) continue;
      folders.set(id, folder);
      beginnings.set(id, beginnings.get(folder.parentId) ?? id);
    }
  }
  await completeAbove(ask, folders);
  if (beginnings.size === 0) return found;
  const rows = await ask('SELECT * FROM fs_files WHERE folder_id IN (?) ORDER BY id', [[...beginnings.keys()]]);
  for (const row of rows) {
    const [folderId, name] = [numberIn(row, 'folder_id'), textIn(row, 'name')];
    const beginning = beginnings.get(folderId) ?? folderId;
    const file = {
      id: numberIn(row, 'id'),
      folderId,
      name,
      size: numberIn(row, 'size'),
      createdAt: numberIn(row, 'ctime'),
      userId: numberIn(row, 'user_id'),
      path: [...pathOf(folderId, folders), name].join('/'),
    };
    found.set(beginning, [...(found.get(beginning) ?? []), file]);
  }
  return found;
}

async function foldersIn(ask: Ask, statement: string, ids: readonly number[]): Promise<Map<number, Folder>> {
  const rows = await ask(statement, [ids]);
  return new Map(
    rows.map((row) => [numberIn(row, 'id'), { parentId: numberIn(row, 'parent_id'), name: textIn(row, 'name') }]),
  );
}

/** Reads the folders in which these lie, up to the root. */
async function completeAbove(ask: Ask, folders: Map<number, Folder>): Promise<void> {
  for (let depth = 0; depth < DEEPEST; depth++) {
    const parents = [...folders.values()].map(({ parentId }) => parentId);
    const missing = [...new Set(parents)].filter((id) => id > 0 && !folders.has(id));
    if (missing.length === 0) return;
    const above = await foldersIn(ask, 'SELECT * FROM fs_folders WHERE id IN (?)', missing);
    for (const [id, folder] of above) folders.set(id, folder);
    if (above.size === 0) return;
  }
}

function pathOf(id: number, folders: ReadonlyMap<number, Folder>): string[] {
  const path: string[] = [];
  for (let at = id; at > 0 && path.length < DEEPEST; ) {
    const folder = folders.get(at);
    if (!folder) break;
    path.unshift(folder.name);
    at = folder.parentId;
  }
  return path;
}
