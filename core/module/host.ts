import type { Container } from 'inversify';
import type { Database } from '../database/database';
import { JobRunner } from '../jobs/job-runner';
import { textOf } from '../problem';
import { Daemon } from './contract';
import { Contributions, type Kind } from './contributions';
import type { Ground } from './ground';
import { ModuleStates } from './module-states.service';
import type { Modules } from './modules';

/** One set of modules, bound together. It never changes: another set is another host, which takes over. */
export class Host {
  private isResting = false;

  constructor(
    readonly ground: Ground,
    private readonly container: Container,
    readonly modules: Modules,
  ) {}

  get<T>(type: Kind<T>): T {
    return this.container.get<T>(type as never);
  }

  all<T>(kind: Kind<T>): readonly T[] {
    return this.get(Contributions).all(kind);
  }

  get database(): Database {
    return this.ground.database;
  }

  /** True when this start made the database. */
  get isNew(): boolean {
    return this.ground.isNew;
  }

  /** Starts what runs by itself: daemons and jobs. A daemon that cannot start fails its module, not the host. */
  async run(): Promise<void> {
    const contributions = this.get(Contributions);
    for (const daemon of contributions.all(Daemon)) {
      try {
        await daemon.start();
      } catch (error) {
        const id = contributions.moduleOf(daemon);
        this.modules.set(id, 'enabled', textOf(error));
        this.ground.log.error({ module: id }, textOf(error));
      }
    }
    await this.recordErrors();
    this.get(JobRunner).start();
  }

  /** Ends what runs by itself; resolves when nothing of it runs any more. */
  async rest(): Promise<void> {
    if (this.isResting) return;
    this.isResting = true;
    await this.get(JobRunner).stop();
    for (const daemon of [...this.all(Daemon)].reverse()) {
      await daemon.stop().catch((error: unknown) => {
        this.ground.log.warn({ err: error }, 'A daemon did not stop cleanly');
      });
    }
  }

  /** Keeps why modules do not run where administrators look. */
  async recordErrors(): Promise<void> {
    const states = this.get(ModuleStates);
    const errors = new Map(this.modules.status().map(({ id, error }) => [id, error ?? null]));
    const changed = [...(await states.all()).values()].filter(
      ({ name, error }) => (errors.get(name) ?? null) !== error,
    );
    if (changed.length === 0) return;
    await this.database.transaction(async () => {
      for (const { name } of changed) await states.set(name, { error: errors.get(name) ?? null });
    });
  }
}
