import type { GridColumn } from '@vaadin/grid/vaadin-grid-column';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CustomColumns } from '../custom-fields/columns';
import { mayHaveCustomFields } from '../custom-fields-loader';
import { PreferenceController } from '../preference';
import { type AnyColumn, idOf } from './cell';
import { arrange, isShown, type Layout, layoutOf, move, reorder, show, widen, widthOf } from './grid-layout';

interface Described {
  readonly type: string;
  readonly columns: readonly AnyColumn[];
  readonly menu?: boolean;
}

/**
 * The columns of a grid: those of its description, and with a menu also the custom fields of its type. What a user
 * decides about them is remembered by the server, so that it is there in another browser.
 */
export class GridColumns implements ReactiveController {
  private readonly preference: PreferenceController;
  private custom: CustomColumns | undefined;
  private isAsked = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly grid: () => Described,
    panelId: () => string,
  ) {
    host.addController(this);
    this.preference = new PreferenceController(host, () =>
      this.hasMenu ? `grid ${panelId()} ${grid().type}` : undefined,
    );
  }

  hostConnected(): void {
    const { type } = this.grid();
    if (this.isAsked || !this.hasMenu || !mayHaveCustomFields(type)) return;
    this.isAsked = true;
    void import('../custom-fields/columns').then(({ CustomColumns: Columns }) => {
      this.custom = new Columns(this.host, type);
      this.host.requestUpdate();
    });
  }

  private get hasMenu(): boolean {
    return this.grid().menu !== false;
  }

  private get layout(): Layout {
    return layoutOf(this.preference.value);
  }

  /** None before it is known what was decided, so that nothing jumps. */
  get shown(): readonly AnyColumn[] {
    const { layout } = this;
    return this.preference.isLoaded ? this.all.filter((column) => isShown(column, layout)) : [];
  }

  /** In their order. */
  get all(): readonly AnyColumn[] {
    return arrange(this.described, this.layout);
  }

  private get described(): readonly AnyColumn[] {
    return [...this.grid().columns, ...(this.custom?.list ?? [])];
  }

  get isChanged(): boolean {
    return Object.keys(this.layout).length > 0;
  }

  isShown(column: AnyColumn): boolean {
    return isShown(column, this.layout);
  }

  /** The width in px that somebody has given the column. */
  widthOf(column: AnyColumn): number | undefined {
    return widthOf(column, this.layout);
  }

  show(column: AnyColumn, isWanted: boolean): void {
    this.preference.value = show(this.layout, column, isWanted);
  }

  widen(column: AnyColumn, width: number): void {
    this.preference.value = widen(this.layout, column, width);
  }

  /** @param to place among all columns */
  move(column: AnyColumn, to: number): void {
    this.preference.value = move(this.layout, this.described, column, to);
  }

  reset(): void {
    this.preference.value = {};
  }

  /** Somebody has dragged the edge of a header. */
  readonly resized = ({ detail }: CustomEvent<{ resizedColumn: GridColumn | null }>): void => {
    const { resizedColumn } = detail;
    const column = this.all.find((one) => idOf(one) === resizedColumn?.dataset['id']);
    const width = Number.parseFloat(String(resizedColumn?.width ?? ''));
    if (column !== undefined && width > 0) this.widen(column, width);
  };

  /** Somebody has dragged a header. */
  readonly reordered = ({ detail }: CustomEvent<{ columns: readonly GridColumn[] }>): void => {
    const ids = detail.columns.flatMap(({ dataset }) => dataset['id'] ?? []);
    this.preference.value = reorder(this.layout, this.described, ids);
  };
}
