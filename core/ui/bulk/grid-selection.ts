import type { Grid as VaadinGrid } from '@vaadin/grid';
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { element } from '../cells';
import { t } from '../i18n';
import { showError } from '../notice';
import { MOST_SELECTED, type Selection } from './selection';

/** What a grid knows of its rows. */
export interface Rows {
  /** Place in the whole answer, of what is here. */
  indexOf(id: string): number | undefined;
  /** Asks the server. */
  ids(position: number, limit: number): Promise<string[]>;
}
type Model = { readonly item?: { id: string } };

/** Selects rows of a grid: by check boxes, with Ctrl and Shift, with space, Ctrl+A and Escape. */
export class GridSelection implements ReactiveController {
  private stop: (() => void) | undefined;
  /** They hear of it before the grid, which takes it for choosing a row. */
  private readonly listeners = new Map<string, (event: Event) => void>([
    ['click', this.inGrid((event, selection) => this.click(event as MouseEvent, selection))],
    ['keydown', this.inGrid((event, selection) => this.press(event as KeyboardEvent, selection))],
    ['keyup', this.inGrid((event) => this.release(event as KeyboardEvent))],
  ]);

  /** @param isPhone a tap selects once it has been begun, for there is no other key to hold */
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    /** Undefined for a grid whose rows cannot be selected. */
    private readonly selection: () => Selection | undefined,
    private readonly rows: () => Rows | undefined,
    /** What a row is called. */
    private readonly nameOf: (item: { id: string }) => string,
    private readonly isPhone: () => boolean,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = this.selection()?.onChange(() => this.host.requestUpdate());
    for (const [name, listener] of this.listeners) this.host.addEventListener(name, listener, true);
  }

  hostDisconnected(): void {
    this.stop?.();
    for (const [name, listener] of this.listeners) this.host.removeEventListener(name, listener, true);
  }

  /** The boxes follow what is selected without being drawn again. */
  hostUpdated(): void {
    const selection = this.selection();
    if (selection === undefined) return;
    for (const box of this.host.querySelectorAll<HTMLInputElement>('.select-row')) {
      box.checked = selection.has(box.value);
    }
    const all = this.host.querySelector<HTMLInputElement>('.select-all');
    if (all === null) return;
    all.checked = selection.size > 0;
    all.indeterminate = selection.size > 0 && selection.size < this.most;
  }

  private inGrid(listen: (event: Event, selection: Selection) => void): (event: Event) => void {
    return (event) => {
      const selection = this.selection();
      if (selection !== undefined && this.grid?.contains(event.target as Node) === true) listen(event, selection);
    };
  }

  private get grid(): VaadinGrid<{ id: string }> | null {
    return this.host.querySelector('vaadin-grid');
  }

  /** So many can be selected of what there is. */
  private get most(): number {
    return Math.min(MOST_SELECTED, this.grid?.size ?? 0);
  }

  /** The column with the boxes. */
  column(): TemplateResult {
    return html`<vaadin-grid-column .width=${'44px'} .flexGrow=${0} .frozen=${true} .headerRenderer=${renderHeader}
      .renderer=${this.renderBox}></vaadin-grid-column>`;
  }

  private readonly renderBox = (root: HTMLElement, _column: unknown, { item }: Model) => {
    if (item === undefined) return;
    const box = boxIn(root, 'select-row');
    box.ariaLabel = t('host.bulk.selectRow', { name: this.nameOf(item) });
    box.value = item.id;
    box.checked = this.selection()?.has(item.id) === true;
  };

  readonly all = async (): Promise<void> => {
    const selection = this.selection();
    try {
      selection?.add((await this.rows()?.ids(0, MOST_SELECTED)) ?? []);
    } catch (error) {
      showError(error);
    }
  };

  private click(event: MouseEvent, selection: Selection): void {
    const [target] = event.composedPath();
    if (isBox(target)) {
      event.stopPropagation();
      if (target.classList.contains('select-all')) void this.allOrNone(selection);
      else void this.select(selection, event, target.value);
      return;
    }
    // A label's box is clicked next.
    if (target instanceof HTMLLabelElement) return;
    const isHeld = event.ctrlKey || event.metaKey || event.shiftKey;
    const id = isHeld || (this.isPhone() && selection.isOn) ? this.idAt(event) : undefined;
    if (id === undefined) return;
    event.preventDefault();
    void this.select(selection, event, id);
  }

  private press(event: KeyboardEvent, selection: Selection): void {
    const { key } = event;
    const id = key === ' ' && !isOther(event) ? this.idAt(event) : undefined;
    if (id !== undefined) {
      this.swallow(event);
      void this.select(selection, event, id);
    } else if (key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.all();
    } else if (key === 'Escape' && selection.isOn) selection.clear();
  }

  /** The grid would take the end of it for a click. */
  private release(event: KeyboardEvent): void {
    if (event.key === ' ' && !isOther(event) && this.idAt(event) !== undefined) this.swallow(event);
  }

  private swallow(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
  }

  private async allOrNone(selection: Selection): Promise<void> {
    if (selection.size >= this.most) selection.clear();
    else await this.all();
  }

  private async select(selection: Selection, { shiftKey }: MouseEvent | KeyboardEvent, id: string): Promise<void> {
    const rows = this.rows();
    const { from } = selection;
    const index = rows?.indexOf(id) ?? 0;
    if (!shiftKey || from === undefined || rows === undefined) {
      selection.from = { id, index };
      selection.toggle(id);
      return;
    }
    // What a range ends in was pressed with Shift held, which marks text as well.
    getSelection()?.removeAllRanges();
    const start = rows.indexOf(from.id) ?? from.index;
    const first = Math.min(start, index);
    try {
      selection.add(await rows.ids(first, Math.min(MOST_SELECTED, Math.abs(start - index) + 1)));
    } catch (error) {
      showError(error);
    }
  }

  private idAt(event: Event): string | undefined {
    const { section, item } = this.grid?.getEventContext(event) ?? {};
    return section === 'body' ? item?.id : undefined;
  }
}

function renderHeader(root: HTMLElement): void {
  boxIn(root, 'select-all').ariaLabel = t('host.bulk.all');
}

function boxIn(root: HTMLElement, className: string): HTMLInputElement {
  const known = root.querySelector('input');
  if (known !== null) return known;
  const box = element('input', className);
  box.type = 'checkbox';
  // One goes by the arrow keys, and space is pressed on the row.
  box.tabIndex = -1;
  const around = element('label', 'select-box');
  around.append(box);
  root.replaceChildren(around);
  return box;
}

function isBox(target: EventTarget | undefined): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.matches('.select-box > input');
}

/** Pressed on something in a cell that has a use for it. */
function isOther(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && !isBox(target) && target.matches('a, button, input, select, textarea, summary');
}
