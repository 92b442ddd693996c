import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { SetError } from '../jmap/errors';
import { Types } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { ADMINISTER } from '../settings/permission';
import { CustomField, CustomFieldSet } from './custom-field.entity';
import { type Definition, expressionsOf, isNamable, namesIn, type Stated } from './definition';
import { FieldKind } from './field-kind';

/** What fields there are. Fields of a kind whose module does not run are as if absent. */
@injectable()
export class Definitions {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {}

  kinds(): readonly FieldKind[] {
    return this.contributions.all(FieldKind);
  }

  kind(name: string): FieldKind | undefined {
    return this.kinds().find((kind) => kind.name === name);
  }

  /** Definitions of a type in their order. */
  of(type: string): Promise<readonly Definition[]> {
    const tables = ['core_custom_field_set', 'core_custom_field'];
    const name = `fields of ${type}`;
    return this.database.once(tables, name, async () => {
      const { sets, fields } = await this.database.kept(name, () => this.read(type));
      return sets.flatMap((set) =>
        fields.flatMap((field) => {
          const kind = field.fieldSetId === set.id ? this.kind(field.kind) : undefined;
          return kind ? [{ field, set, kind }] : [];
        }),
      );
    });
  }

  /** Without their kinds, which come and go with modules. */
  private async read(type: string): Promise<{ sets: CustomFieldSet[]; fields: CustomField[] }> {
    const { rows } = this.database;
    const sets = await rows.read(
      CustomFieldSet,
      sql`SELECT * FROM core_custom_field_set WHERE type = ${type} ORDER BY sortOrder, id`,
    );
    if (sets.length === 0) return { sets, fields: [] };
    const ids = sets.map(({ id }) => id);
    const fields = await rows.read(
      CustomField,
      sql`SELECT * FROM core_custom_field WHERE fieldSetId IN (${ids}) ORDER BY sortOrder, id`,
    );
    return { sets, fields };
  }

  /** One by its key, if the caller may know of it. */
  async find(type: string, key: string, context: Context): Promise<Definition | null> {
    const found = (await this.of(type)).find(({ field }) => field.key === key);
    return found && mayKnow(found.set, context) ? found : null;
  }

  /**
   * Checks that every condition and formula of a type names what there is, and that nothing which customers see
   * depends on what they do not: they would learn it by the difference.
   * @param changed what is being stored; its own faults are named by property
   * @throws SetError invalidProperties
   */
  async check(type: string, changed: CustomField | CustomFieldSet, without?: CustomField): Promise<void> {
    // While the type's module does not run nothing can be named, and nobody is shown a value.
    if (!this.types.names().includes(type)) return;
    const definitions = (await this.of(type)).filter(({ field }) => field.id !== without?.id);
    const byKey = new Map(definitions.map((definition) => [definition.field.key, definition]));
    // A set says when it is shown before it has fields.
    const own: Stated[] =
      'showWhen' in changed ? [{ property: 'showWhen', owner: changed, text: changed.showWhen }] : [];
    const alone = own
      .filter(({ text }) => text.trim() !== '')
      .map((stated) => ({ stated, set: own[0]?.owner as CustomFieldSet }));
    const all = definitions.flatMap((definition) =>
      expressionsOf(definition).map((stated) => ({ stated, set: definition.set })),
    );
    for (const { stated, set } of [...alone, ...all]) {
      const fault = this.fault(type, stated, set, byKey);
      if (fault === null) continue;
      const isOwn = stated.owner.id === changed.id && 'fieldSetId' in stated.owner === 'fieldSetId' in changed;
      if (isOwn && !without) throw SetError.invalid(stated.property, fault);
      throw SetError.of('invalidProperties', `${stated.property} of "${stated.owner.name}" then ${fault}`);
    }
  }

  private fault(
    type: string,
    stated: Stated,
    set: CustomFieldSet,
    byKey: ReadonlyMap<string, Definition>,
  ): string | null {
    const names = namesIn(stated);
    if ('fault' in names) return names.fault;
    for (const name of names) {
      const field = byKey.get(name);
      const property = this.types.get(type).properties.get(name)?.property;
      const isFormula = stated.property === 'options';
      const isKnown = field
        ? !(isFormula && field.kind.isComputed)
        : !isFormula && property !== undefined && isNamable(property);
      if (!isKnown) {
        return `names "${name}", which is ${isFormula ? 'no other field with a value of its own' : 'neither a field nor a property'}`;
      }
      const isPrivate = field ? !field.set.forCustomers : property?.agentsOnly === true;
      if (set.forCustomers && isPrivate) return `names "${name}", which customers are not shown`;
    }
    return null;
  }
}

/** Members of Internal know all fields; others those that are for customers. */
export function mayKnow(set: Pick<CustomFieldSet, 'forCustomers'>, context: Context): boolean {
  return set.forCustomers || context.isInternal || context.may(ADMINISTER);
}
