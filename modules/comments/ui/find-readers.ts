import type { Principal } from 'extjs-types';
import { store } from '../../../core/ui/api';

/** People offered at once, when a name is being typed. */
const MOST_FOUND = 8;

/** Colleagues who may read what is written about an object, but for whoever writes. */
export async function findReaders(type: string, id: string, words: string): Promise<Principal[]> {
  const filter = { mayRead: { type, id }, isInternal: true, ...(words === '' ? {} : { text: words }) };
  const records = await store().some({ type: 'Principal', filter, sort: [{ property: 'name' }] }, 0, MOST_FOUND + 1);
  const { id: mine } = store().session.capabilities['urn:groupware:core'].user;
  return records.filter((person) => person.id !== mine).slice(0, MOST_FOUND);
}
