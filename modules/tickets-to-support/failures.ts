import { Problem } from '../../core/api';

/** What our own database says when there is no room left: SQLite, and MariaDB by its disk or by its table space. */
const FULL = new Set(['SQLITE_FULL', 'ER_DISK_FULL', 'ER_RECORD_FILE_FULL']);
const STAYS = 'what was brought until then stays, and the next run goes on from there';

/** A failure of our own database in a sentence, without its own words; anything else as it is. */
export function told(error: unknown): unknown {
  const { code } = (error as { driverError?: { code?: unknown } } | null)?.driverError ?? {};
  if (typeof code !== 'string') return error;
  if (FULL.has(code)) return new Problem(`The disk is full, so the database takes nothing more: ${STAYS}`, 507);
  return new Problem(`The database of this installation could not be used (${code}): ${STAYS}`, 500);
}
