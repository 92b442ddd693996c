import type { FilterCondition } from 'extjs-types';

/** The server's filter for what the URL says: `#help?of=colleagues&completed=1&list=3&text=printer`. */
export function filterOf({ of, completed, list = '', text = '' }: Readonly<Record<string, string>>): FilterCondition {
  return {
    role: 'support',
    isFollowed: of !== COLLEAGUES,
    isMerged: false,
    ...(completed === '1' ? {} : { isCompleted: false }),
    ...(list === '' ? {} : { taskListIds: [list] }),
    ...(text === '' ? {} : { text }),
  };
}

/** In the URL: requests that are there for the organisation, not the own ones. */
export const COLLEAGUES = 'colleagues';

/** True if anything but the default is asked for. */
export function isFiltered({ list = '', text = '' }: Readonly<Record<string, string>>): boolean {
  return list !== '' || text !== '';
}
