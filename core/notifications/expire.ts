import { LessThan } from 'typeorm';
import type { Database } from '../database/database';
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
    const ids = old.length > 0 ? old : await surplus(records, told);
    for (const row of await records.load(told.type, ids)) await records.destroy(told.type, row);
    return ids.length;
  });
}

async function tooOld(records: Records, { type, at }: Told, now: Date): Promise<number[]> {
  const before = new Date(now.getTime() - KEPT.days * 86_400_000);
  const rows = await records
    .unrestricted(type)
    .where({ [at]: LessThan(before) })
    .orderBy(`${ROW}.id`)
    .limit(BATCH)
    .getMany();
  return rows.map(({ id }) => id);
}

/** The oldest of somebody who has too many. */
async function surplus(records: Records, { type }: Told): Promise<number[]> {
  const crowded = await records
    .unrestricted(type)
    .select(`${ROW}.principalId`, 'principalId')
    .addSelect('COUNT(*)', 'count')
    .groupBy(`${ROW}.principalId`)
    .having('COUNT(*) > :most', { most: KEPT.perPerson })
    .limit(1)
    .getRawOne<{ principalId: number; count: number }>();
  if (!crowded) return [];
  const rows = await records
    .unrestricted(type)
    .where({ principalId: crowded.principalId })
    .orderBy(`${ROW}.id`)
    .limit(Math.min(BATCH, Number(crowded.count) - KEPT.perPerson))
    .getMany();
  return rows.map(({ id }) => id);
}
