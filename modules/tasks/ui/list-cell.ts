import { css } from 'lit';
import { element, store } from '../../../core/ui/api';
import { whenKnown } from './names-cell';

/** Looks of what is below. */
export const listStyles = css`
  .list {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    min-width: 0;
    max-width: 100%;
  }
  .list .name {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .dot {
    flex: none;
    width: 10px;
    height: 10px;
    border-radius: 99px;
    background: var(--line-strong);
  }
`;

/** The dot in a list's colour; one without has the colour of a line. */
export function colorDot(color: string): HTMLElement {
  const dot = element('span', 'dot');
  dot.setAttribute('aria-hidden', 'true');
  dot.style.backgroundColor = color;
  return dot;
}

/** A list by its colour, if it has one, and name, as soon as it is known. */
export function listCell(id: string): HTMLElement {
  const box = element('span', 'list');
  whenKnown('TaskList', [id], () => {
    const list = store().peek('TaskList', id);
    if (list === undefined) return;
    const name = element('span', 'name', list.name);
    name.dir = 'auto';
    box.replaceChildren(...(list.color === '' ? [] : [colorDot(list.color)]), name);
  });
  return box;
}
