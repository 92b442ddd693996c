import type { EntityTarget } from 'typeorm';
import type { Database } from '../database/database';
import { withSortKeys } from '../database/sort-key';
import { type Draft, isSame } from './draft';
import { defaultsOf } from './extension-defaults';
import type { ExtendedType } from './types';

/** Stores what differs of a draft: the columns of the type, then those of its extensions. A new row is given its id. */
export async function storeRow(database: Database, { type, extensions }: ExtendedType, draft: Draft): Promise<void> {
  const { manager, rows } = database;
  const own = columnsOf(database, type.entity, draft, 'id');
  if (draft.isNew) {
    // What shares its id with another object (a user with a principal) is given it by the type.
    const { id } = draft.values;
    const made = await rows.insert(type.entity, id === undefined ? own : { ...own, id });
    draft.values['id'] = id ?? made;
  } else await rows.update(type.entity, 'id', draft.id, own);
  for (const extension of extensions) {
    const { entity, key } = extension;
    if (entity === null) continue;
    const columns = columnsOf(database, entity, draft, key);
    if (Object.keys(columns).length === 0) continue;
    const isStored =
      key === 'id'
        ? !draft.isNew && (await manager.existsBy(entity, { id: draft.id }))
        : (draft.values[key] ?? null) !== null;
    if (isStored) await rows.update(entity, key, draft.id, columns);
    else await rows.insert(entity, { ...defaultsOf(extension, draft), ...columns, [key]: draft.id });
    draft.values[key] = draft.id;
  }
}

/** The columns of one table that differ from what is stored. */
function columnsOf(
  database: Database,
  entity: EntityTarget<object>,
  draft: Draft,
  key: string,
): Record<string, unknown> {
  const names = database.writer.getMetadata(entity).columns.map((column) => column.propertyName);
  const differs = (name: string): boolean => !draft.before || !isSame(draft.before[name], draft.values[name]);
  const changed = names.filter((name) => name !== key && draft.values[name] !== undefined && differs(name));
  return withSortKeys(entity, Object.fromEntries(changed.map((name) => [name, draft.values[name]])));
}
