import {
  Arrivals,
  Clock,
  Database,
  inject,
  injectable,
  isAddress,
  Link,
  normaliseAddress,
  Records,
  type Row,
} from '../../../core/api';
import type { MigratedRow } from '../migrated.entity';
import { MigratedRows, placeOf } from '../migrated-rows.service';
import { type Discrepancy, Remarks } from '../plan/discrepancy';
import type { PlannedTicket } from '../plan/ticket';
import { cut, instantOf, oneLine } from '../plan/words';
import { type Hold, Runs } from '../runs.service';
import type { LegacyLink, LegacyLinks } from '../source/legacy-links';
import type { LegacySource } from '../source/legacy-source';
import type { Place } from './known';
import { People } from './people.service';
import { TICKETS } from './tickets.service';

/** What a kind of thing is here, if anything is. */
const TYPES: Readonly<Record<string, 'Task' | 'Principal'>> = {
  Ticket: 'Task',
  Contact: 'Principal',
  User: 'Principal',
};

/** A link of a page, with what it has become and what is at its other end here. */
export interface ListedLink extends Pick<MigratedRow, 'sourceTable' | 'sourceId'> {
  readonly link: LegacyLink;
  readonly known: MigratedRow | undefined;
  /** Of the contact at its other end; null for none, or for something else. */
  readonly address: string | null;
  /** Null for nothing. */
  readonly other: { readonly type: 'Task' | 'Principal'; readonly id: number } | null;
}

/** Brings links between tickets, and of tickets with people who are known here. */
@injectable()
export class LinkWriter {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Arrivals) private readonly arrivals: Arrivals,
    @inject(Clock) private readonly clock: Clock,
    @inject(Runs) private readonly runs: Runs,
    @inject(People) private readonly people: People,
    @inject(MigratedRows) private readonly migrated: MigratedRows,
  ) {}

  /** Links of a page. @param source whose contacts are looked up */
  async list(
    page: readonly PlannedTicket[],
    links: LegacyLinks,
    source: LegacySource,
    users: Place['users'],
  ): Promise<ListedLink[]> {
    const all = await links.of(page.map((ticket) => ticket.source.id));
    const places = all.map((link) => ({ link, ...rememberedAs(link) }));
    const known = await this.migrated.among(source.name, places);
    const addresses = await addressesOf(idsOf(all, 'Contact'), source);
    const others = await this.othersOf(all, addresses, source.name, users);
    return places.map((one) => ({
      ...one,
      known: known.get(placeOf(one)),
      address: one.link.kind === 'Contact' ? (addresses.get(one.link.otherId) ?? null) : null,
      other: others.get(`${one.link.kind} ${String(one.link.otherId)}`) ?? null,
    }));
  }

  /** What would be said, without anything being brought: which tickets will be here is not known yet. */
  survey(listed: readonly ListedLink[]): Discrepancy[] {
    return listed.flatMap(({ link, other }) => (link.kind === 'Ticket' || other ? [] : said(link)));
  }

  async bring(listed: readonly ListedLink[], place: Place, hold: Hold): Promise<void> {
    const wanted = listed.filter(({ known, other }) => known === undefined && other !== null);
    if (wanted.length > 0) await this.runs.within(hold, () => this.store(wanted, place));
  }

  private async store(wanted: readonly ListedLink[], { source }: Place): Promise<void> {
    const tickets = await this.migrated.known(
      source,
      TICKETS,
      wanted.map(({ link }) => link.ticketId),
    );
    for (const { link, other, sourceTable, sourceId } of wanted) {
      const taskId = tickets.get(link.ticketId)?.objectId ?? null;
      const isHere = taskId !== null && other !== null && (await this.records.find('Task', taskId)) !== null;
      if (!isHere) continue;
      const pair = { fromType: 'Task', fromId: taskId, toType: other.type, toId: other.id };
      const turned = { fromType: other.type, fromId: other.id, toType: 'Task', toId: taskId };
      const made = await this.database.manager.findOne(Link, { where: [pair, turned] });
      const objectId = made?.id ?? (await this.make(link, pair));
      await this.migrated.remember(source, [{ sourceTable, sourceId, type: 'Link', objectId, hash: '' }]);
    }
  }

  private async make(
    { description, createdAt }: LegacyLink,
    pair: Pick<Link, 'fromType' | 'fromId' | 'toType' | 'toId'>,
  ): Promise<number> {
    const values = {
      ...pair,
      description: described(description),
      createdAt: instantOf(createdAt) ?? this.clock.now(),
      createdById: null,
    };
    const [id = 0] = await this.database.rows.insertAll(Link, [values]);
    const row: Row = { ...values, id };
    await this.arrivals.add('Link', [row], new Map([[id, await this.records.audienceOf('Link', row)]]));
    return id;
  }

  /** What is at the other ends here, by kind and id there. */
  private async othersOf(
    links: readonly LegacyLink[],
    addresses: ReadonlyMap<number, string>,
    source: string,
    users: Place['users'],
  ): Promise<Map<string, { type: 'Task' | 'Principal'; id: number }>> {
    const found = new Map<string, { type: 'Task' | 'Principal'; id: number }>();
    const put = (kind: string, there: number, here: number | null | undefined): void => {
      const type = TYPES[kind];
      if (type && typeof here === 'number') found.set(`${kind} ${String(there)}`, { type, id: here });
    };
    const tickets = [...(await this.migrated.known(source, TICKETS, idsOf(links, 'Ticket'))).values()];
    const tasks = await this.records.load(
      'Task',
      tickets.flatMap(({ objectId }) => objectId ?? []),
    );
    const here = new Set(tasks.map(({ id }) => id));
    for (const { sourceId, objectId } of tickets) put('Ticket', sourceId, here.has(objectId ?? 0) ? objectId : null);
    const people = await this.people.byAddress([...new Set(addresses.values())]);
    for (const [id, address] of addresses) put('Contact', id, people.get(address)?.id);
    for (const id of idsOf(links, 'User')) put('User', id, users.get(id));
    return found;
  }
}

/** Ids at the other ends of links with this kind. */
function idsOf(links: readonly LegacyLink[], kind: string): number[] {
  return [...new Set(links.flatMap((link) => (link.kind === kind ? link.otherId : [])))];
}

/** Addresses of contacts that have one, by id. */
async function addressesOf(ids: readonly number[], source: LegacySource): Promise<Map<number, string>> {
  const found = [...(await source.contactAddresses(ids))].map(
    ([id, address]) => [id, normaliseAddress(address)] as const,
  );
  return new Map(found.filter(([, address]) => isAddress(address)));
}

/** What a description is here: a line. */
export function described(description: string): string {
  return cut(oneLine(description), 190);
}

/** Why nothing is made of a link. */
export function said({ table, id, kind, otherId }: LegacyLink): readonly Discrepancy[] {
  const remarks = new Remarks(table, id);
  const reason =
    kind === 'Ticket'
      ? 'The ticket at the other end is not here'
      : kind in TYPES
        ? 'Whoever is at the other end is not known here'
        : `Links with things of the kind ${kind} have no place here`;
  remarks.add('noPlace', null, reason, `${kind} ${String(otherId)}`);
  return remarks.all;
}

/** Rows of links have no id in all systems. */
function rememberedAs({ ticketId, kind, otherId }: LegacyLink): Pick<MigratedRow, 'sourceTable' | 'sourceId'> {
  return { sourceTable: cut(`links of ticket ${String(ticketId)} with ${kind}`, 64), sourceId: otherId };
}
