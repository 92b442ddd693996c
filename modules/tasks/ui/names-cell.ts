import type { Cell } from 'extjs-types';
import { element, person, store } from '../../../core/ui/api';

type Named = 'Principal' | 'TaskList' | 'TaskListGrouping' | 'TaskCategory';

/** Names of records, as soon as they are known; those that are gone by now are left out. */
export function namesCell(type: Named, ids: readonly string[]): Cell {
  const box = element('span', 'text');
  box.dir = 'auto';
  whenKnown(type, ids, () => {
    box.textContent = ids.flatMap((id) => store().peek(type, id)?.name ?? []).join(', ');
  });
  return box;
}

/** Somebody with picture and name, as soon as they are known. */
export function personCell(id: string | null): Cell {
  if (id === null) return '';
  const box = element('span');
  whenKnown('Principal', [id], () => {
    const known = store().peek('Principal', id);
    if (known !== undefined) box.replaceChildren(person(known.name, known.avatarBlobId));
  });
  return box;
}

/** Draws what is known of the records now, and again when the others have come. */
export function whenKnown(type: Named, ids: readonly string[], show: () => void): void {
  show();
  const unknown = ids.filter((id) => store().peek(type, id) === undefined);
  if (unknown.length > 0)
    void store()
      .get(type, unknown)
      .then(show, () => undefined);
}
