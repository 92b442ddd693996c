import type { Connection } from 'mysql2/promise';
import { type Columns, orphanAt, type Recipe, ticketAt } from './rows';
import { DESK, TABLES } from './tables';

/** Tickets whose rows are made at once. */
const BATCH = 500;

/** What was put into a source. */
export interface Generated {
  readonly tickets: number;
  readonly messages: number;
}

/**
 * Fills an empty schema with a Group-Office database of so many tickets, with every odd case that is known of one. The same
 * recipe always gives the same rows.
 * @param connection of mysql2, which must take several statements at once
 */
export async function generateSource(connection: Connection, recipe: Recipe): Promise<Generated> {
  await connection.query(TABLES);
  await connection.query("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
  await connection.query(DESK);
  let messages = 0;
  for (let from = 0; from < recipe.tickets; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, recipe.tickets - from) }, (_, at) => from + at);
    const made = numbers.map((n) => ticketAt(n, recipe));
    const said = numbers.flatMap((n, at) => [...(made[at]?.messages ?? []), ...orphanAt(n, recipe)]);
    messages += said.length;
    const rows = {
      ti_tickets: made.map(({ ticket }) => ticket),
      ti_messages: said,
      fs_folders: made.flatMap(({ folders }) => folders),
      fs_files: made.flatMap(({ files }) => files),
      cf_ti_tickets: made
        .filter((_, at) => at % 10 === 0)
        .map(({ ticket: { id } }) => ({ model_id: id, col_49: 'Press' })),
      go_links_ti_tickets: made.filter((_, at) => at % 50 === 0).map(({ ticket: { id } }) => linkOf(id)),
    };
    await connection.query('START TRANSACTION');
    for (const [table, some] of Object.entries(rows)) await insert(connection, table, some);
    await connection.query('COMMIT');
  }
  return { tickets: recipe.tickets, messages };
}

function linkOf(id: number): Columns {
  return { id, folder_id: 0, model_id: 1 + (id % 40), model_type_id: 2, description: '', ctime: 1_500_000_000 };
}

async function insert(connection: Connection, table: string, rows: readonly Columns[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  await connection.query('INSERT INTO ?? (??) VALUES ?', [
    table,
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  ]);
}
