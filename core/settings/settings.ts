import type { Context } from '../auth/context';
import type { SecretKey } from '../config/secret-key';
import type { Database } from '../database/database';
import { sql } from '../database/sql';
import { type Action, DataType, type Operation } from '../jmap/data-type';
import { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import type { Properties, Property, Row } from '../jmap/property';
import type { Records } from '../jmap/records';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import type { Field } from './field';
import { ADMINISTER } from './permission';
import { Setting } from './setting.entity';

/** What settings need of the host. */
export interface SettingsHost {
  readonly database: Database;
  readonly records: Records;
  readonly secretKey: SecretKey;
}

/**
 * The settings of one module, declared once: the host stores and checks them, shows them as a panel under System
 * settings and as a JMAP singleton of the same name, and whoever needs them injects the class and reads:
 *
 *     const { autoReply } = await this.settings.read();
 */
export abstract class Settings<T extends object = object> extends DataType<Setting> {
  /** Title of the panel. */
  abstract readonly title: string;
  /** Setting → what it may be, in the words of {@link setting}. */
  abstract readonly fields: { readonly [K in keyof T]: Field };
  /** Whoever has this permission reads and changes them. */
  readonly permission: string = ADMINISTER;
  /** Tells several settings of one module apart: its second page is `sign-in`. */
  readonly page: string | null = null;
  /** Name of an icon of the shell; null for the module's. */
  readonly icon: string | null = null;
  /** Element of the module's own panels that is shown under the fields and is given what they hold (`record`), or null. */
  readonly companion: `${string}-${string}` | null = null;

  readonly entity = Setting;
  override readonly singleton = 'singleton';
  override readonly operations: readonly Operation[] = ['get', 'set', 'changes'];

  private module = '';
  private host!: SettingsHost;
  private declared: Properties | undefined;

  readonly access: Access<Setting> = {
    least: Level.read,
    where: (alias: string, context: Context) =>
      context.may(this.permission) ? `${alias}.module = '${this.module}'` : '1 = 0',
    audience: () => Promise.resolve([Audience.permitted(this.permission)]),
  };

  get properties(): Properties {
    this.declared ??= Object.fromEntries(
      this.entries().map(([name, field]) => [name, this.asProperty(name, field)] as const),
    );
    return this.declared;
  }

  /** The form's fields, in the words of `extjs-types`. */
  form(): readonly object[] {
    return this.entries().map(([name, { form }]) => ({ ...form, name }));
  }

  /** Checks what crosses settings. @throws SetError naming the setting */
  check(_values: Readonly<T>): void {
    return undefined;
  }

  /** All settings; what was never set, or may no longer be what it is, has its default. */
  async read(): Promise<T> {
    const { database } = this.host;
    const [row] = await database.kept(`settings ${this.module}`, () =>
      database.rows.read(Setting, sql`SELECT * FROM core_setting WHERE module = ${this.module}`),
    );
    return this.complete(row?.given ?? {});
  }

  /** Changes settings for one of the host's services. Needs a transaction. */
  async write(values: Partial<T>): Promise<void> {
    const { id, module, given } = await this.host.database.manager.findOneByOrFail(Setting, { module: this.module });
    const draft = new Draft({ id, module, given }, { id, module, given }, null);
    for (const [name, value] of Object.entries(values)) draft.extras.set(name, value);
    await this.host.records.save(this.name, draft);
  }

  /** Id of the panel that shows them. */
  get panel(): string {
    return `${this.module.replace(/^.*\./, '')}-settings`;
  }

  /** Called by the host when it binds the module. */
  attach(module: string, host: SettingsHost): void {
    this.module = this.page === null ? module : `${module}.${this.page}`;
    this.host = host;
  }

  /** Makes the row that holds them, unless it is there. */
  async prepare(): Promise<void> {
    const { database, records } = this.host;
    await database.transaction(async () => {
      const { module } = this;
      if (await database.manager.existsBy(Setting, { module })) return;
      await records.insert<Setting>(this.name, { module, given: {} });
    });
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    if (!context.may(this.permission)) throw SetError.forbidden('You may not change these settings');
  }

  override async saving(draft: Draft): Promise<void> {
    const given = { ...(draft.values['given'] as Setting['given']) };
    for (const [name, value] of draft.extras) {
      const field = this.field(name);
      if (draft.actor) await this.checkNamed(name, value, this.valueIn(given, name), draft.actor);
      const wire = field.property.format(value);
      given[name] =
        field.isSecret && typeof wire === 'string' ? this.host.secretKey.encrypt(this.place(name), wire) : wire;
    }
    this.check(this.complete(given));
    draft.values['given'] = given;
  }

  /** @throws SetError when the caller adds an object to a list that the caller does not see */
  private async checkNamed(name: string, value: unknown, before: unknown, actor: Context): Promise<void> {
    const { listsIdsOf } = this.field(name).property;
    if (listsIdsOf === null) return;
    const added = (value as number[]).filter((id) => !(before as number[]).includes(id));
    const seen = await this.host.records.visibleIds(listsIdsOf, added, actor);
    if (seen.size < added.length) throw SetError.invalid(name, 'must be a list of ids that exist');
  }

  private entries(): [string, Field][] {
    return Object.entries<Field>(this.fields);
  }

  private field(name: string): Field {
    const found = new Map(this.entries()).get(name);
    if (!found) throw new Error(`${this.name} has no setting ${name}`);
    return found;
  }

  /** A property whose value lies in the row's JSON instead of a column of its own. */
  private asProperty(name: string, { property, isSecret }: Field): Property {
    const { listsIdsOf } = property;
    const wireOf = async (row: Row, context: Context): Promise<unknown> => {
      if (isSecret) return null;
      const value = this.valueIn(row['given'], name);
      if (listsIdsOf === null) return property.format(value);
      const seen = await this.host.records.visibleIds(listsIdsOf, value as number[], context);
      return property.format((value as number[]).filter((id) => seen.has(id)));
    };
    return {
      ...property,
      stored: false,
      load: async (rows, context) =>
        new Map(await Promise.all(rows.map(async (row) => [row.id, await wireOf(row, context)] as const))),
    };
  }

  private complete(given: Setting['given']): T {
    return Object.fromEntries(this.entries().map(([name]) => [name, this.valueIn(given, name)])) as T;
  }

  private valueIn(given: unknown, name: string): unknown {
    const { property, isSecret } = this.field(name);
    const stored = new Map(Object.entries(given as Setting['given'])).get(name);
    if (isSecret) return typeof stored === 'string' ? this.host.secretKey.decrypt(this.place(name), stored) : null;
    const parsed = property.parse(stored ?? property.default);
    if ('value' in parsed) return parsed.value;
    const usual = property.parse(property.default);
    return 'value' in usual ? usual.value : null;
  }

  private place(name: string): string {
    return `core_setting|${this.module}|${name}`;
  }
}
