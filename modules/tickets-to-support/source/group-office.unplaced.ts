import { numberIn, textIn } from './columns';
import { COLUMNS, reasonOf } from './group-office.columns';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { Unplaced } from './legacy-fields';

/** Rows that are listed of a column. */
const MOST = 10_000;

/** What stands in columns that have no place here, row by row. */
export async function unplacedIn(tables: Tables, ask: Ask): Promise<Unplaced[]> {
  const addresses = new Map(
    (await tables.all('em_accounts')).map((row) => [textIn(row, 'id'), textIn(row, 'username')]),
  );
  const found: Unplaced[] = [];
  for (const table of Object.keys(COLUMNS).filter((name) => tables.has(name, 'id'))) {
    for (const column of tables.columnNames(table)) {
      const noPlace = reasonOf(table, column);
      if (!noPlace) continue;
      const rows = await ask(
        "SELECT id, ?? AS held FROM ?? WHERE ?? IS NOT NULL AND CAST(?? AS CHAR) NOT IN ('', '0') ORDER BY id LIMIT ?",
        [...[column, table, column, column], MOST],
      );
      for (const row of rows) {
        const value = textIn(row, 'held');
        if (value.trim() === '' || Number(value) === 0 || value === noPlace.usual) continue;
        const shown = column === 'email_account_id' ? (addresses.get(value) ?? value) : value;
        found.push({ table, id: numberIn(row, 'id'), column, reason: noPlace.reason, value: shown });
      }
    }
  }
  if (tables.has('ti_types', 'custom_sender_field', 'sender_name')) {
    const rows = await ask(
      "SELECT id, sender_name AS held FROM ti_types WHERE custom_sender_field = 0 AND sender_name NOT IN ('', '0') ORDER BY id",
    );
    const reason = 'The name was not in use';
    for (const row of rows)
      found.push({
        table: 'ti_types',
        id: numberIn(row, 'id'),
        column: 'sender_name',
        reason,
        value: textIn(row, 'held'),
      });
  }
  return [...found, ...(await filesOfNotes(tables, ask))];
}

/** Files and labels of the comments module's entries about tickets. */
async function filesOfNotes(tables: Tables, ask: Ask): Promise<Unplaced[]> {
  const found: Unplaced[] = [];
  const add = async (table: string, column: string, reason: string): Promise<void> => {
    if (!tables.has(table, 'commentId', column) || !tables.has('comments_comment', 'entityTypeId')) return;
    const rows = await ask(
      "SELECT a.commentId AS id, a.?? AS held FROM ?? a JOIN comments_comment c ON c.id = a.commentId WHERE c.entityTypeId IN (SELECT id FROM core_entity WHERE name = 'Ticket') LIMIT ?",
      [column, table, MOST],
    );
    for (const row of rows) found.push({ table, id: numberIn(row, 'id'), column, reason, value: textIn(row, 'held') });
  };
  await add('comments_comment_attachment', 'name', 'Files of comments beside the messages are not taken over');
  await add('comments_comment_label', 'labelId', 'Comments have no labels');
  return found;
}
