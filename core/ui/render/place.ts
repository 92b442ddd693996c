import type { Filter, FilterCondition, Item } from 'extjs-types';
import { navigate, type Route, route, setQuery } from '../route';
import { theStore } from '../store/index';

/**
 * What a described panel keeps in the URL: the chosen record, checked filters, the search, the sort.
 * `#notes/12?notebookId=1,2&sort=-modifiedAt`, or under a page of the shell `#settings/notes/12`.
 */
export class Place {
  constructor(readonly panelId: string) {}

  /** True while this panel is the one the URL names. */
  get isHere(): boolean {
    return isAt(this.panelId, route());
  }

  /** Id of the chosen record. */
  get selected(): string | undefined {
    const { panel, path } = route();
    return panel === this.panelId ? path[0] : path[1];
  }

  select(id: string | null): void {
    const { panel } = route();
    const rest = id === null ? [] : [id];
    navigate({ path: panel === this.panelId ? rest : [this.panelId, ...rest] });
  }

  values(name: string): string[] {
    return (route().query[name] ?? '').split(',').filter((value) => value !== '');
  }

  setValues(name: string, values: readonly string[]): void {
    setQuery({ [name]: values.join(',') });
  }

  /** The filters that the lists, choices and search fields of the panel stand for at this moment. */
  filter(own: Filter | undefined): Filter | undefined {
    const condition: FilterCondition = {};
    for (const [name, kind] of filtersOf.get(this.panelId) ?? []) {
      const values = this.values(name);
      const [first] = values;
      if (first === undefined) continue;
      condition[name] = kind === 'many' ? values : kind === 'text' ? (route().query[name] ?? '') : single(first);
    }
    if (Object.keys(condition).length === 0) return own;
    if (own === undefined) return condition;
    return 'operator' in own ? { operator: 'AND', conditions: [own, condition] } : { ...own, ...condition };
  }
}

/** Whether a route is that of the panel: `#support/12` of a tab, `#settings/users` of one under a page of the shell. */
export function isAt(panelId: string, { panel, path }: Route): boolean {
  const { panels } = theStore().session.capabilities['urn:groupware:core'];
  return panels.some(
    ({ id, slot }) => id === panelId && (slot === 'main' ? panel === id : panel === slot && path[0] === id),
  );
}

function single(value: string): string | boolean {
  return value === 'true' ? true : value === 'false' ? false : value;
}

const filtersOf = new Map<string, Map<string, 'many' | 'one' | 'text'>>();

/** Learns from a description which names of the URL's query are filters, before any of it is drawn. */
export function learnFilters(panelId: string, item: Item): void {
  const known = filtersOf.get(panelId) ?? new Map<string, 'many' | 'one' | 'text'>();
  filtersOf.set(panelId, known);
  if (item.xtype === 'list') known.set(item.filters, 'many');
  else if (item.xtype === 'choices') known.set(item.filters, item.single === true ? 'one' : 'many');
  else if (item.xtype === 'grid') {
    for (const tool of item.tbar ?? []) {
      if (tool !== '->' && tool.xtype === 'search') known.set(tool.filters ?? 'text', 'text');
    }
  } else if ('items' in item && item.xtype !== 'form') {
    for (const child of item.items) learnFilters(panelId, child);
  }
}
