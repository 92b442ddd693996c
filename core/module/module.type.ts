import { inject, injectable } from 'inversify';
import { Like } from 'typeorm';
import { administratorsOnly } from '../auth/administer';
import type { Context } from '../auth/context';
import { Directory } from '../auth/directory.service';
import { Permission } from '../auth/principal.entity';
import { Database } from '../database/database';
import { type Action, DataType, type Filters, type Operation, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { MethodError, SetError } from '../jmap/errors';
import { computed, integer, type Row, text } from '../jmap/property';
import { ADMINISTER } from '../settings/permission';
import { GrantedPrincipals, parseGrants } from './grants';
import type { ModuleManifest } from './manifest';
import { ModuleState } from './module-state.entity';
import { ModuleStates } from './module-states.service';
import { Modules } from './modules';
import { Translations } from './translations';

const STATES = ['absent', 'installed', 'enabled', 'disabled', 'deleting', 'failed'];

/**
 * A module as administrators see it. Its permissions are changed here; what takes more than a row (install, enable,
 * disable, delete) are methods of their own.
 */
@injectable()
export class ModuleType extends DataType<ModuleState> {
  readonly name = 'Module';
  readonly entity = ModuleState;
  readonly access = administratorsOnly;
  override readonly operations: readonly Operation[] = ['get', 'set', 'changes', 'query', 'queryChanges'];

  readonly properties = {
    name: text({ serverSet: true, max: 40 }),
    state: computed((rows) => each(rows, ({ wanted, error }) => (error === null ? wanted : 'failed'))),
    error: text({ serverSet: true, nullable: true, max: 10_000 }),
    installedVersion: text({ serverSet: true, max: 40 }),
    installation: integer({ serverSet: true }),
    title: computed((rows, context) =>
      this.each(rows, (manifest, name) => this.translations.of(name, context)(manifest?.title ?? name)),
    ),
    description: computed((rows, context) =>
      this.each(rows, (manifest, name) => this.translations.of(name, context)(manifest?.description ?? '')),
    ),
    icon: computed((rows) => this.each(rows, (manifest) => manifest?.icon ?? null)),
    version: computed((rows) => this.each(rows, (manifest) => manifest?.version ?? null)),
    requires: computed((rows) => this.each(rows, (manifest) => manifest?.requires ?? [])),
    requiredBy: computed((rows) => this.each(rows, (_manifest, name) => this.requiredBy(name))),
    permissions: computed((rows, context) =>
      this.each(rows, (manifest, name) => {
        const say = this.translations.of(name, context);
        const permissions = Object.entries(manifest?.permissions ?? {});
        return Object.fromEntries(permissions.map(([permission, title]) => [permission, say(title)]));
      }),
    ),
    grants: computed((rows) => this.grants(rows), { parse: parseGrants }),
    origin: computed((rows) => this.each(rows, (_manifest, name) => this.modules.originOf(name))),
  };

  override readonly filters: Filters = {
    state: (value, { row, bind }) => {
      if (!STATES.includes(value as string)) throw MethodError.invalidArguments('filter: there is no such state');
      return value === 'failed'
        ? `${row}.error IS NOT NULL`
        : `(${row}.error IS NULL AND ${row}.wanted = ${bind(value)})`;
    },
    text: (value, { row, bind }) => `${row}.name IN ${bind(['', ...this.matching(String(value))])}`,
  };
  override readonly sorts: Sorts = { name: '{row}.name' };

  constructor(
    @inject(Modules) private readonly modules: Modules,
    @inject(ModuleStates) private readonly states: ModuleStates,
    @inject(Directory) private readonly directory: Directory,
    @inject(Database) private readonly database: Database,
    @inject(GrantedPrincipals) private readonly granted: GrantedPrincipals,
    @inject(Translations) private readonly translations: Translations,
  ) {
    super();
  }

  override allow(action: Action, _draft: Draft, context: Context): void {
    if (action !== 'update' || !context.may(ADMINISTER))
      throw SetError.forbidden('Modules come and go by Module/install and Module/delete');
  }

  override async saving(draft: Draft): Promise<void> {
    const grants = draft.extras.get('grants') as ReadonlyMap<string, readonly number[]> | undefined;
    if (!grants || !draft.actor) return;
    const manifest = this.modules.get(String(draft.values['name']));
    // Checked before anything is stored; `saved` then stores.
    draft.extras.set('grants', await this.granted.groups(manifest, grants, draft.actor));
  }

  override async saved(draft: Draft): Promise<void> {
    const grants = draft.extras.get('grants') as ReadonlyMap<string, readonly number[]> | undefined;
    if (!grants) return;
    const name = String(draft.values['name']);
    const { wanted } = await this.states.named(name);
    if (wanted === 'absent' || wanted === 'deleting') throw SetError.invalid('grants', 'belong to an installed module');
    const now = await this.rowsOf(name);
    for (const { permission, groupId } of now) {
      if (!grants.get(permission.slice(name.length + 1))?.includes(groupId))
        await this.directory.revoke(permission, groupId);
    }
    for (const [permission, groups] of grants) {
      for (const groupId of groups) await this.directory.permit(`${name}:${permission}`, groupId);
    }
  }

  private rowsOf(name: string): Promise<Permission[]> {
    return this.database.manager.findBy(Permission, { permission: Like(`${name}:%`) });
  }

  /** Permission → principals that have it, as a set in JSON. */
  private async grants(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const shown = new Map<number, unknown>();
    for (const row of rows) {
      const name = String(row['name']);
      const grants: Record<string, Record<string, true>> = {};
      for (const permission of Object.keys(this.modules.get(name)?.permissions ?? {})) grants[permission] = {};
      for (const { permission, groupId } of await this.rowsOf(name)) {
        const key = permission.slice(name.length + 1);
        grants[key] = { ...grants[key], [String(await this.directory.principalOfGroup(groupId))]: true };
      }
      shown.set(row.id, grants);
    }
    return shown;
  }

  private requiredBy(name: string): string[] {
    return this.modules.found.filter(({ manifest }) => manifest?.requires.includes(name)).map(({ id }) => id);
  }

  /** Names of the modules in whose words the text occurs. */
  private matching(words: string): string[] {
    const wanted = words.trim().toLowerCase();
    const manifests = [this.modules.core, ...this.modules.found.flatMap(({ manifest }) => manifest ?? [])];
    return manifests
      .filter(({ id, title, description }) => `${id} ${title} ${description}`.toLowerCase().includes(wanted))
      .map(({ id }) => id);
  }

  private each(
    rows: readonly Row[],
    value: (manifest: ModuleManifest | undefined, name: string) => unknown,
  ): Promise<Map<number, unknown>> {
    return each(rows, ({ name }) => value(this.modules.get(name), name));
  }
}

function each(rows: readonly Row[], value: (state: ModuleState) => unknown): Promise<Map<number, unknown>> {
  return Promise.resolve(new Map(rows.map((row) => [row.id, value(row as unknown as ModuleState)])));
}
