import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import { fault } from '../ports/fault';
import { Contributions } from './contributions';
import type { ModuleState } from './module-state.entity';
import { ModuleStates } from './module-states.service';
import { Purge } from './purge.entity';
import { TypeKeeper } from './type-keeper';

/** Sees to it that what modules keep about the objects of a deleted module goes with them. */
@injectable()
export class Purges {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(ModuleStates) private readonly states: ModuleStates,
  ) {}

  /** Notes that all other modules that are there have to forget the types of this one. Needs a transaction. */
  async plan({ name, contributes }: ModuleState, states: Iterable<ModuleState>): Promise<void> {
    const { manager } = this.database;
    await manager.delete(Purge, { module: name });
    for (const { name: module, wanted } of states) {
      if (module === name || wanted === 'absent') continue;
      for (const type of contributes.types) await manager.upsert(Purge, { module, type }, ['module', 'type']);
    }
  }

  /** Lets a module that runs forget what it has to; the rest of an interrupted work is done by the next start. */
  async run(module: string): Promise<void> {
    const keepers = this.contributions
      .all(TypeKeeper)
      .filter((keeper) => this.contributions.moduleOf(keeper) === module);
    for (const { type } of await this.database.manager.findBy(Purge, { module })) {
      for (const keeper of keepers) {
        for (let hasMore = true; hasMore; ) {
          hasMore = await this.database.transaction(() => keeper.purge(type));
          fault('core.start.purged');
        }
      }
      await this.database.transaction(() => this.done(module, type));
    }
  }

  /**
   * What a module kept was itself found, shared or linked. The core, which is asked after the others, forgets that too;
   * unless the type is there again, and what the core keeps is of its new objects.
   */
  private async done(module: string, type: string): Promise<void> {
    const { manager } = this.database;
    await manager.delete(Purge, { module, type });
    const states = [...(await this.states.all()).values()];
    const isBack = states.some(({ contributes }) => contributes.types.includes(type));
    if (module !== 'core' && !isBack) await manager.upsert(Purge, { module: 'core', type }, ['module', 'type']);
  }

  /** One of these modules that has not forgotten one of these types, or null. */
  async unfinished(modules: readonly string[], types: readonly string[]): Promise<Purge | null> {
    return this.database.manager.findOneBy(Purge, { module: In([...modules]), type: In([...types]) });
  }
}
