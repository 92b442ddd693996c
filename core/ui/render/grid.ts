import '@vaadin/grid';
import type { GridDataProviderCallback, GridDataProviderParams, GridItemModel, Grid as VaadinGrid } from '@vaadin/grid';
import type { Comparator, DialogPanel, Filter, GridPanel, TypeName } from 'extjs-types';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { GridSelection } from '../bulk/grid-selection';
import { renderBulk } from '../bulk/render-bulk';
import { type Selection, selectionOf } from '../bulk/selection';
import { openDialog } from '../dialog';
import { t } from '../i18n';
import { errorText } from '../notice';
import { route, setQuery } from '../route';
import { card, columnsAsCard } from './card';
import { idOf } from './cell';
import { Described } from './described';
import { gridStyles } from './grid.styles';
import { renderColumn } from './grid-column';
import { GridColumns } from './grid-columns';
import type { AnyGrid, Row } from './grid-description';
import { renderEmpty } from './grid-empty';
import { renderGridMenu } from './grid-menu';
import { GridSource } from './grid-source';
import { Narrow } from './narrow';
import { renderToolbar } from './toolbar';

const PAGE = 50;

/** Records of a type in rows: any number, sorted and filtered by the server; below 600 px one column of cards. */
@customElement('x-grid')
export class Grid extends Described<GridPanel> {
  static override styles = gridStyles;

  private source: GridSource<TypeName> | undefined;
  private asked = '';
  private isStale = false;
  private unfollow: (() => void) | undefined;
  /** Rows of the last answer; kept while a new question is on its way, so that nothing jumps. */
  private size: number | undefined;
  private readonly narrow = new Narrow(this);
  private readonly columnsOf = new GridColumns(
    this,
    () => this.description,
    () => this.panelId,
  );

  private readonly selecting = new GridSelection(
    this,
    () => this.selection,
    () => this.source,
    (row) => this.nameOf(row),
    () => this.narrow.is,
  );

  private get selection(): Selection | undefined {
    return this.description.selection === 'many' ? selectionOf(this.item) : undefined;
  }

  private get description(): AnyGrid {
    return this.item as unknown as AnyGrid;
  }

  private nameOf(row: Row): string {
    const { columns } = this.description;
    const named = columns.find(({ rowHeader }) => rowHeader === true)?.dataIndex ?? 'id';
    return String(row[named]);
  }

  private get grid(): VaadinGrid<Row> | null {
    return this.querySelector('vaadin-grid');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.asked = '';
  }

  override disconnectedCallback(): void {
    this.source?.close();
    this.unfollow?.();
    this.unfollow = undefined;
    super.disconnectedCallback();
  }

  /** Sort from the URL (`sort=-modifiedAt`), else from the description. */
  private get sort(): readonly Comparator[] | undefined {
    const [name] = this.place.values('sort');
    if (name === undefined) return this.description.sort;
    return [{ property: name.replace(/^-/, ''), isAscending: !name.startsWith('-') }];
  }

  override willUpdate(): void {
    this.unfollow ??= this.description.follows?.(() => {
      if (this.question()[1] !== this.asked) this.requestUpdate();
    });
    if (!this.place.isHere && this.asked !== '') return;
    if (this.isStale) {
      // The grid asks its visible pages again and gets them at once. A hidden grid would ask nothing.
      this.isStale = false;
      const { grid, source } = this;
      if (grid !== null && source?.isLoaded === true) grid.size = source.total;
      grid?.clearCache();
    }
    const [filter, asked] = this.question();
    if (asked === this.asked) return;
    this.asked = asked;
    this.ask(filter);
  }

  /** What is asked at this moment, and the same as a text that can be compared. */
  private question(): [filter: Filter | undefined, asked: string] {
    const filter = this.place.filter(this.description.filter);
    return [filter, JSON.stringify([filter, this.sort])];
  }

  private ask(filter: Filter | undefined): void {
    this.source?.close();
    const { type, dependsOn } = this.description;
    const changed = () => {
      if (source !== this.source) return;
      this.isStale = true;
      this.requestUpdate();
    };
    const source = new GridSource(type, filter, this.sort, PAGE, changed, dependsOn);
    this.source = source;
    this.selection?.ask(JSON.stringify(filter));
    this.grid?.clearCache();
    if (this.grid !== null) this.grid.scrollToIndex(0);
  }

