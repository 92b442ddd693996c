/** So many things of one kind that are in somebody's hands. */
export interface Belonging {
  readonly title: string;
  readonly count: number;
}

/** What a module keeps in people's hands. Filled by modules (`provides`); asked before somebody with login is deleted. */
export abstract class Belongings {
  /** Words for the kind of thing, such as `Open tasks`. */
  abstract readonly title: string;
  /** How many of them each of these people has; who has none may be missing. */
  abstract count(principalIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Hands all of them to the successor, or to nobody. Within the transaction that deletes the user. */
  abstract handOver(principalId: number, successorId: number | null): Promise<void>;
}
