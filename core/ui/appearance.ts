import type { DataTypes, TypeName } from 'extjs-types';
import { formatRoute } from './route';
import { theStore } from './store/index';
import type { PanelInfo, Slot, TypeInfo } from './store/types';

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

/**
 * Address of the page, or of the dialog in System settings, that shows an object, or undefined when this user has no panel
 * for it. Where several panels show the type, its own is known of a record that is here: see {@link knowAddresses}.
 */
export function addressOf(type: TypeName, id: string): string | undefined {
  const record = theStore().peek(type, id) as Readonly<Record<string, unknown>> | undefined;
  const tabs = panelsOf(type, 'main');
  const tab = tabs.find(({ only = {} }) => record !== undefined && isOfThose(record, only)) ?? tabs[0];
  if (tab !== undefined) return formatRoute({ panel: tab.id, path: [id] });
  const [page] = panelsOf(type, 'settings');
  return page && formatRoute({ panel: 'settings', path: [page.id, id], query: { open: '1' } });
}

/** Has the records here by which the addresses of these objects are told apart. */
export async function knowAddresses(ends: readonly { type: TypeName; id: string }[]): Promise<void> {
  for (const type of new Set(ends.map((end) => end.type))) {
    if (panelsOf(type, 'main').length < 2) continue;
    const unknown = ends.filter((end) => end.type === type && theStore().peek(type, end.id) === undefined);
    if (unknown.length > 0) await theStore().get(type, [...new Set(unknown.map(({ id }) => id))]);
  }
}

function panelsOf(type: TypeName, place: Slot): PanelInfo[] {
  const { panels } = theStore().session.capabilities['urn:groupware:core'];
  return panels.filter(({ slot, shows }) => slot === place && shows === type);
}

function isOfThose(record: Readonly<Record<string, unknown>>, only: Readonly<Record<string, string>>): boolean {
  return Object.entries(only).every(([name, value]) => record[name] === value);
}

/** Types whose objects can be linked. */
export function linkableTypes(): TypeName[] {
  const { types } = theStore().session.capabilities['urn:groupware:core'];
  return (Object.keys(types) as TypeName[]).filter((type) => types[type]?.cards.includes('links'));
}
