import { element } from '../../../../core/ui/api';

/** Names and values below each other; what has no value is left out. */
export function facts(rows: readonly (readonly [name: string, value: string | number | Node | null])[]): HTMLElement {
  const box = element('div', 'facts');
  const list = element('dl');
  for (const [name, value] of rows) {
    if (value === null || value === '') continue;
    const shown = element('dd', '', typeof value === 'object' ? '' : String(value));
    if (typeof value === 'object') shown.append(value);
    list.append(element('dt', '', name), shown);
  }
  box.append(list);
  return box;
}
