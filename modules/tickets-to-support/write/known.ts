import type { PlannedTicket, Who } from '../plan/ticket';
import type { MadeList } from './lists.service';
import type { People, Person } from './people.service';

/** Where what is stored belongs. */
export interface Place {
  readonly source: string;
  readonly lists: ReadonlyMap<number, MadeList>;
  /** User of the source → principal here. */
  readonly users: ReadonlyMap<number, number>;
  /** Those of them who can be responsible. */
  readonly accounts: ReadonlySet<number>;
  /** Who stands in for responsibles without account; null for nobody. */
  readonly standIn: number | null;
  /** Custom fields that the tickets of the source have here, by key; those that are worked out are not among them. */
  readonly fieldIds: ReadonlyMap<string, number>;
}

/** Who the people of some tickets are here. */
export class Known {
  constructor(
    private readonly byAddress: ReadonlyMap<string, Person>,
    private readonly byId: ReadonlyMap<number, Person>,
    private readonly followers: ReadonlyMap<string, number>,
    /** Contacts that were made for them. */
    readonly made: ReadonlySet<number>,
    private readonly place: Place,
  ) {}

  id(who: Who): number | null {
    if (who === null) return null;
    return 'userId' in who ? (this.place.users.get(who.userId) ?? null) : (this.byAddress.get(who.address)?.id ?? null);
  }

  person(who: Who): Person | null {
    if (who === null) return null;
    return 'userId' in who ? (this.byId.get(this.id(who) ?? 0) ?? null) : (this.byAddress.get(who.address) ?? null);
  }

  responsible(who: Who): number | null {
    if (who === null || !('userId' in who)) return null;
    return this.place.accounts.has(who.userId) ? this.id(who) : this.place.standIn;
  }

  following(cc: readonly string[]): number[] {
    return cc.flatMap((address) => this.followers.get(address) ?? []);
  }
}

/** Addresses of customers, and of others whom tickets name, who are no users of the source, with their names there. */
export function addressesIn(planned: readonly PlannedTicket[]): Map<string, string> {
  const wanted = new Map<string, string>();
  for (const { customer, customValues } of planned)
    for (const who of [customer, ...[...customValues.values()].map((value) => ('who' in value ? value.who : null))])
      if (who && 'address' in who && !wanted.has(who.address)) wanted.set(who.address, who.name);
  return wanted;
}

/**
 * Gathers who the people of some tickets are.
 * @param byAddress who has the {@link addressesIn} them
 * @param made contacts among these that are new
 */
export async function knownIn(
  planned: readonly PlannedTicket[],
  people: People,
  place: Place,
  byAddress: ReadonlyMap<string, Person>,
  made: ReadonlySet<number> = new Set(),
): Promise<Known> {
  const followers = await people.followers([...new Set(planned.flatMap(({ cc }) => cc))]);
  const customers = planned.flatMap(({ customer }) => (customer && 'userId' in customer ? customer.userId : []));
  const byId = await people.byId([...new Set(customers.flatMap((id) => place.users.get(id) ?? []))]);
  return new Known(byAddress, byId, followers, made, place);
}
