import { LessThan } from 'typeorm';
import type { Database } from '../database/database';
import type { Row } from '../jmap/property';
import { type Records, ROW } from '../jmap/records';

/** Days that what people are told is kept, and how many of one person. */
const KEPT = { days: 90, perPerson: 1000 } as const;

/** Removed in one transaction. */
const BATCH = 500;

/** A type whose objects tell one person something: they have a `principalId`, and a column that says since when. */
interface Told {
  readonly type: string;
  readonly at: string;
}

/** Removes, in a transaction of its own, some of what is too old or more than one person will read. Answers how many went. */
export function expireSome(database: Database, records: Records, told: Told, now: Date): Promise<number> {
  return database.transaction(async () => {
    const old = await tooOld(records, told, now);
    const rows = old.length > 0 ? old : await surplus(records, told);
    await records.destroyAll(told.type, rows);
    return rows.length;
  });
}

function tooOld(records: Records, { type, at }: Told, now: Date): Promise<Row[]> {
  const before = new Date(now.getTime() - KEPT.days * 86_400_000);
  return records
    .unrestricted(type)
    .where({ [at]: LessThan(before) })
    .orderBy(`${ROW}.id`)
    .limit(BATCH)
    .getMany();
}

/** The oldest of somebody who has too many. */
async function surplus(records: Records, { type }: Told): Promise<Row[]> {
  const crowded = await records
    .unrestricted(type)
    .select(`${ROW}.principalId`, 'principalId')
    .addSelect('COUNT(*)', 'count')
    .groupBy(`${ROW}.principalId`)
    .having('COUNT(*) > :most', { most: KEPT.perPerson })
    .limit(1)
    .getRawOne<{ principalId: number; count: number }>();
  if (!crowded) return [];
  return records
    .unrestricted(type)
    .where({ principalId: crowded.principalId })
    .orderBy(`${ROW}.id`)
    .limit(Math.min(BATCH, Number(crowded.count) - KEPT.perPerson))
    .getMany();
}
