interface Ordered {
  readonly id: string;
  readonly sortOrder: number;
}

/** Ids with the one moved from a place to another. */
export function moved(ids: readonly string[], from: number, to: number): string[] {
  const others = ids.filter((_, index) => index !== from);
  return [...others.slice(0, to), ...ids.slice(from, from + 1), ...others.slice(to)];
}

/** What has to change so that the records are in the order of the ids: new numbers by id. */
export function renumbered(records: readonly Ordered[], ids: readonly string[]): Record<string, { sortOrder: number }> {
  const changes = ids.flatMap((id, index) => {
    const record = records.find((one) => one.id === id);
    return record === undefined || record.sortOrder === index + 1 ? [] : [[id, { sortOrder: index + 1 }] as const];
  });
  return Object.fromEntries(changes);
}
