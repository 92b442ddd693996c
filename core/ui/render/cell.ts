import type { Cell, Column } from 'extjs-types';
import { element, icon } from '../cells';
import { formatDate, formatNumber, formatWhen, t } from '../i18n';

/** A column without its type: what the renderer needs of it. */
export type AnyColumn = {
  /** What it is remembered by, when several show one property. */
  id?: string;
  dataIndex: string;
  text?: string;
  width?: number;
  flex?: number;
  align?: 'start' | 'center' | 'end';
  sortable?: boolean | string;
  hidden?: boolean;
  resizable?: boolean;
  format?: NonNullable<Column<{ id: string }>['format']>;
  renderer?: (value: unknown, record: unknown) => Cell;
  rowHeader?: boolean;
  exported?: Readonly<Record<string, string>> | false;
  exportedName?: string;
};

export function idOf({ id, dataIndex }: AnyColumn): string {
  return id ?? dataIndex;
}

/** What a column shows of a record: its renderer's answer, or the value by its format. */
export function cellOf(column: AnyColumn, record: Record<string, unknown>): Cell {
  const value = record[column.dataIndex] as object | string | number | boolean | null | undefined;
  if (column.renderer !== undefined) return column.renderer(value, record);
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  switch (column.format) {
    case 'date':
      return formatDate(text);
    case 'datetime':
      return formatWhen(text);
    case 'number':
      return formatNumber(Number(value));
    case 'check':
      return value === true ? icon('check', t('host.yes')) : '';
    default:
      return text;
  }
}

/** Puts a cell's content into an element that may have shown another; text is text whatever it holds. */
export function fill(root: HTMLElement, cell: Cell): void {
  if (cell instanceof Node) {
    root.replaceChildren(cell);
    return;
  }
  const text = String(cell ?? '');
  const first = root.firstChild;
  if (first instanceof HTMLElement && first.className === 'text' && root.childNodes.length === 1) {
    first.textContent = text;
    return;
  }
  const span = element('span', 'text', text);
  span.dir = 'auto';
  root.replaceChildren(span);
}

/** The same for a template, where a fresh element is wanted. */
export function shown(cell: Cell): Node {
  if (cell instanceof Node) return cell;
  const span = element('span', 'text', String(cell ?? ''));
  span.dir = 'auto';
  return span;
}
