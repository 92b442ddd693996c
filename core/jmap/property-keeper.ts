import type { Context } from '../auth/context';
import type { TextSort } from './collation';
import type { FilterScope, SortScope } from './data-type';
import type { Draft } from './draft';
import type { Row } from './property';

/**
 * Keeps one property of many types beside their tables (custom fields). A service of the core or of a module; a type
 * names it by the word of the property, and gains values, checks, a filter and sorts.
 */
export abstract class PropertyKeeper {
  /** Wire values by row id. */
  abstract load(type: string, rows: readonly Row[], context: Context): Promise<ReadonlyMap<number, unknown>>;

  /**
   * Checks and stores what `draft.extras` has for the property: before the row of an existing object is written, after
   * the row of a new one. @throws SetError
   */
  abstract keep(type: string, draft: Draft): Promise<void>;

  /** Removes what is kept for an object that goes. */
  abstract destroying(type: string, row: Row): Promise<void>;

  /** SQL condition for a filter of the property's name. @throws MethodError */
  abstract filter(type: string, value: unknown, scope: FilterScope): Promise<string>;

  /** What a sort by `<property>/<path>` goes by; null when there is none. */
  abstract sort(type: string, path: string, scope: SortScope): Promise<string | TextSort | null>;
}
