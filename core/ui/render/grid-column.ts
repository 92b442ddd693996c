import '@vaadin/grid/vaadin-grid-sort-column';
import type { Comparator } from 'extjs-types';
import { html, type TemplateResult } from 'lit';
import { type AnyColumn, cellOf, fill, idOf } from './cell';

type Row = { id: string } & Record<string, unknown>;

/** @param ownWidth width in px that the user has given it. @param sort by which the grid is sorted now */
export function renderColumn(
  column: AnyColumn,
  ownWidth: number | undefined,
  sort: Comparator | undefined,
): TemplateResult {
  const property = typeof column.sortable === 'string' ? column.sortable : column.dataIndex;
  const direction = sort?.property === property ? (sort.isAscending === false ? 'desc' : 'asc') : null;
  const header = column.text ?? column.dataIndex;
  const { width, flex, align, rowHeader, resizable } = column;
  const size = `${ownWidth ?? width ?? (flex === undefined ? 120 : 160)}px`;
  const grow = ownWidth === undefined ? (flex ?? 0) : 0;
  if (column.sortable === undefined || column.sortable === false) {
    return html`<vaadin-grid-column data-id=${idOf(column)} .header=${header} .width=${size} .flexGrow=${grow} .textAlign=${align ?? 'start'}
      .rowHeader=${rowHeader === true} .resizable=${resizable !== false} .renderer=${rendererOf(column)}></vaadin-grid-column>`;
  }
  return html`<vaadin-grid-sort-column data-id=${idOf(column)} .header=${header} .path=${property} .direction=${direction} .width=${size}
    .flexGrow=${grow} .textAlign=${align ?? 'start'} .rowHeader=${rowHeader === true} .resizable=${resizable !== false}
    .renderer=${rendererOf(column)}></vaadin-grid-sort-column>`;
}

type Render = (root: HTMLElement, column: unknown, model: { readonly item?: Row }) => void;

const renderers = new WeakMap<AnyColumn, Render>();

/** One renderer per column object, or the grid would draw all cells again at each update. */
function rendererOf(column: AnyColumn): Render {
  let render = renderers.get(column);
  if (render === undefined) {
    // A column that comes when the rows are there already is drawn before it is given theirs.
    render = (root, _column, { item }) => item && fill(root, cellOf(column, item));
    renderers.set(column, render);
  }
  return render;
}
