import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { KEYWORDS } from '../conditions/api';
import { Database } from '../database/database';
import { byText } from '../jmap/collation';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import { type Draft, isSame } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { boolean, integer, json, map, type Row, reference, text } from '../jmap/property';
import { idsOf } from '../jmap/standard-filters';
import { Types } from '../jmap/types';
import type { Access } from '../sharing/access';
import { Level } from '../sharing/level';
import { CustomField, CustomFieldSet } from './custom-field.entity';
import type { Definition } from './definition';
import { Definitions } from './definitions.service';
import type { FieldKind } from './field-kind';
import { FieldRemovals } from './field-removals.service';
import { allowAdministrators, audienceOf, knows } from './field-set.type';
import { FieldValues } from './field-values.service';

/**
 * Custom fields: `key` is the name in `customFields` and in conditions and stays for ever, `name` is what people read.
 * The kinds and their options are those of `CustomField/describe`. A field with values goes only by
 * `onDestroyRemoveValues`, and changes its kind only to one that keeps values the same (text to textarea, user to
 * principal).
 */
@injectable()
export class CustomFieldType extends DataType<CustomField> {
  readonly name = 'CustomField';
  readonly entity = CustomField;

  readonly access: Access<CustomField> = {
    least: Level.read,
    where: (alias, context) =>
      `EXISTS (SELECT 1 FROM core_custom_field_set set_ WHERE set_.id = ${alias}.fieldSetId AND ${knows('set_', context)})`,
    audience: async (row) => audienceOf(await this.setOf(row)),
  };

  readonly properties = {
    fieldSetId: reference('CustomFieldSet', { required: true, immutable: true }),
    key: text({ required: true, immutable: true, max: 40 }),
    name: text({ required: true }),
    kind: text({ required: true, max: 40 }),
    options: map(),
    required: boolean(),
    requiredWhen: text({ max: 2000 }),
    hiddenWhen: text({ max: 2000 }),
    default: json(),
    hint: text({ max: 500 }),
    sortOrder: integer(),
    showInGrid: boolean(),
    filterable: boolean({ default: true }),
  };

  override readonly filters: Filters = {
    fieldSetId: (value, { row, bind }) => `${row}.fieldSetId IN ${bind(idsOf('fieldSetId', value))}`,
    type: (value, { row, bind }) =>
      `EXISTS (SELECT 1 FROM core_custom_field_set set_ WHERE set_.id = ${row}.fieldSetId AND set_.type = ${bind(String(value))})`,
  };
  override readonly sorts: Sorts = { name: byText('{row}.name'), sortOrder: '{row}.sortOrder' };
  override readonly contentsArgument = 'onDestroyRemoveValues';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
    @inject(FieldValues) private readonly values: FieldValues,
    @inject(FieldRemovals) private readonly removals: FieldRemovals,
  ) {
    super();
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    allowAdministrators(context);
  }

  override async saving(draft: Draft): Promise<void> {
    const field = draft.values as unknown as CustomField;
    const kind = this.definitions.kind(field.kind);
    if (!kind) throw SetError.invalid('kind', `is none of ${this.kinds()}`);
    if (draft.isNew) await this.checkKey(field);
    else if (draft.changed('kind')) await this.checkKind(draft.before as unknown as CustomField, kind);
    const options = kind.options.safeParse(field.options);
    if (!options.success) {
      const [issue] = options.error.issues;
      throw SetError.invalid('options', `${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'cannot be used'}`);
    }
    await this.checkDefault(draft, field, kind);
  }

  override async saved(draft: Draft): Promise<void> {
    const field = draft.values as unknown as CustomField;
    const { type } = await this.setOf(field);
    await this.definitions.check(type, field);
    const definition = await this.definition(field);
    if (definition?.kind.isComputed && (draft.isNew || draft.changed('options') || draft.changed('kind'))) {
      await this.values.recompute(type, definition);
    }
  }

  override async destroying(row: Row, withContents: boolean): Promise<void> {
    const field = row as unknown as CustomField;
    const { type } = await this.setOf(field);
    await this.definitions.check(type, field, field);
    const definition = withContents ? await this.definition(field) : null;
    if (definition) return this.removals.begin(definition);
    const objects = await this.objectsWith(field);
    if (objects === 0) return;
    if (withContents) throw SetError.invalid('kind', 'is of a module that does not run');
    const count = `${String(objects)} ${objects === 1 ? 'object has' : 'objects have'}`;
    throw SetError.of('customFieldHasValues', `${count} a value of "${field.name}", which would be lost`);
  }

  private async objectsWith({ id }: CustomField): Promise<number> {
    return (await this.values.count([id])).get(id) ?? 0;
  }

  private async definition(field: CustomField): Promise<Definition | null> {
    const kind = this.definitions.kind(field.kind);
    return kind ? { field, set: await this.setOf(field), kind } : null;
  }

  private async checkKey(field: CustomField): Promise<void> {
    if (!/^[a-z][A-Za-z0-9]*$/.test(field.key)) {
      throw SetError.invalid(
        'key',
        'must be letters and digits, beginning with a small letter, such as contractNumber',
      );
    }
    if (KEYWORDS.has(field.key.toLowerCase())) throw SetError.invalid('key', 'is a word of conditions');
    const { type } = await this.setOf(field);
    if (this.types.get(type).properties.has(field.key)) {
      throw SetError.invalid('key', `is the name of a property of ${type}`);
    }
    const isTaken = await this.database.manager
      .createQueryBuilder(CustomField, 'f')
      .innerJoin(CustomFieldSet, 's', 's.id = f.fieldSetId AND s.type = :type', { type })
      .where('f.key = :key', { key: field.key })
      .getExists();
    if (isTaken) throw SetError.invalid('key', `is taken by another field of ${type}`);
  }

  private async checkKind(before: CustomField, kind: FieldKind): Promise<void> {
    const { becomes = [] } = this.definitions.kind(before.kind) ?? {};
    if (becomes.includes(kind.name)) return;
    const count = await this.objectsWith(before);
    if (count === 0) return;
    const may = becomes.length > 0 ? `only become ${becomes.join(' or ')}` : 'not change';
    throw SetError.invalid('kind', `can ${may} while ${String(count)} objects have a value`);
  }

  private async checkDefault(draft: Draft, field: CustomField, kind: FieldKind): Promise<void> {
    const { value } = (draft.values['default'] ?? { value: null }) as CustomField['default'];
    if (kind.isComputed && (value !== null || field.required || field.requiredWhen !== '')) {
      throw SetError.invalid('default', 'and required are not for fields that the server works out');
    }
    if (value === null) return;
    const parsed = kind.parse(value, field.options);
    if ('fault' in parsed) throw SetError.invalid('default', parsed.fault);
    const isGiven = !draft.before || !isSame(draft.before['default'], field.default);
    const why = draft.actor && isGiven ? await kind.refuses(parsed.value, field.options, draft.actor) : null;
    if (why !== null) throw SetError.invalid('default', why);
    draft.values['default'] = { value: parsed.value };
  }

  private setOf({ fieldSetId }: CustomField): Promise<CustomFieldSet> {
    return this.database.manager.findOneByOrFail(CustomFieldSet, { id: fieldSetId });
  }

  private kinds(): string {
    return this.definitions
      .kinds()
      .map(({ name }) => name)
      .join(', ');
  }
}
