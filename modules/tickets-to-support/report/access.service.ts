import { Directory, inject, injectable, Records } from '../../../core/api';
import { MigratedRows } from '../migrated-rows.service';
import { type Brief, pagesOf } from '../reading';
import type { Place } from '../write/known';
import { TICKETS } from '../write/tickets.service';

/** How many people, and tickets of each type, are looked at. */
const PEOPLE = 20;
const TICKETS_OF_A_TYPE = 10;

/** What somebody saw there, and sees here. */
export interface AccessOf {
  readonly user: string;
  readonly typeId: number;
  /** Of so many tickets of the type. */
  readonly tickets: number;
  readonly saw: number;
  readonly sees: number;
  /** Why these are not the same tickets; null when they are, empty when nothing explains it. */
  readonly reason: string | null;
}

/** Compares what a sample of people may see with what they could see in the source. */
@injectable()
export class Access {
  constructor(
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(MigratedRows) private readonly migrated: MigratedRows,
  ) {}

  async sample(brief: Brief, place: Place): Promise<AccessOf[]> {
    const tickets = await this.tickets(brief, place);
    const found: AccessOf[] = [];
    for (const user of brief.desk.users.slice(0, PEOPLE)) {
      const principal = place.users.get(user.id);
      const context = principal === undefined ? null : await this.directory.contextOf(principal);
      for (const [typeId, some] of tickets) {
        const list = brief.planned.lists.get(typeId);
        if (!list) continue;
        const saw = some
          .filter(({ userId }) => {
            const isColleague = list.agentIds.has(user.id) || list.readerIds.has(user.id);
            return isColleague || (list.customerIds.has(user.id) && userId === user.id);
          })
          .map(({ id }) => id);
        const ids = some.map(({ id }) => id);
        const seen = context ? await this.records.visibleIds('Task', ids, context) : new Set<number>();
        const isSame = saw.length === seen.size && saw.every((id) => seen.has(id));
        const reason = isSame
          ? null
          : !context
            ? 'No account here'
            : context.isAdmin
              ? 'An administrator here'
              : whyNot(saw, seen, some, principal ?? 0);
        found.push({ user: user.username, typeId, tickets: some.length, saw: saw.length, sees: seen.size, reason });
      }
    }
    return found;
  }

  /** The first tickets of each type. */
  private async tickets(brief: Brief, { source }: Place): Promise<Map<number, Sampled[]>> {
    const byType = new Map<number, Sampled[]>();
    for await (const page of pagesOf(brief)) {
      const known = await this.migrated.known(
        source,
        TICKETS,
        page.map((ticket) => ticket.source.id),
      );
      const rows = await this.records.load(
        'Task',
        [...known.values()].flatMap(({ objectId }) => objectId ?? []),
      );
      const customers = new Map(rows.map((row) => [row.id, Number(row['customerId'] ?? 0)]));
      for (const ticket of page) {
        const id = known.get(ticket.source.id)?.objectId ?? null;
        const some = byType.get(ticket.source.typeId) ?? [];
        if (id === null || !customers.has(id) || some.length >= TICKETS_OF_A_TYPE) continue;
        byType.set(ticket.source.typeId, [
          ...some,
          { id, userId: ticket.source.userId, customerId: customers.get(id) ?? 0, cc: ticket.cc.length > 0 },
        ]);
      }
      const isFull = [...brief.planned.lists.keys()].every((id) => (byType.get(id)?.length ?? 0) >= TICKETS_OF_A_TYPE);
      if (isFull) break;
    }
    return byType;
  }
}

interface Sampled {
  readonly id: number;
  /** Whose it was. */
  readonly userId: number;
  readonly customerId: number;
  readonly cc: boolean;
}

/** What explains that somebody sees other tickets than before; empty for nothing. */
function whyNot(
  saw: readonly number[],
  seen: ReadonlySet<number>,
  all: readonly Sampled[],
  principalId: number,
): string {
  const more = all.filter(({ id }) => seen.has(id) && !saw.includes(id));
  const less = all.filter(({ id }) => !seen.has(id) && saw.includes(id));
  const isTheirs = more.every(({ customerId, cc }) => customerId === principalId || cc);
  if (less.length === 0 && isTheirs) return 'Customers see what is for them, by their address or in CC';
  const isForOthers = less.every(({ customerId }) => customerId !== principalId);
  if (
    isTheirs &&
    isForOthers &&
    less.length > 0 &&
    less.length === saw.length - [...seen].filter((id) => saw.includes(id)).length
  )
    return 'It was theirs for somebody else, whose address stands on it';
  return '';
}
