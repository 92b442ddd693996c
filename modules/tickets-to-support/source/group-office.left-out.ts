import { numberIn } from './columns';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { LeftOut } from './legacy-source';

/** Rows that are listed of a table. */
const MOST = 10_000;

/**
 * Rows about tickets that nothing here reads: they are told of one by one.
 * @param readsFiles it was said where the files are
 */
export async function leftOutIn(tables: Tables, ask: Ask, readsFiles: boolean): Promise<LeftOut[]> {
  const found: LeftOut[] = [];
  const add = async (table: string, reason: string, statement: string): Promise<void> => {
    const rows = await ask(statement, [MOST]);
    if (rows.length > 0) found.push({ table, reason, ids: rows.map((row) => numberIn(row, 'id')) });
  };
  if (!readsFiles && tables.has('fs_files', 'folder_id') && tables.has('ti_tickets', 'files_folder_id')) {
    const folders = 'SELECT files_folder_id FROM ti_tickets WHERE files_folder_id > 0';
    await add(
      'fs_files',
      'Files of tickets are not taken over without --files',
      `SELECT id FROM fs_files WHERE folder_id IN (${folders}) LIMIT ?`,
    );
    await add(
      'fs_folders',
      'Folders of tickets are not taken over without --files',
      `SELECT id FROM fs_folders WHERE parent_id IN (${folders}) LIMIT ?`,
    );
  }
  return found;
}
