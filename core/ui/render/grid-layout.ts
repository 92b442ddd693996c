import { type AnyColumn, idOf } from './cell';

/** What somebody has decided about the columns of a grid, by their ids. What is not in it is as described. */
export interface Layout {
  readonly order?: readonly string[];
  readonly shown?: Readonly<Record<string, boolean>>;
  readonly widths?: Readonly<Record<string, number>>;
}

/** In px: a column stays visible, and fits a screen. */
export const NARROWEST = 40;
export const WIDEST = 1200;

/** Reads what was remembered; whatever cannot be used is as if nothing was decided. */
export function layoutOf(value: unknown): Layout {
  const { order, shown, widths } = isMap(value) ? value : {};
  return {
    ...(Array.isArray(order) ? { order: order.filter((id) => typeof id === 'string') } : {}),
    ...(isMap(shown) ? { shown: pick(shown, isFlag) } : {}),
    ...(isMap(widths) ? { widths: pick(widths, isWidth) } : {}),
  };
}

/** All columns in their order. One that nobody has put anywhere stays behind the one it is described after. */
export function arrange(columns: readonly AnyColumn[], { order = [] }: Layout): AnyColumn[] {
  const byId = new Map(columns.map((column) => [idOf(column), column]));
  const arranged = [...new Set(order)].filter((id) => byId.has(id));
  let before: string | undefined;
  for (const id of byId.keys()) {
    if (!arranged.includes(id)) arranged.splice(before === undefined ? 0 : arranged.indexOf(before) + 1, 0, id);
    before = id;
  }
  return arranged.flatMap((id) => byId.get(id) ?? []);
}

export function isShown(column: AnyColumn, { shown = {} }: Layout): boolean {
  return column.rowHeader === true || (shown[idOf(column)] ?? column.hidden !== true);
}

/** The width that somebody has given the column, in px. */
export function widthOf(column: AnyColumn, { widths = {} }: Layout): number | undefined {
  return widths[idOf(column)];
}

export function show(layout: Layout, column: AnyColumn, isWanted: boolean): Layout {
  return { ...layout, shown: { ...layout.shown, [idOf(column)]: isWanted } };
}

export function widen(layout: Layout, column: AnyColumn, width: number): Layout {
  const fitting = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
  return { ...layout, widths: { ...layout.widths, [idOf(column)]: fitting } };
}

/** Puts the column where another one is. */
export function move(layout: Layout, columns: readonly AnyColumn[], column: AnyColumn, to: number): Layout {
  const ids = arrange(columns, layout).map(idOf);
  const rest = ids.filter((id) => id !== idOf(column));
  return { ...layout, order: [...rest.slice(0, to), idOf(column), ...rest.slice(to)] };
}

/** Takes over the order of those that are shown; the hidden ones stay behind their neighbours. */
export function reorder(layout: Layout, columns: readonly AnyColumn[], shownIds: readonly string[]): Layout {
  const waiting = [...shownIds];
  const ids = arrange(columns, layout).map(idOf);
  return { ...layout, order: ids.map((id) => (shownIds.includes(id) ? (waiting.shift() ?? id) : id)) };
}

function isWidth(value: unknown): value is number {
  return typeof value === 'number' && value >= NARROWEST && value <= WIDEST;
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function pick<V>(map: Record<string, unknown>, fits: (value: unknown) => value is V): Record<string, V> {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, V] => fits(entry[1])));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
