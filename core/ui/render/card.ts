import type { Card } from 'extjs-types';
import { element } from '../cells';
import { type AnyColumn, cellOf, shown } from './cell';

/** A record on a narrow page: title, what belongs at its end, and a line of small things. */
export function card({ title, subtitle, end, meta = [], mark = null }: Card): HTMLElement {
  const box = element('div', 'row-card');
  const rest = element('div', 'meta');
  rest.append(...meta.filter((cell) => cell !== '' && cell !== null && cell !== undefined).map(shown));
  const heading = element('span', 'title', title);
  if (mark !== null) {
    box.classList.add('marked');
    heading.replaceChildren(element('span', '', title), ' ', element('span', 'visually-hidden', mark));
  }
  box.append(heading, end === undefined || end === null ? '' : shown(end));
  if (subtitle !== undefined && subtitle !== '') box.append(element('span', 'subtitle', subtitle));
  if (rest.childElementCount > 0) box.append(rest);
  return box;
}

/** What a card shows of a record when its grid does not say: the column that names it, then the others. */
export function columnsAsCard(columns: readonly AnyColumn[], item: Record<string, unknown>): Card {
  const visible = columns.filter(({ hidden }) => hidden !== true);
  const title = visible.find(({ rowHeader }) => rowHeader === true) ?? visible[0];
  const rest = visible.filter((column) => column !== title).map((column) => cellOf(column, item));
  const heading = title === undefined ? '' : cellOf(title, item);
  return { title: heading instanceof Node ? (heading.textContent ?? '') : String(heading ?? ''), meta: rest };
}
