import type { Database } from './database';
import { insertRows } from './insert-rows';
import type { ObjectChange, Told, UnitOfWork } from './unit-of-work';

/** Key under which the latest change of a type is kept for those who see everything. */
export const EVERYBODY = '*';

/**
 * Writes what a transaction changed into the change log. One account, one counter, one number for each object
 * change, taken under the counter's row lock: so numbers become visible in order, and any number is a legal state.
 */
export class ChangeLog {
  constructor(private readonly database: Database) {}

  /** Takes the counter's row lock, held until the transaction ends, and reads what stands beside it. */
  async lock(unit: UnitOfWork): Promise<void> {
    const statement = {
      sqlite: 'UPDATE core_account SET seq = seq WHERE id = 1 RETURNING seq, keptMark',
      mysql: 'SELECT seq, keptMark FROM core_account WHERE id = 1 FOR UPDATE',
    }[this.database.dialect];
    const [row] = await unit.manager.query<{ seq: number; keptMark: string | null }[]>(statement);
    unit.seq = Number(row?.seq ?? 0);
    unit.keptMark = row?.keptMark ?? null;
  }

  /** Gives every collected change its number and stores it; the collected changes are then forgotten. */
  async write(unit: UnitOfWork): Promise<void> {
    const changes = condense(unit.changes);
    const { accessChanges } = unit;
    const resync = [...new Set(unit.resync)];
    unit.changes = [];
    unit.accessChanges = [];
    unit.resync = [];
    const count = changes.length + accessChanges.length + resync.length;
    if (count === 0) return;
    let next = unit.seq;
    unit.seq += count;
    await unit.put('UPDATE core_account SET seq = ? WHERE id = 1', [unit.seq]);
    const rows = changes.map((change) => ({ ...change, seq: ++next }));
    await insertRows(
      unit,
      'core_change',
      ['seq', 'type', 'objectId', 'operation', 'audienceBefore', 'audienceAfter'],
      rows.map((c) => [c.seq, c.type, c.id, c.operation, c.before.join(' '), c.after.join(' ')]),
    );
    const audiences = rows.flatMap((c): Told[] =>
      [...new Set([...c.told, EVERYBODY])].map((key) => ({ type: c.type, id: c.id, key, seq: c.seq })),
    );
    await insertRows(
      unit,
      'core_change_audience',
      ['type', 'audience', 'seq'],
      audiences.filter((a) => a.key !== EVERYBODY).map((a) => [a.type, a.key, a.seq]),
    );
    await this.remember(unit, audiences);
    await insertRows(
      unit,
      'core_access_change',
      ['seq', 'userId', 'aclId', 'wasLevel', 'wasOrganisationId'],
      accessChanges.map((a) => [++next, a.userId, a.aclId, a.wasLevel, a.wasOrganisationId]),
    );
    for (const userId of resync) await this.raiseFloor(unit, userId, ++next);
    unit.told = [...unit.told, ...audiences];
    unit.movesAccess ||= accessChanges.length + resync.length > 0;
  }

  /** Keeps the latest number per type and audience: what a user's state is read from. */
  private async remember(unit: UnitOfWork, audiences: readonly Told[]): Promise<void> {
    const latest = new Map(audiences.map((a) => [`${a.type} ${a.key}`, [a.type, a.key, a.seq]]));
    const end = {
      sqlite: 'ON CONFLICT (type, audience) DO UPDATE SET seq = excluded.seq',
      mysql: 'ON DUPLICATE KEY UPDATE seq = VALUES(seq)',
    }[this.database.dialect];
    await insertRows(unit, 'core_audience_state', ['type', 'audience', 'seq'], [...latest.values()], end);
  }

  private async raiseFloor(unit: UnitOfWork, userId: number, seq: number): Promise<void> {
    const end = {
      sqlite: 'ON CONFLICT (userId) DO UPDATE SET seq = excluded.seq',
      mysql: 'ON DUPLICATE KEY UPDATE seq = VALUES(seq)',
    }[this.database.dialect];
    await insertRows(unit, 'core_sync_floor', ['userId', 'seq'], [[userId, seq]], end);
  }
}

/** One change per object: what it was before the first, what it is after the last, and the net operation. */
function condense(changes: readonly ObjectChange[]): ObjectChange[] {
  const merged = new Map<string, ObjectChange>();
  for (const change of changes) {
    const key = `${change.type} ${String(change.id)}`;
    const first = merged.get(key);
    if (!first) {
      merged.set(key, change);
      continue;
    }
    merged.delete(key);
    if (first.operation === 'c' && change.operation === 'd') continue;
    // What its creation itself causes may be collected before the creation.
    const isNew = first.operation === 'c' || change.operation === 'c';
    const operation = isNew ? 'c' : change.operation;
    const before = isNew ? [] : first.before;
    merged.set(key, { ...change, operation, before, told: [...first.told, ...change.told] });
  }
  return [...merged.values()];
}
