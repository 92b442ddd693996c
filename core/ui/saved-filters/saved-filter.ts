import type { Entity, Filter, TypeName } from 'extjs-types';
import { theStore } from '../store/index';
import type { QueryWindow } from '../store/types';

/** A filter kept under a name; see core/filters. */
export interface SavedFilter extends Entity {
  /** Type whose objects it finds. */
  type: string;
  name: string;
  /** With operands that may be left open, see `open-operands.ts`. */
  filter: Filter;
  isShared: boolean;
  /** It names what is not there for the reader. */
  isBroken: boolean;
  myRights: { mayWrite: boolean; mayDelete: boolean };
}

declare module 'extjs-types' {
  interface DataTypes {
    SavedFilter: SavedFilter;
  }
}

/** A choice names them by hundreds at most. */
const MOST = 500;

/** The saved filters of a type that the reader has, live, for the panes that choose them and those that ask by them. */
export class SavedFilters {
  private static readonly known = new Map<string, SavedFilters>();
  private readonly listeners = new Set<() => void>();
  private readonly window: QueryWindow<SavedFilter>;

  /** @param named types whose objects filters name: what is gone makes them useless, which the server says anew */
  static of(type: string, named: readonly TypeName[] = []): SavedFilters {
    const filters = SavedFilters.known.get(type) ?? new SavedFilters(type, named);
    SavedFilters.known.set(type, filters);
    return filters;
  }

  private constructor(type: string, named: readonly TypeName[]) {
    const query = { type: 'SavedFilter', filter: { type }, sort: [{ property: 'name' }] } as const;
    this.window = theStore().window(query, () => this.tell(), MOST);
    theStore().subscribe(named, () => this.window.reload());
  }

  get isLoading(): boolean {
    return this.window.isLoading;
  }

  /** One's own by name, then the shared ones. */
  get all(): SavedFilter[] {
    const { records } = this.window;
    return [...records.filter(({ isShared }) => !isShared), ...records.filter(({ isShared }) => isShared)];
  }

  find(id: string): SavedFilter | undefined {
    return this.window.records.find((filter) => filter.id === id);
  }

  /** Calls back when some of them have come, changed or gone. Returns the way out. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
