import { join } from 'node:path';
import { inject, injectable } from 'inversify';
import { Directory } from '../auth/directory.service';
import { Configuration } from '../config/config';
import { Database } from '../database/database';
import { Clock } from '../ports/clock';
import { Log } from '../ports/log';
import { delay } from '../ports/timers';
import { Problem, textOf } from '../problem';
import { archive } from './archive';
import type { ModuleState, Wanted } from './module-state.entity';
import { ModuleStates } from './module-states.service';
import { Modules } from './modules';
import { Program } from './program';
import { Removal } from './removal.service';

/** Milliseconds within which every other program on the same data has taken over a change, with some to spare. */
const OTHERS_FOLLOW = 6_000;

/** Permission of a module (`use`) → groups that get it. */
export type Grants = ReadonlyMap<string, readonly number[]>;

/** Installs, enables, disables and deletes modules of the running program. One change at a time, on all nodes. */
@injectable()
export class Lifecycle {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(ModuleStates) private readonly states: ModuleStates,
    @inject(Modules) private readonly modules: Modules,
    @inject(Directory) private readonly directory: Directory,
    @inject(Removal) private readonly removal: Removal,
    @inject(Program) private readonly program: Program,
    @inject(Clock) private readonly clock: Clock,
    @inject(Log) private readonly log: Log,
    @inject(Configuration) private readonly configuration: Configuration,
  ) {}

  /** @throws Problem when it is no absent module, a requirement is missing, or it does not start: nothing is kept then */
  install(name: string, grants: Grants): Promise<void> {
    return this.program.exclusively(async () => {
      const row = await this.known(name, ['absent'], 'installed');
      await this.needRequirements(name);
      await this.database.transaction(async () => {
        await this.states.set(name, { wanted: 'installed' });
        for (const [permission, groups] of grants) {
          for (const groupId of groups) await this.directory.permit(`${name}:${permission}`, groupId);
        }
      });
      await this.orUndo(name, async () => {
        await this.want(row, 'deleting');
      });
    });
  }

  /** @throws Problem when it is not disabled, a requirement is missing, or it does not start: it stays disabled then */
  enable(name: string): Promise<void> {
    return this.program.exclusively(async () => {
      const row = await this.known(name, ['disabled', 'enabled', 'installed'], 'enabled');
      await this.needRequirements(name);
      if (row.wanted === 'disabled') await this.want(row, 'enabled');
      await this.orUndo(name, async () => {
        await this.want(row, row.wanted);
      });
    });
  }

  /** Its data stays. @throws Problem when it is not enabled, or another enabled module requires it */
  disable(name: string): Promise<void> {
    return this.program.exclusively(async () => {
      const row = await this.known(name, ['enabled'], 'disabled');
      await this.needNobody(name, ['enabled', 'installed'], 'disabled');
      await this.want(row, 'disabled');
      await this.program.reload();
    });
  }

  /**
   * Removes a disabled module with all its data.
   * @returns the folder of the archive, when one was asked for
   * @throws Problem when it still runs, or another installed module requires it
   */
  delete(name: string, options: { readonly archive: boolean }): Promise<string | null> {
    return this.program.exclusively(async () => {
      const row = await this.known(name, ['disabled', 'enabled', 'installed'], 'deleted');
      if (this.modules.isRunning(name)) throw new Problem(`Module ${name} runs; disable it first`);
      await this.needNobody(name, ['enabled', 'installed', 'disabled'], 'deleted');
      await this.program.settled();
      if (!this.program.isAlone) await this.letOthersFollow(row);
      const folder = options.archive ? await this.archive(row) : null;
      await this.want(row, 'deleting');
      await this.program.reload();
      return folder;
    });
  }

  private async archive({ name, installedVersion }: ModuleState): Promise<string> {
    const contents = await this.removal.contents(name);
    const now = this.clock.now().toISOString();
    const folder = join(this.configuration.data, 'archives', `${name}-${now.replace(/[^\dT]/g, '').slice(0, 15)}`);
    const tables = contents.tables.map((table) => table.name);
    await archive(this.database, tables, { id: name, version: installedVersion, archivedAt: now, ...contents }, folder);
    return folder;
  }

  /** Runs the program with the module as it is wanted now; when that fails, takes the wish back. */
  private async orUndo(name: string, undo: () => Promise<void>): Promise<void> {
    try {
      await this.program.reload(name);
    } catch (error) {
      await undo();
      await this.program.reload();
      this.log.error({ module: name }, textOf(error));
      throw error;
    }
  }

  private async want({ name }: ModuleState, wanted: Wanted): Promise<void> {
    await this.database.transaction(() => this.states.set(name, { wanted, error: null }));
  }

  /** @throws Problem unless the module is in one of these states */
  private async known(name: string, states: readonly Wanted[], become: string): Promise<ModuleState> {
    const row = await this.states.named(name);
    if (name === 'core') throw new Problem(`The core cannot be ${become}`);
    if (!states.includes(row.wanted)) throw new Problem(`Module ${name} is ${row.wanted}, so it cannot be ${become}`);
    return row;
  }

  private async needRequirements(name: string): Promise<void> {
    const found = this.program.discover().find(({ id }) => id === name);
    if (!found?.manifest || found.problem !== null) throw new Problem(found?.problem ?? `Module ${name} is gone`);
    const rows = await this.states.all();
    const missing = found.manifest.requires.find((id) => rows.get(id)?.wanted !== 'enabled');
    if (missing !== undefined) throw new Problem(`Module ${name} requires ${missing}, which is not enabled`);
  }

  private async needNobody(name: string, states: readonly Wanted[], become: string): Promise<void> {
    const rows = await this.states.all();
    const dependents = this.program
      .discover()
      .filter(
        ({ id, manifest }) => manifest?.requires.includes(name) && states.includes(rows.get(id)?.wanted ?? 'absent'),
      );
    if (dependents.length === 0) return;
    const names = dependents.map(({ id }) => id).join(', ');
    throw new Problem(`Module ${name} cannot be ${become}: required by ${names}`);
  }

  /** Another program may still run what was disabled a moment ago, and would lose requests on its tables. */
  private async letOthersFollow({ changedAt }: ModuleState): Promise<void> {
    await delay(Math.max(0, changedAt.getTime() + OTHERS_FOLLOW - this.clock.now().getTime()));
  }
}
