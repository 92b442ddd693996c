import type { Grid } from '@vaadin/grid';
import type { Comparator, Filter } from 'extjs-types';
import { MethodError, type Route, route, store } from '../../../core/ui/api';
import { chosenOf, filterOf } from './ticket-filter';

/**
 * The ticket before or after another in the answer that the grid shows, wherever the grid is scrolled to.
 * The server finds it by anchor (RFC 8620 §5.5); one that the filter no longer finds leads back to the first.
 */
export async function neighbour(
  id: string | undefined,
  step: 1 | -1,
): Promise<{ id: string; position: number } | undefined> {
  const question = { filter: filterNow(), sort: sortNow(), limit: 1 };
  const first = { ...question, position: 0 };
  let answer: Record<string, unknown>;
  try {
    answer = await store().call(
      'Task/query',
      id === undefined ? first : { ...question, anchor: id, anchorOffset: step },
    );
  } catch (error) {
    if (!(error instanceof MethodError) || error.type !== 'anchorNotFound') throw error;
    answer = await store().call('Task/query', first);
  }
  const { ids, position } = answer as { ids: string[]; position: number };
  const [found] = ids;
  return found === undefined || found === id ? undefined : { id: found, position };
}

function filterNow({ query }: Route = route()): Filter {
  const chosen = filterOf(chosenOf(query));
  const { text = '' } = query;
  return text === '' ? chosen : { operator: 'AND', conditions: [chosen, { text }] };
}

function sortNow({ query }: Route = route()): Comparator[] {
  const { sort = '-modifiedAt' } = query;
  return [{ property: sort.replace(/^-/, ''), isAscending: !sort.startsWith('-') }];
}

/** Brings the chosen row into sight, moving the grid as little as that needs. */
export function revealRow(grid: Grid, position: number): void {
  const cell = grid.shadowRoot?.querySelector('[part~="active-cell"]');
  if (cell === null || cell === undefined) grid.scrollToIndex(position);
  else cell.scrollIntoView({ block: 'nearest' });
}
