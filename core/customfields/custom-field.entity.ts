import { Entity, Index } from 'typeorm';
import {
  Bool,
  GivenId,
  Id,
  Int,
  Json,
  LongText,
  OptionalInstant,
  OptionalInt,
  OptionalLongText,
  OptionalNumber,
  OptionalText,
  Text,
  TextKey,
} from '../database/columns';
import { SortKey } from '../database/sort-key';
import { NamesBlobs } from '../files/blob-columns';

/** Fields of one type that belong together. */
@Entity('core_custom_field_set')
@Index('core_custom_field_set_type', ['type'])
export class CustomFieldSet {
  @Id() id!: number;
  /** Name of the JMAP type whose objects have the fields. */
  @Text(60) type!: string;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  @Text(1000) description!: string;
  @Int() sortOrder!: number;
  /** Condition over the object under which the fields are asked for; empty for always. */
  @LongText() showWhen!: string;
  /** False: only those who may read the whole object are shown the values. */
  @Bool() forCustomers!: boolean;
}

@Entity('core_custom_field')
@Index('core_custom_field_fieldSetId', ['fieldSetId'])
export class CustomField {
  @Id() id!: number;
  @Int() fieldSetId!: number;
  /** Name in the API and in conditions; the same for ever, once per type. */
  @Text(40) key!: string;
  /** What people read; may be changed at any time. */
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  /** Name of a {@link FieldKind}. */
  @Text(40) kind!: string;
  /** As the kind says. */
  @Json() options!: Record<string, unknown>;
  @Bool() required!: boolean;
  /** Conditions; empty for never. */
  @LongText() requiredWhen!: string;
  @LongText() hiddenWhen!: string;
  /** Value of new objects as JMAP says it; in an object, because a JSON column cannot hold null. */
  @Json() default!: { readonly value: unknown };
  @Text(500) hint!: string;
  @Int() sortOrder!: number;
  @Bool() showInGrid!: boolean;
  @Bool() filterable!: boolean;
}

/** The values of one object. */
@Entity('core_custom_value')
export class CustomValue {
  @TextKey(60) typeName!: string;
  @GivenId() objectId!: number;
  /** Field id → value as its kind keeps it. Fields without a value are not in it. */
  @Json() given!: StoredValues;
}

export type StoredValues = Readonly<Record<string, unknown>>;

/** A value once more, by which objects are found and sorted. A field belongs to one type, so the type is not said. */
@Entity('core_custom_index')
@Index('core_custom_index_objectId_fieldId', ['objectId', 'fieldId'])
@Index('core_custom_index_fieldId_textValue', ['fieldId', 'textValue'])
@Index('core_custom_index_fieldId_textValueKey', ['fieldId', 'textValueKey'])
@Index('core_custom_index_fieldId_numberValue', ['fieldId', 'numberValue'])
@Index('core_custom_index_fieldId_dateValue', ['fieldId', 'dateValue'])
@Index('core_custom_index_fieldId_principalId', ['fieldId', 'principalId'])
export class CustomIndex {
  @Id() id!: number;
  @Int() fieldId!: number;
  @Int() objectId!: number;
  /** The beginning of a text; the whole of a longer one is in `longValue`. */
  @NamesBlobs({ while: "fieldId IN (SELECT id FROM core_custom_field WHERE kind = 'file')" })
  @OptionalText()
  textValue!: string | null;
  @SortKey('textValue') textValueKey!: string | null;
  @OptionalLongText() longValue!: string | null;
  @OptionalNumber() numberValue!: number | null;
  @OptionalInstant() dateValue!: Date | null;
  @OptionalInt() principalId!: number | null;
}
