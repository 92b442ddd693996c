import type { Cell } from 'extjs-types';
import { element, store } from '../../../core/ui/api';

/** Names of records, as soon as they are known; those that are gone by now are left out. */
export function namesCell(type: 'TaskList' | 'TaskCategory', ids: readonly string[]): Cell {
  const box = element('span', 'text');
  box.dir = 'auto';
  const show = () => {
    box.textContent = ids.flatMap((id) => store().peek(type, id)?.name ?? []).join(', ');
  };
  show();
  const unknown = ids.filter((id) => store().peek(type, id) === undefined);
  if (unknown.length > 0)
    void store()
      .get(type, unknown)
      .then(show, () => undefined);
  return box;
}
