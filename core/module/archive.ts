import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from '../database/database';

/** Rows read at once. */
const PAGE = 500;

/**
 * Writes the rows of the tables into the folder, one JSON line per row and one file per table, so that what was deleted
 * can be looked at, or read back by a script.
 */
export async function archive(
  database: Database,
  tables: readonly string[],
  facts: Readonly<Record<string, unknown>>,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const table of tables) {
    const lines = Readable.from(linesOf(database, table));
    await pipeline(lines, createWriteStream(join(folder, `${table}.jsonl`), { mode: 0o600 }));
  }
  // Last: an archive without it is incomplete.
  await writeFile(join(folder, 'module.json'), `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
}

async function* linesOf({ manager, writer }: Database, table: string): AsyncGenerator<string> {
  const runner = writer.createQueryRunner();
  const keys = (await runner.getTable(table))?.primaryColumns.map(({ name }) => name) ?? [];
  await runner.release();
  for (let start = 0; ; start += PAGE) {
    const query = manager.createQueryBuilder().select('*').from(table, 't');
    query.orderBy(Object.fromEntries(keys.map((key) => [`t.${key}`, 'ASC' as const])));
    const rows = await query.limit(PAGE).offset(start).getRawMany<object>();
    for (const row of rows) yield `${JSON.stringify(row)}\n`;
    if (rows.length < PAGE) return;
  }
}
