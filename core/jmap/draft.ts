import type { Context } from '../auth/context';
import type { Row } from './property';

/** An object on its way into the database: what was there, what will be, and what is no column. */
export class Draft {
  /** Values that are no column, by property name; the type's hooks store them. */
  readonly extras: Map<string, unknown>;
  /** Names among {@link changes} of which this time only that changes what agents alone are shown. */
  readonly forAgents = new Set<string>();
  /** True when nothing changes, or only what agents alone are shown; {@link Records} knows before the hooks run. */
  isQuiet = false;

  constructor(
    /** The stored row with its extensions, or null for a new object. */
    readonly before: Row | null,
    /** The row to be: columns of the type and of its extensions. */
    readonly values: Record<string, unknown>,
    /** Who asks; null for the host's own services. */
    readonly actor: Context | null,
    extras: Readonly<Record<string, unknown>> = {},
    /** Names of what a change tells, as it is already or not: of these no rule needs to guess what is wanted. */
    readonly said: ReadonlySet<string> = new Set(),
  ) {
    this.extras = new Map(Object.entries(extras));
  }

  get isNew(): boolean {
    return this.before === null;
  }

  /** Id of the row. @throws Error before it was inserted. */
  get id(): number {
    const { id } = this.values;
    if (typeof id !== 'number') throw new Error('The object is not stored yet');
    return id;
  }

  /** Names of all that will differ from what is stored, columns and extras. */
  changes(): string[] {
    return [...Object.keys(this.values).filter((name) => this.changed(name)), ...this.extras.keys()];
  }

  /** True when the value will differ from what is stored (always, for values of a new object). */
  changed(name: string): boolean {
    if (this.extras.has(name)) return true;
    if (this.before === null) return this.values[name] !== undefined;
    return !isSame(this.before[name], this.values[name]);
  }
}

export function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (typeof a === 'object' && typeof b === 'object') return JSON.stringify(a) === JSON.stringify(b);
  return (a ?? null) === (b ?? null);
}
