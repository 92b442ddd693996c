import {
  Column,
  getMetadataArgsStorage,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type TableColumnOptions,
} from 'typeorm';

/**
 * The portable column vocabulary: decorators for entities, and the same words for migrations. Both lead to one
 * description per dialect, which is why entities and schema can be compared without drift.
 */
export type Dialect = 'sqlite' | 'mysql';

/** Longest text that may be indexed on every supported database. */
const INDEXABLE = 190;

const longTexts: { target: unknown; property: string }[] = [];

/** Generated integer key. */
export const Id = (): PropertyDecorator => PrimaryGeneratedColumn({ type: 'integer' });
/** Integer key that is given, not generated (for instance a row that extends another). */
export const GivenId = (): PropertyDecorator => PrimaryColumn({ type: 'integer' });
/** Text key that is given. */
export const TextKey = (length = INDEXABLE): PropertyDecorator => PrimaryColumn({ type: 'varchar', length });
export const Int = (): PropertyDecorator => Column({ type: 'integer' });
/** Number with a fraction, as JavaScript has it (IEEE 754 double). */
export const OptionalNumber = (): PropertyDecorator => Column({ type: 'double', nullable: true });
/** Counter beyond 2^31. Values stay below 2^53; MySQL's driver may answer them as text, so read them with Number(). */
export const BigCount = (): PropertyDecorator => Column({ type: 'bigint' });
export const BigKey = (): PropertyDecorator => PrimaryColumn({ type: 'bigint' });
export const OptionalInt = (): PropertyDecorator => Column({ type: 'integer', nullable: true });
export const Text = (length = INDEXABLE): PropertyDecorator => Column({ type: 'varchar', length });
export const OptionalText = (length = INDEXABLE): PropertyDecorator =>
  Column({ type: 'varchar', length, nullable: true });
/** Text of any length (LONGTEXT on MySQL, whose TEXT ends at 64 kB). */
export const LongText = (): PropertyDecorator => longText(false);
export const OptionalLongText = (): PropertyDecorator => longText(true);
/** JSON value, stored as text of any length. */
export const Json = (): PropertyDecorator => Column({ type: 'simple-json' });
export const Bool = (): PropertyDecorator => Column({ type: 'boolean', default: false });
/** UTC instant of whole seconds. */
export const Instant = (): PropertyDecorator => Column({ type: 'datetime' });
export const OptionalInstant = (): PropertyDecorator => Column({ type: 'datetime', nullable: true });

function longText(nullable: boolean): PropertyDecorator {
  return (target, property) => {
    longTexts.push({ target: target.constructor, property: String(property) });
    Column({ type: 'text', nullable })(target, property);
  };
}

/** Gives the long texts of all entities the type of this dialect; to be called before a DataSource is built. */
export function speak(dialect: Dialect): void {
  for (const { target, property } of longTexts) {
    const column = getMetadataArgsStorage().columns.find((c) => c.target === target && c.propertyName === property);
    if (column) column.options.type = dialect === 'mysql' ? 'longtext' : 'text';
  }
}

/** The same words for migrations: `schema.column.text('name')`. */
export class ColumnWords {
  constructor(private readonly dialect: Dialect) {}

  id(): TableColumnOptions {
    return { name: 'id', type: this.integer, isPrimary: true, isGenerated: true, generationStrategy: 'increment' };
  }
  givenId(name = 'id'): TableColumnOptions {
    return { name, type: this.integer, isPrimary: true };
  }
  textKey(name: string, length = INDEXABLE): TableColumnOptions {
    return { name, type: 'varchar', length: String(length), isPrimary: true };
  }
  int(name: string): TableColumnOptions {
    return { name, type: this.integer };
  }
  bigCount(name: string): TableColumnOptions {
    return { name, type: 'bigint' };
  }
  optionalNumber(name: string): TableColumnOptions {
    return { name, type: 'double', isNullable: true };
  }
  optionalInt(name: string): TableColumnOptions {
    return { name, type: this.integer, isNullable: true };
  }
  text(name: string, length = INDEXABLE): TableColumnOptions {
    return { name, type: 'varchar', length: String(length) };
  }
  optionalText(name: string, length = INDEXABLE): TableColumnOptions {
    return { ...this.text(name, length), isNullable: true };
  }
  longText(name: string): TableColumnOptions {
    return { name, type: this.dialect === 'mysql' ? 'longtext' : 'text' };
  }
  optionalLongText(name: string): TableColumnOptions {
    return { ...this.longText(name), isNullable: true };
  }
  json(name: string): TableColumnOptions {
    return { name, type: 'text' };
  }
  bool(name: string): TableColumnOptions {
    return this.dialect === 'mysql' ? { name, type: 'tinyint', default: '0' } : { name, type: 'boolean', default: '0' };
  }
  instant(name: string): TableColumnOptions {
    return { name, type: 'datetime' };
  }
  optionalInstant(name: string): TableColumnOptions {
    return { name, type: 'datetime', isNullable: true };
  }

  private get integer(): string {
    return this.dialect === 'mysql' ? 'int' : 'integer';
  }
}
