import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { byText } from '../jmap/collation';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { boolean, integer, type Row, text } from '../jmap/property';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { ADMINISTER } from '../settings/permission';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { CustomField, CustomFieldSet } from './custom-field.entity';
import { PROPERTY } from './definition';
import { Definitions, mayKnow } from './definitions.service';
import { FieldValues } from './field-values.service';

/** Audience keys of those who may know of a set and its fields; see {@link mayKnow}. */
export function audienceOf({ forCustomers }: Pick<CustomFieldSet, 'forCustomers'>): string[] {
  const keys = [Audience.internal, Audience.permitted(ADMINISTER)];
  return forCustomers ? [...keys, Audience.everybody] : keys;
}

/** Condition for the same on a set called `alias`. */
export function knows(alias: string, context: Context): string {
  const knowsAll = mayKnow({ forCustomers: false }, context);
  return knowsAll ? '1 = 1' : `${alias}.forCustomers = 1`;
}

export function allowAdministrators(context: Context): void {
  if (!context.may(ADMINISTER)) throw SetError.forbidden('Custom fields are changed by those who administer the host');
}

/**
 * Sets of custom fields. `showWhen` says for which objects of the type the fields are asked for (`taskListId = 3`).
 * Sets that are not `forCustomers` are known to members of Internal, and their values shown to those who may read the
 * whole object.
 */
@injectable()
export class CustomFieldSetType extends DataType<CustomFieldSet> {
  readonly name = 'CustomFieldSet';
  readonly entity = CustomFieldSet;

  readonly access: Access<CustomFieldSet> = {
    least: Level.read,
    where: (alias, context) => knows(alias, context),
    audience: (row) => Promise.resolve(audienceOf(row)),
  };

  readonly properties = {
    type: text({ required: true, immutable: true, max: 60 }),
    name: text({ required: true }),
    description: text({ max: 1000 }),
    sortOrder: integer(),
    showWhen: text({ max: 2000 }),
    forCustomers: boolean(),
  };

  override readonly filters: Filters = { type: (value, { row, bind }) => `${row}.type = ${bind(String(value))}` };
  override readonly sorts: Sorts = { name: byText('{row}.name'), sortOrder: '{row}.sortOrder' };
  override readonly contentsArgument = 'onDestroyRemoveValues';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
    @inject(FieldValues) private readonly values: FieldValues,
  ) {
    super();
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    allowAdministrators(context);
  }

  override saving({ values }: Draft): void {
    const type = String(values['type']);
    const has = this.types.names().includes(type) && this.types.get(type).keepers.has(PROPERTY);
    if (!has) throw SetError.invalid('type', 'is no type that can have custom fields');
  }

  override async saved(draft: Draft): Promise<void> {
    const set = draft.values as unknown as CustomFieldSet;
    await this.definitions.check(set.type, set);
    if (draft.isNew || !draft.changed('forCustomers')) return;
    for (const definition of await this.definitions.of(set.type)) {
      if (definition.set.id === set.id) await this.values.retell(definition);
    }
  }

  override async destroying({ id }: Row, withContents: boolean): Promise<void> {
    const { manager } = this.database;
    // What goes together may name each other.
    await manager.update(CustomFieldSet, id, { showWhen: '' });
    await manager.update(CustomField, { fieldSetId: id }, { hiddenWhen: '', requiredWhen: '' });
    const fields = await manager.find(CustomField, { where: { fieldSetId: id }, order: { id: 'ASC' } });
    const computedFirst = [...fields].sort((a, b) => this.rank(a) - this.rank(b));
    for (const field of await this.records.load(
      'CustomField',
      computedFirst.map((field) => field.id),
    )) {
      await this.records.destroy('CustomField', field, withContents);
    }
  }

  private rank({ kind }: CustomField): number {
    return this.definitions.kind(kind)?.isComputed === true ? 0 : 1;
  }
}
