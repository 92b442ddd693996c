import type { DataTypes, TypeName } from 'extjs-types';
import { formatRoute } from './route';
import { theStore } from './store/index';
import type { TypeInfo } from './store/types';

/** How objects of the type are called and shown; undefined for types that are never named. */
export function appearanceOf(type: TypeName): TypeInfo | undefined {
  return theStore().session.capabilities['urn:groupware:core'].types[type];
}

/** The name by which people know an object. */
export function titleOf<N extends TypeName>(type: N, record: DataTypes[N]): string {
  const { title = 'id' } = appearanceOf(type) ?? {};
  const name = (record as unknown as Record<string, unknown>)[title];
  return typeof name === 'string' ? name : record.id;
}

/** Address of the page, or of the dialog in System settings, that shows an object, or undefined when this user has no panel for it. */
export function addressOf(type: TypeName, id: string): string | undefined {
  const { panels } = theStore().session.capabilities['urn:groupware:core'];
  const [tab, page] = ['main', 'settings'].map((place) =>
    panels.find(({ slot, shows }) => slot === place && shows === type),
  );
  if (tab !== undefined) return formatRoute({ panel: tab.id, path: [id] });
  return page && formatRoute({ panel: 'settings', path: [page.id, id], query: { open: '1' } });
}

/** Types whose objects can be linked. */
export function linkableTypes(): TypeName[] {
  const { types } = theStore().session.capabilities['urn:groupware:core'];
  return (Object.keys(types) as TypeName[]).filter((type) => types[type]?.cards.includes('links'));
}
