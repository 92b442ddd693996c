import type { FilterCondition } from 'extjs-types';

/** The server's filter for what the URL says: `#help?completed=1&list=3&text=printer`. */
export function filterOf({ completed, list = '', text = '' }: Readonly<Record<string, string>>): FilterCondition {
  return {
    role: 'support',
    isFollowed: true,
    isMerged: false,
    ...(completed === '1' ? {} : { isCompleted: false }),
    ...(list === '' ? {} : { taskListIds: [list] }),
    ...(text === '' ? {} : { text }),
  };
}

/** True if anything but the default is asked for. */
export function isFiltered({ list = '', text = '' }: Readonly<Record<string, string>>): boolean {
  return list !== '' || text !== '';
}
