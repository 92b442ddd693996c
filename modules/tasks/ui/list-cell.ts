import { element, store } from '../../../core/ui/api';
import { whenKnown } from './names-cell';

/** The dot in a list's colour; one without has the colour of a line. */
export function colorDot(color: string): HTMLElement {
  const dot = element('span', 'dot');
  dot.setAttribute('aria-hidden', 'true');
  dot.style.backgroundColor = color;
  return dot;
}

/** A list by colour and name, as soon as it is known. */
export function listCell(id: string): HTMLElement {
  const box = element('span', 'list');
  whenKnown('TaskList', [id], () => {
    const list = store().peek('TaskList', id);
    if (list !== undefined) box.replaceChildren(colorDot(list.color), element('span', 'name', list.name));
  });
  return box;
}
