/** Rows that can be selected at once, at most. */
export const MOST_SELECTED = 1000;

/** Which rows of a grid are selected, by id: a row that moves or goes out of sight stays selected. */
export class Selection {
  /** One begins to select, as on a phone, where there is no box to check before. */
  isBegun = false;
  /** The row from which a range reaches. */
  from: { readonly id: string; readonly index: number } | undefined;
  /** The same object as long as nothing changes. */
  items: readonly { readonly id: string }[] = [];
  private known = new Set<string>();
  private question = '';
  private readonly listeners = new Set<() => void>();

  get ids(): readonly string[] {
    return [...this.known];
  }
  get size(): number {
    return this.known.size;
  }
  /** There is something to show of it. */
  get isOn(): boolean {
    return this.isBegun || this.size > 0;
  }

  has(id: string): boolean {
    return this.known.has(id);
  }

  /** Another question to the server has other rows: nothing is changed that one does not see. */
  ask(question: string): void {
    if (this.question !== question) this.clear();
    this.question = question;
  }

  toggle(id: string): void {
    this.put(this.has(id) ? this.ids.filter((other) => other !== id) : [...this.known, id]);
  }

  add(ids: readonly string[]): void {
    this.put([...this.known, ...ids]);
  }

  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    this.put(this.ids.filter((id) => !gone.has(id)));
  }

  begin(): void {
    this.isBegun = true;
    this.announce();
  }

  clear(): void {
    this.isBegun = false;
    this.from = undefined;
    this.put([]);
  }

  /** @returns the way out */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private put(ids: readonly string[]): void {
    this.known = new Set([...new Set(ids)].slice(0, MOST_SELECTED));
    this.items = this.ids.map((id) => ({ id }));
    this.announce();
  }

  private announce(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

const selections = new WeakMap<object, Selection>();

/** The selection of a described grid. It lasts as long as the description: on a phone a grid goes while a row is read. */
export function selectionOf(description: object): Selection {
  let selection = selections.get(description);
  if (selection === undefined) selections.set(description, (selection = new Selection()));
  return selection;
}
