type Row = { id: string } & Record<string, unknown>;

/**
 * Records of one type as the server last told them, with the changes on their way laid over them.
 * A refused change is taken off again; what the server said meanwhile stays.
 */
export class Cache {
  /** The server's state for which the records hold (RFC 8620 §5.1). */
  state: string | undefined;
  private readonly records = new Map<string, Row>();
  private readonly pending = new Map<string, Record<string, unknown>[]>();

  has(id: string): boolean {
    return this.records.has(id);
  }

  /** The record as the user should see it now. The same object as long as nothing changed. */
  get(id: string): Row | undefined {
    return this.shown.get(id) ?? this.show(id);
  }
  private readonly shown = new Map<string, Row>();

  private show(id: string): Row | undefined {
    const record = this.records.get(id);
    if (record === undefined) return undefined;
    const seen = (this.pending.get(id) ?? []).reduce<Row>((row, patch) => applied(row, patch), record);
    this.shown.set(id, seen);
    return seen;
  }

  put(records: readonly Row[]): void {
    for (const record of records) {
      this.records.set(record.id, record);
      this.shown.delete(record.id);
    }
  }

  /**
   * Takes in records that the server told with its state, asked for when the cache held for the state `since`.
   * @returns true when the cache has got ahead of them meanwhile: they may be as they were before
   */
  take(records: readonly Row[], state: string, since: string | undefined): boolean {
    const isOvertaken = this.state !== since && this.state !== state;
    // Records of different moments may lie side by side; the oldest state is the one to ask changes from.
    this.state ??= state;
    this.put(records);
    return isOvertaken;
  }

  /** What the server says has changed of a record. */
  merge(id: string, properties: Record<string, unknown>): void {
    const record = this.records.get(id);
    if (record !== undefined) this.put([{ ...record, ...properties }]);
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.records.delete(id);
      this.shown.delete(id);
    }
  }

  clear(): void {
    this.records.clear();
    this.shown.clear();
    this.state = undefined;
  }

  ids(): string[] {
    return [...this.records.keys()];
  }

  /** Shows a change before the server has agreed. */
  begin(id: string, patch: Record<string, unknown>): void {
    this.pending.set(id, [...(this.pending.get(id) ?? []), patch]);
    this.shown.delete(id);
  }

  /** The server has answered: the change becomes the record's, or goes. */
  end(id: string, patch: Record<string, unknown>, isKept: boolean): void {
    const left = (this.pending.get(id) ?? []).filter((other) => other !== patch);
    if (left.length === 0) this.pending.delete(id);
    else this.pending.set(id, left);
    const record = this.records.get(id);
    if (isKept && record !== undefined) this.records.set(id, applied(record, patch));
    this.shown.delete(id);
  }
}

/** The record with a patch (RFC 8620 §5.3): properties, or JSON pointers into them. */
export function applied(record: Row, patch: Record<string, unknown>): Row {
  const result: Record<string, unknown> = { ...record };
  for (const [path, value] of Object.entries(patch)) {
    const parts = path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    set(result, parts, value);
  }
  return result as Row;
}

function set(target: Record<string, unknown>, [first, ...rest]: readonly string[], value: unknown): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    // In a pointer null means "take the key out"; at the top it is a value like another.
    target[first] = value;
    return;
  }
  const inner = { ...((target[first] ?? {}) as Record<string, unknown>) };
  set(inner, rest, value);
  const isTakenOut = rest.length === 1 && value === null;
  target[first] = isTakenOut ? Object.fromEntries(Object.entries(inner).filter(([key]) => key !== rest[0])) : inner;
}
