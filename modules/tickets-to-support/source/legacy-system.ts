import type { LegacySource } from './legacy-source';

/** What says where the tickets are. */
export interface Given {
  /** `mysql://…` of a database of the older system; null for one that lies in our own database. */
  readonly from: string | null;
  /** Under which name its rows are remembered; null for that of its schema. */
  readonly name: string | null;
  /** Directory with the files of its tickets; null when they are not to be brought, or need none. */
  readonly files: string | null;
}

/** Port: a kind of system whose tickets can be brought here. */
export abstract class LegacySystem {
  /** True when this is how its tickets are found. */
  abstract reads(given: Given): boolean;
  /** @throws Problem saying why nothing can be read there */
  abstract open(given: Given): Promise<LegacySource>;
}
