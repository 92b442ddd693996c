import { SetError } from '../jmap/errors';
import { ADMINISTER } from '../settings/permission';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import type { Context } from './context';

/** The access rule of what belongs to the host itself: all of it for who administers, nothing for anybody else. */
export const administratorsOnly: Access<object> = forAdministration();

/** The same for rows of which some are nobody's to see. `hidden`: column that is empty in those that are shown. */
export function forAdministration<T extends object>(hidden: (keyof T & string) | null = null): Access<T> {
  return {
    least: Level.read,
    where: (alias: string, context: Context) =>
      context.may(ADMINISTER) ? (hidden === null ? '1 = 1' : `${alias}.${hidden} IS NULL`) : '1 = 0',
    audience: (row) => Promise.resolve(hidden === null || row[hidden] === null ? [Audience.permitted(ADMINISTER)] : []),
  };
}

/** @throws SetError forbidden for whoever may not administer: what one does not see one could still create. */
export function onlyForAdministration(context: Context): void {
  if (!context.may(ADMINISTER)) throw SetError.forbidden('You may not administer people');
}
