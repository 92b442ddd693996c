import type { FilterCondition } from 'extjs-types';

type Query = Readonly<Record<string, string>>;

/** The server's filter for what the URL says: `#help?of=colleagues&completed=1&list=3,5&text=printer`. */
export function filterOf(query: Query): FilterCondition {
  const { of, completed, text = '' } = query;
  const lists = listsIn(query);
  return {
    role: 'support',
    isFollowed: of !== COLLEAGUES,
    isMerged: false,
    ...(completed === '1' ? {} : { isCompleted: false }),
    ...(lists.length === 0 ? {} : { taskListIds: lists }),
    ...(text === '' ? {} : { text }),
  };
}

/** In the URL: requests that are there for the organisation, not the own ones. */
export const COLLEAGUES = 'colleagues';

/** Ids of the lists that are asked for; none for all. */
export function listsIn({ list = '' }: Query): string[] {
  return list.split(',').filter((id) => id !== '');
}

/** True if anything but the default is asked for. */
export function isFiltered({ list = '', text = '' }: Query): boolean {
  return list !== '' || text !== '';
}
