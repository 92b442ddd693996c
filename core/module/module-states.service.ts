import { createHash } from 'node:crypto';
import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Clock } from '../ports/clock';
import { Problem } from '../problem';
import type { Found } from './discovery';
import { ModuleState } from './module-state.entity';

/** The rows that say what is wanted of each module. All writes need a transaction. */
@injectable()
export class ModuleStates {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  async all(): Promise<ReadonlyMap<string, ModuleState>> {
    const rows = await this.database.manager.find(ModuleState, { order: { id: 'ASC' } });
    return new Map(rows.map((row) => [row.name, row]));
  }

  /** @throws Problem when there is no such module */
  async named(name: string): Promise<ModuleState> {
    const row = await this.database.manager.findOneBy(ModuleState, { name });
    if (!row) throw new Problem(`There is no module "${name.slice(0, 40)}"`, 404);
    return row;
  }

  /**
   * Makes rows for what was found, and forgets what was never installed and is gone.
   * @param installs says of what is new here whether it is to be installed
   */
  async record(found: readonly Found[], installs: (module: Found) => boolean): Promise<void> {
    const known = await this.all();
    for (const module of found) {
      if (!known.has(module.id)) await this.add(module.id, installs(module) ? 'installed' : 'absent');
    }
    const there = new Set(['core', ...found.map(({ id }) => id)]);
    for (const row of known.values()) {
      if (row.wanted === 'absent' && !there.has(row.name)) await this.records.destroy('Module', { id: row.id });
    }
  }

  async add(name: string, wanted: ModuleState['wanted']): Promise<void> {
    await this.records.insert<ModuleState>('Module', {
      name,
      wanted,
      installedVersion: '',
      installation: 0,
      contributes: { types: [], jobs: [] },
      error: null,
      changedAt: this.now(),
    });
  }

  /** Changes a row, when it differs. */
  async set(name: string, values: Partial<ModuleState>): Promise<void> {
    const row = await this.named(name);
    const isOther = Object.entries(values).some(
      ([key, value]) => JSON.stringify(row[key as keyof ModuleState]) !== JSON.stringify(value),
    );
    if (!isOther) return;
    const changedAt = values.wanted !== undefined && values.wanted !== row.wanted ? this.now() : row.changedAt;
    await this.records.update('Module', row.id, { ...values, changedAt });
  }

  private now(): Date {
    const now = this.clock.now();
    now.setUTCMilliseconds(0);
    return now;
  }
}

/** Equal for two lists of rows when a host made from the one need not be made anew for the other. */
export function fingerprint(states: Iterable<ModuleState>): string {
  const enabled = [...states].filter(({ wanted }) => wanted === 'enabled');
  const facts = enabled.map(({ name, installation }) => `${name} ${String(installation)}`).sort();
  return createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 8);
}
