import { Entity } from 'typeorm';
import type { Random } from '../ports/random';
import { Instant, TextKey } from './columns';
import type { Connections } from './connections';
import { migrationsIn, Schema } from './migration';

/** A migration that has run to its end. */
@Entity('core_migration')
export class Migrated {
  /** `module:verb-noun-<13 digits>`. */
  @TextKey() name!: string;
  @Instant() ranAt!: Date;
}

/**
 * Runs the migrations of one module that have not run yet, oldest first. Killed at any point it is run again: each
 * step looks whether it was done. Of several nodes starting at once, one migrates and the others wait.
 */
export async function migrate(
  { writer, dialect }: Connections,
  module: string,
  folder: string,
  now: Date,
): Promise<string[]> {
  const runner = writer.createQueryRunner();
  const ran: string[] = [];
  try {
    if (dialect === 'mysql') await runner.query("SELECT GET_LOCK('groupware-migrate', 120)");
    const schema = new Schema(runner, dialect);
    if (!(await schema.hasTable('core_migration')))
      await schema.createTable('core_migration', [schema.column.textKey('name'), schema.column.instant('ranAt')]);
    const done = new Set((await runner.manager.find(Migrated)).map((row) => row.name));
    for (const { name, up } of migrationsIn(module, folder)) {
      if (done.has(name)) continue;
      await up(schema);
      await runner.manager.insert(Migrated, { name, ranAt: now });
      ran.push(name);
    }
    return ran;
  } finally {
    if (dialect === 'mysql') await runner.query("SELECT RELEASE_LOCK('groupware-migrate')").catch(() => undefined);
    await runner.release();
  }
}

/** True until {@link createAccount} has run to its end. */
export async function isNewDatabase({ writer }: Connections): Promise<boolean> {
  const [row] = await writer.query<unknown[]>('SELECT id FROM core_account WHERE id = 1');
  return row === undefined;
}

/** Makes the account's counter on a new database. */
export async function createAccount({ writer }: Connections, random: Random): Promise<void> {
  await writer.query('INSERT INTO core_account (id, epoch, seq) VALUES (1, ?, 0)', [newEpoch(random)]);
}

/** What tells the states of this database from those of any other. */
export function newEpoch(random: Random): string {
  return random.bytes(6).toString('hex');
}
