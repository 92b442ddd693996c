import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Selection } from '../bulk/selection';
import { closeByEscape, closeWhenLeft } from '../details-menu';
import { t } from '../i18n';
import { showError, toast } from '../notice';
import { type AnyColumn, idOf } from './cell';
import type { GridColumns } from './grid-columns';
import { type Format, formatsOf, type Shown, saveGrid } from './grid-export';
import { NARROWEST, WIDEST } from './grid-layout';

/**
 * The menu of a grid: which columns there are, in which order and how wide; and what the grid shows as a file.
 * @param columns undefined where there are cards instead of columns
 * @param selection which can be begun here, where there are no boxes
 */
export function renderGridMenu(
  columns: GridColumns | undefined,
  shown: () => Shown,
  selection: Selection | undefined,
): TemplateResult {
  const label = t(columns === undefined ? 'host.export' : 'host.gridMenu');
  return html`
    <details class="grid-menu" @keydown=${closeByEscape} @focusout=${closeWhenLeft}>
      <summary class="button icon-only" aria-label=${label} title=${label}>
        <span class="icon icon-list" aria-hidden="true"></span>
      </summary>
      <div class="card">
        ${selection === undefined ? nothing : renderBegin(selection)}
        ${columns === undefined ? nothing : renderColumns(columns)}
        <fieldset>
          <legend>${t('host.export')}</legend>
          <div class="formats">${formatsOf(shown().type).map(
            (
              format,
            ) => html`<button type="button" class="button" @click=${(event: Event) => save(event, shown(), format)}>
              <span class="icon icon-download" aria-hidden="true"></span>${t(`host.export.${format}`)}</button>`,
          )}</div>
        </fieldset>
      </div>
    </details>
  `;
}

function renderBegin(selection: Selection): TemplateResult {
  const begin = (event: Event) => {
    close(event);
    selection.begin();
  };
  return html`<button type="button" class="button quiet" @click=${begin}>
    <span class="icon icon-check" aria-hidden="true"></span>${t('host.bulk.begin')}</button>`;
}

function renderColumns(columns: GridColumns): TemplateResult {
  const { all } = columns;
  return html`
    <fieldset>
      <legend>${t('host.columns')}</legend>
      <ol>${repeat(all, idOf, (column, index) => renderRow(columns, column, index, all.length))}</ol>
      <button type="button" class="button quiet" ?disabled=${!columns.isChanged} @click=${() => columns.reset()}>
        <span class="icon icon-undo" aria-hidden="true"></span>${t('host.columnsReset')}</button>
    </fieldset>
  `;
}

/** A column: shown or not, its width, its place. The one that names the row stays. */
function renderRow(columns: GridColumns, column: AnyColumn, index: number, count: number): TemplateResult {
  const name = column.text ?? column.dataIndex;
  const choose = (event: Event) => columns.show(column, (event.target as HTMLInputElement).checked);
  const widen = (event: Event) => {
    const { valueAsNumber } = event.target as HTMLInputElement;
    if (valueAsNumber > 0) columns.widen(column, valueAsNumber);
  };
  const place = (to: number, key: string, icon: string) => {
    const words = t(key, { name });
    return html`<button type="button" class="button quiet icon-only" aria-label=${words} title=${words}
      ?disabled=${to < 0 || to >= count} @click=${(event: Event) => moveOn(event, () => columns.move(column, to))}>
      <span class="icon icon-${icon}" aria-hidden="true"></span></button>`;
  };
  return html`
    <li>
      <label><input type="checkbox" .checked=${columns.isShown(column)} ?disabled=${column.rowHeader === true} @change=${choose}>
        <span dir="auto">${name}</span></label>
      <input type="number" min=${NARROWEST} max=${WIDEST} step="10" aria-label=${t('host.columnWidth', { name })}
        placeholder=${column.width ?? ''} .value=${String(columns.widthOf(column) ?? '')} @change=${widen}>
      ${place(index - 1, 'host.columnBack', 'chevron turned')}${place(index + 1, 'host.columnOn', 'chevron')}
    </li>
  `;
}

/** The focus goes with the row; at the end of the way to its other button. */
function moveOn(event: Event, move: () => void): void {
  const button = event.currentTarget as HTMLButtonElement;
  const grid = button.closest<LitElement>('x-grid');
  move();
  void grid?.updateComplete.then(() => {
    const other = button.parentElement?.querySelector<HTMLElement>('button:not(:disabled)');
    (button.disabled ? other : button)?.focus();
  });
}

/** The focus goes back to where it was opened. */
function close({ currentTarget }: Event): void {
  const menu = (currentTarget as HTMLElement).closest('details');
  menu?.querySelector('summary')?.focus();
  if (menu !== null) menu.open = false;
}

async function save(event: Event, shown: Shown, format: Format): Promise<void> {
  close(event);
  try {
    await saveGrid(shown, format);
    toast(t('host.exported'), 'green');
  } catch (error) {
    showError(error);
  }
}
