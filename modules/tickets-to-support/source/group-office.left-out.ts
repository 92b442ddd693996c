import { numberIn, textIn } from './columns';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { LeftOut } from './legacy-source';

/** Rows that are listed of a table. */
const MOST = 10_000;

/** Rows about tickets that nothing here reads: they are told of one by one. */
export async function leftOutIn(tables: Tables, ask: Ask): Promise<LeftOut[]> {
  const found: LeftOut[] = [];
  const add = async (table: string, reason: string, statement: string): Promise<void> => {
    const rows = await ask(statement, [MOST]);
    if (rows.length > 0) found.push({ table, reason, ids: rows.map((row) => numberIn(row, 'id')) });
  };
  if (tables.has('fs_files', 'folder_id') && tables.has('ti_tickets', 'files_folder_id')) {
    const folders = 'SELECT files_folder_id FROM ti_tickets WHERE files_folder_id > 0';
    await add(
      'fs_files',
      'Files of tickets are not taken over',
      `SELECT id FROM fs_files WHERE folder_id IN (${folders}) LIMIT ?`,
    );
    await add(
      'fs_folders',
      'Folders of tickets are not taken over',
      `SELECT id FROM fs_folders WHERE parent_id IN (${folders}) LIMIT ?`,
    );
  }
  if (tables.has('go_links_ti_tickets'))
    await add(
      'go_links_ti_tickets',
      'Links of tickets are not taken over',
      'SELECT id FROM go_links_ti_tickets LIMIT ?',
    );
  if (tables.has('core_link', 'fromEntityTypeId') && tables.has('core_entity', 'name'))
    await add(
      'core_link',
      'Links of tickets are not taken over',
      "SELECT id FROM core_link WHERE fromEntityTypeId IN (SELECT id FROM core_entity WHERE name = 'Ticket') LIMIT ?",
    );
  if (tables.has('co_comments', 'model_type_id') && tables.has('go_model_types', 'model_name'))
    await add(
      'co_comments',
      'Comments beside the messages of a ticket are not taken over',
      "SELECT id FROM co_comments WHERE model_type_id IN (SELECT id FROM go_model_types WHERE model_name LIKE 'GO%Tickets%Ticket') LIMIT ?",
    );
  if (tables.has('comments_comment', 'entityTypeId') && tables.has('core_entity', 'name'))
    await add(
      'comments_comment',
      'Comments beside the messages of a ticket are not taken over',
      "SELECT id FROM comments_comment WHERE entityTypeId IN (SELECT id FROM core_entity WHERE name = 'Ticket') LIMIT ?",
    );
  if (tables.has('ti_rates'))
    await add(
      'ti_rates',
      'Rates are kept where hours were billed by them, not by themselves',
      'SELECT id FROM ti_rates LIMIT ?',
    );
  for (const [table, key] of [
    ['cf_ti_tickets', 'model_id'],
    ['ti_tickets_custom_fields', 'id'],
  ] as const) {
    if (!tables.has(table, key)) continue;
    const rows = await ask('SELECT * FROM ?? LIMIT ?', [table, MOST]);
    const ids = rows
      .filter((row) => Object.keys(row).some((column) => column !== key && !['', '0'].includes(textIn(row, column))))
      .map((row) => numberIn(row, key));
    if (ids.length > 0) found.push({ table, reason: 'Custom fields of tickets are not taken over', ids });
  }
  return found;
}
