import { type Database, sql } from '../../../core/api';
import { numberIn, type Raw } from './columns';
import type { LeftOut } from './legacy-source';

/** Rows that are listed of a table. */
const MOST = 10_000;

/** What hangs on the tickets of this installation, and stays with them. */
export async function ownLeftOut(database: Database): Promise<LeftOut[]> {
  const kinds = [
    [
      'core_file_node',
      'What lies in the trash is not taken over',
      sql`SELECT id FROM core_file_node WHERE entityType = 'LegacyTicket' AND trashedAt IS NOT NULL ORDER BY id LIMIT ${MOST}`,
    ],
    [
      'core_link',
      'Links of tickets are not taken over',
      sql`SELECT id FROM core_link WHERE fromType = 'LegacyTicket' OR toType = 'LegacyTicket' ORDER BY id LIMIT ${MOST}`,
    ],
    [
      'core_custom_value',
      'Custom fields of tickets are not taken over',
      sql`SELECT objectId AS id FROM core_custom_value WHERE typeName = 'LegacyTicket' ORDER BY objectId LIMIT ${MOST}`,
    ],
    [
      'tickets_rate',
      'Rates are kept where hours were billed by them, not by themselves',
      sql`SELECT id FROM tickets_rate ORDER BY id LIMIT ${MOST}`,
    ],
  ] as const;
  const found: LeftOut[] = [];
  for (const [table, reason, query] of kinds) {
    const rows = await query.run<Raw>(database);
    if (rows.length > 0) found.push({ table, reason, ids: rows.map((row) => numberIn(row, 'id')) });
  }
  return found;
}
