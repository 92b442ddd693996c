import type { ShareLevel } from 'extjs-types';
import { t } from '../i18n';

/** Rights in the order in which each includes the ones before it (`Level` of the server). */
const RIGHTS = ['maySubmit', 'mayRead', 'mayCreate', 'mayWrite', 'mayDelete', 'mayManage'] as const;

/**
 * The levels of a share field, in words.
 * @param knowsCustomers the type has the level below read, "Submit as customer"; it is then the first
 */
export function shareLevels(knowsCustomers: boolean): ShareLevel[] {
  const rights = knowsCustomers ? RIGHTS : RIGHTS.slice(1);
  return rights.map((right, index) => ({ text: t(`share.${right}`), rights: rights.slice(0, index + 1) }));
}
