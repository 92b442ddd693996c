/** Who wants to hear of changes, by type. */
export class Subscribers {
  private readonly byType = new Map<string, Set<() => void>>();

  /** @returns what ends it */
  add(types: readonly string[], changed: () => void): () => void {
    for (const type of types) this.byType.set(type, (this.byType.get(type) ?? new Set()).add(changed));
    return () => {
      for (const type of types) this.byType.get(type)?.delete(changed);
    };
  }

  tell(type: string): void {
    for (const changed of [...(this.byType.get(type) ?? [])]) changed();
  }

  types(): Iterable<string> {
    return this.byType.keys();
  }
}
