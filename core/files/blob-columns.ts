import { getMetadataArgsStorage } from 'typeorm';
import { Problem } from '../problem';

/** A column of which each value names blobs, and so keeps their bytes. */
export interface BlobColumn {
  readonly table: string;
  readonly column: string;
  /** True when the ids stand somewhere in a longer text, such as JSON. */
  readonly isWithin: boolean;
  /** Condition over the table under which a value counts, or null for always. */
  readonly while: string | null;
}

interface Options {
  readonly isWithin?: true;
  readonly while?: string;
}

type EntityClass = new (...parameters: never[]) => object;

const declared: { readonly target: unknown; readonly column: string; readonly options: Options }[] = [];

/**
 * Says that a column names blobs: bytes that no such column names any more are removed (`core.orphan-blobs`). Stands
 * beside the column word: `@NamesBlobs() @OptionalText(70) blobId`. `while` is for a value that only counts under a
 * condition, in SQL of both databases.
 */
export function NamesBlobs(options: Options = {}): PropertyDecorator {
  return (target, property) => {
    declared.push({ target: target.constructor, column: String(property), options });
  };
}

/**
 * The columns of these entities that name blobs.
 * @throws Problem when a column is called after blobs and does not say whether it names them: what it named would be lost
 */
export function blobColumnsOf(entities: readonly EntityClass[]): BlobColumn[] {
  const { columns, tables } = getMetadataArgsStorage();
  return entities.flatMap((entity) => {
    const own = declared.filter(({ target }) => target === entity);
    for (const { target, propertyName } of columns) {
      if (target !== entity || !/blob/i.test(propertyName) || own.some(({ column }) => column === propertyName))
        continue;
      throw new Problem(`${entity.name}.${propertyName} is called after blobs: declare it with @NamesBlobs()`);
    }
    const table = tables.find(({ target }) => target === entity)?.name ?? '';
    return own.map(({ column, options }) => ({
      table,
      column,
      isWithin: options.isWithin === true,
      while: options.while ?? null,
    }));
  });
}