  private readonly provide = (params: GridDataProviderParams<Row>, done: GridDataProviderCallback<Row>) => {
    const { source } = this;
    if (source === undefined) return;
    const here = source.here(params.page);
    if (here !== undefined) {
      done(here as unknown as Row[], source.total);
      return;
    }
    const give = (rows: readonly unknown[]) => {
      if (source !== this.source) return;
      done(rows as Row[], source.total);
      this.requestUpdate();
    };
    void source.page(params.page).then(give);
  };

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.grid?.generateCellPartNames();
    this.openAsked();
  }

  /** An address may ask for the dialog of the record it names: `#settings/users/12?open=1`. */
  private openAsked(): void {
    const { isHere, selected } = this.place;
    if (this.description.dialog === undefined || !isHere || selected === undefined) return;
    if (route().query['open'] === undefined) return;
    setQuery({ open: null }, true);
    void this.open(selected);
  }

  override render(): TemplateResult {
    const { description, source, selection } = this;
    if (source?.isLoaded === true) this.size = source.total;
    const tools = {
      records: () => this.chosen,
      reload: () => source?.reload(),
      type: description.type,
      add: () => void this.open(),
    };
    return html`
      ${description.tbar === undefined ? nothing : renderToolbar(description.tbar as never, tools, this.renderMenu())}
      ${
        source?.error
          ? html`<p class="failed error-text" role="alert">${errorText(source.error)}
              <button class="button" @click=${tools.reload}>${t('host.retry')}</button></p>`
          : nothing
      }
      <vaadin-grid
        aria-label=${description.title ?? description.type}
        theme="no-border"
        item-id-path="id"
        .pageSize=${PAGE}
        .size=${this.size}
        .dataProvider=${this.provide}
        .cellPartNameGenerator=${this.parts}
        .selectedItems=${selection?.items ?? []}
        ?column-reordering-allowed=${!this.narrow.is}
        @cell-activate=${this.choose}
        @dblclick=${this.activate}
        @keydown=${this.key}
        @sorter-changed=${this.sorted}
        @column-resize=${this.columnsOf.resized}
        @column-reorder=${this.columnsOf.reordered}
      >
        ${this.narrow.is ? this.cardColumn() : this.columns()}
        <div slot="empty-state">${source?.isLoaded === true ? renderEmpty(this.emptyText(source.filter)) : nothing}</div>
      </vaadin-grid>
      <p class="visually-hidden rows" role="status">${source?.isLoaded === true ? t('host.rows', { count: source.total }) : ''}</p>
      ${selection === undefined ? nothing : renderBulk(this.item, selection, this.size ?? 0, this.selecting.all)}
    `;
  }

  /** What the description itself asks for is not there; null when the user has asked for less. */
  private emptyText(filter: Filter | undefined): string | null {
    const isFiltered = JSON.stringify(filter) !== JSON.stringify(this.description.filter);
    return isFiltered ? null : (this.description.emptyText ?? t('host.emptyGrid'));
  }

  private columns(): TemplateResult {
    const [sort] = this.sort ?? [];
    return html`
      ${this.selection === undefined ? nothing : this.selecting.column()}
      ${repeat(
        this.columnsOf.shown,
        (column) => `${idOf(column)} ${String(column.sortable)}`,
        (column) => renderColumn(column, this.columnsOf.widthOf(column), sort),
      )}
    `;
  }

  private renderMenu(): TemplateResult | typeof nothing {
    const { type, title, menu } = this.description;
    if (menu === false) return nothing;
    const columns = this.columnsOf;
    const shown = () => ({ type, title, filter: this.source?.filter, sort: this.sort, columns: columns.shown });
    return renderGridMenu(this.narrow.is ? undefined : columns, shown, this.narrow.is ? this.selection : undefined);
  }

  private cardColumn(): TemplateResult {
    return html`${this.selection?.isOn === true ? this.selecting.column() : nothing}<vaadin-grid-column .header=${this.description.title ?? ''} .flexGrow=${1} .renderer=${this.renderCard}
      .rowHeader=${true} header-part-name="no-header"></vaadin-grid-column>`;
  }

  private readonly renderCard = (root: HTMLElement, _column: unknown, { item }: GridItemModel<Row>) => {
    const { card: describe, columns } = this.description;
    root.replaceChildren(card(describe === undefined ? columnsAsCard(columns, item) : describe(item)));
  };

  private readonly parts = (_column: unknown, { item }: { item?: Row }): string => {
    // Rows that wait for the columns have none.
    if (item === undefined) return '';
    const own = this.description.rowPart?.(item) ?? '';
    return item.id === this.place.selected ? `${own} chosen` : own;
  };

  private get chosen(): readonly Row[] {
    const { selection, place, source } = this;
    const ids = selection !== undefined && selection.size > 0 ? selection.ids : [place.selected ?? ''];
    return ids.flatMap((id) => (source?.record(id) as Row | undefined) ?? []);
  }

  private readonly choose = (event: CustomEvent<{ model: { item?: Row } }>) => {
    const { item } = event.detail.model;
    if (item === undefined) return; // the end of a drag of a header
    if (item.id !== this.place.selected) this.place.select(item.id);
    this.description.listeners?.select?.(item);
  };

  private readonly activate = (event: Event) => {
    const item = this.grid?.getEventContext(event).item;
    if (item !== undefined) this.openRow(item);
  };

  private readonly key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    const item = this.grid?.getEventContext(event).item;
    if (item === undefined) return;
    event.preventDefault();
    if (item.id !== this.place.selected) this.place.select(item.id);
    this.openRow(item);
  };

  private openRow(item: Row): void {
    this.description.listeners?.activate?.(item);
    if (this.description.dialog !== undefined) void this.open(item.id);
  }

  private async open(id?: string): Promise<void> {
    const { dialog } = this.description;
    if (dialog === undefined) return;
    if ((await openDialog(dialog as unknown as DialogPanel, id)) !== null) this.source?.reload();
    // A row opened in a dialog is not left chosen: reload would open nothing, and the URL would promise it.
    if (id !== undefined && this.place.selected === id) this.place.select(null);
  }

  /** The sort goes into the URL; the grid is asked anew from there. */
  private readonly sorted = (event: CustomEvent<{ fromSorterClick: boolean }>) => {
    const { path, direction } = event.target as HTMLElement & { path: string; direction: 'asc' | 'desc' | null };
    const [now] = this.sort ?? [];
    const before = now?.property === path ? (now.isAscending === false ? 'desc' : 'asc') : null;
    if (direction === before || !event.detail.fromSorterClick) return;
    setQuery({ sort: direction === null ? null : direction === 'desc' ? `-${path}` : path }, true);
  };
}
