import { inject, injectable } from 'inversify';
import { Like, type QueryRunner } from 'typeorm';
import { Directory } from '../auth/directory.service';
import { Permission } from '../auth/principal.entity';
import { AudienceState, Change, ChangeAudience } from '../database/account.entity';
import { Database } from '../database/database';
import { Migrated } from '../database/migrate';
import { JobState } from '../jobs/job-state.entity';
import { Notification, NotificationChoice } from '../notifications/notification.entity';
import { fault } from '../ports/fault';
import { Setting } from '../settings/setting.entity';
import { Acl, AclGroup } from '../sharing/acl.entity';
import type { ModuleState } from './module-state.entity';
import { ModuleStates } from './module-states.service';
import { Modules } from './modules';
import { Purges } from './purges.service';

/** What goes when a module is deleted. */
export interface Contents {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly grants: number;
  readonly jobs: readonly string[];
  readonly types: readonly string[];
}

/** Everything that a module has in the database, and its removal. Works also when its code is gone. */
@injectable()
export class Removal {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(ModuleStates) private readonly states: ModuleStates,
    @inject(Modules) private readonly modules: Modules,
    @inject(Purges) private readonly purges: Purges,
  ) {}

  async contents(name: string): Promise<Contents> {
    const { contributes } = await this.states.named(name);
    const tables = [];
    for (const table of await this.tablesOf(name)) {
      const count = this.database.manager.createQueryBuilder().select('COUNT(*)', 'rows').from(table, 't');
      const found = await count.getRawOne<{ rows: number }>();
      tables.push({ name: table, rows: Number(found?.rows ?? 0) });
    }
    const grants = await this.database.manager.countBy(Permission, { permission: Like(`${name}:%`) });
    return { tables, grants, jobs: contributes.jobs, types: contributes.types };
  }

  /** Ends deletions that were begun; killed in between, the next start does. */
  async finish(): Promise<void> {
    for (const row of (await this.states.all()).values()) if (row.wanted === 'deleting') await this.remove(row);
  }

  /**
   * Removes all that is left of a module that does not run. Each step may be done again: MariaDB commits every DROP by
   * itself, so it is the row, cleared last, that says whether it is over.
   */
  private async remove(state: ModuleState): Promise<void> {
    const { name, contributes } = state;
    const tables = await this.tablesOf(name);
    await this.database.transaction(async () => {
      const { manager } = this.database;
      for (const { permission, groupId } of await manager.findBy(Permission, { permission: Like(`${name}:%`) })) {
        await this.directory.revoke(permission, groupId);
      }
      for (const table of tables) await this.dropAclsOf(table);
      await manager.delete(Setting, [{ module: name }, { module: Like(`${name}.%`) }]);
      await manager.delete(JobState, { module: name });
      // Nobody sees any more what it told people.
      for (const told of [Notification, NotificationChoice]) await manager.delete(told, { kind: Like(`${name}.%`) });
      for (const type of contributes.types) {
        for (const log of [Change, ChangeAudience, AudienceState]) await manager.delete(log, { type });
      }
    });
    fault('core.start.removing');
    for (const table of tables) {
      await this.withRunner((runner) => runner.dropTable(table, true));
      fault('core.start.dropped');
    }
    await this.database.transaction(async () => {
      await this.database.manager.delete(Migrated, { name: Like(`${name}:%`) });
      await this.purges.plan(state, (await this.states.all()).values());
      await this.states.set(name, {
        wanted: 'absent',
        installedVersion: '',
        contributes: { types: [], jobs: [] },
        error: null,
      });
      await this.states.record(this.modules.found, () => false);
    });
  }

  /** A table belongs to the module whose id begins its name; of `mail` and `mail-rules`, the longer. */
  private async tablesOf(name: string): Promise<string[]> {
    const all = await this.database.manager.query<{ name: string }[]>(
      this.database.dialect === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, name"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name',
    );
    const prefixes = [...(await this.states.all()).keys()].map(prefixOf).sort((a, b) => b.length - a.length);
    const owner = (table: string): string | undefined => prefixes.find((prefix) => table.startsWith(prefix));
    return all.map((row) => row.name).filter((table) => owner(table) === prefixOf(name));
  }

  private async dropAclsOf(table: string): Promise<void> {
    if (!(await this.withRunner((runner) => runner.hasColumn(table, 'aclId')))) return;
    const { manager } = this.database;
    const rows = await manager.createQueryBuilder().select('t.aclId', 'aclId').from(table, 't').getRawMany<AclGroup>();
    for (const { aclId } of rows) {
      await manager.delete(AclGroup, { aclId });
      await manager.delete(Acl, { id: aclId });
    }
  }

  private async withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.database.writer.createQueryRunner();
    try {
      return await work(runner);
    } finally {
      await runner.release();
    }
  }
}

function prefixOf(module: string): string {
  return `${module.replaceAll('-', '_')}_`;
}
