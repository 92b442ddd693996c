import { inject, injectable } from 'inversify';
import { z } from 'zod';
import { type Context, formatDate, idOf, Method, MethodError, parseArguments, Records } from '../../../core/api';
import { MANAGE } from '../permissions';
import { MOST_DAYS } from '../settings';
import { ExpiringTickets } from './expiring.service';
import { Expiry } from './expiry.service';
import { type ExpiryPolicy, VERDICTS } from './policy';

/** Most tickets of one answer. */
const MOST = 100;

const ids = z.array(z.string()).max(500).nullable().default(null);
const Arguments = z.strictObject({
  accountId: z.string(),
  days: z.number().int().min(0).max(MOST_DAYS).nullable().default(null),
  excludedTaskListIds: ids,
  excludedCategoryIds: ids,
  position: z.number().int().min(0).max(1_000_000).default(0),
  limit: z.number().int().min(0).default(20),
});

/**
 * `TicketExpiry/preview`: which tickets would be closed now because their customers do not answer, those that have waited
 * longest first, as far as the caller may read them; how many `others` would be; and how many are `spared`, by the first
 * reason that holds. What is not given is as the settings say. Nothing is changed. For managers of Support.
 */
@injectable()
export class PreviewExpiry extends Method {
  readonly name = 'TicketExpiry/preview';
  readonly capability = 'urn:groupware:support';

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Expiry) private readonly expiry: Expiry,
    @inject(ExpiringTickets) private readonly expiring: ExpiringTickets,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, position, limit, ...given } = parseArguments(Arguments, args);
    if (!context.may(MANAGE)) throw MethodError.of('forbidden', 'You may not manage Support');
    const saved = await this.expiry.policy();
    const policy: ExpiryPolicy = {
      days: given.days ?? saved.days,
      excludedTaskListIds:
        (await this.seen('TaskList', given.excludedTaskListIds, context)) ?? saved.excludedTaskListIds,
      excludedCategoryIds:
        (await this.seen('TaskCategory', given.excludedCategoryIds, context)) ?? saved.excludedCategoryIds,
    };
    const [counts, total, tickets] = await Promise.all([
      this.expiring.count(policy),
      this.expiring.countRead(policy, context),
      this.expiring.read(policy, context, position, Math.min(limit, MOST)),
    ]);
    const count = (verdict: (typeof VERDICTS)[number]): number => counts.get(verdict) ?? 0;
    const reasons = VERDICTS.filter((verdict) => verdict !== 'closed');
    return {
      accountId,
      position,
      total,
      list: tickets.map(({ id, taskListId, lastCommentAt, ...rest }) => ({
        id: String(id),
        taskListId: String(taskListId),
        lastCommentAt: formatDate(lastCommentAt),
        ...rest,
      })),
      others: count('closed') - total,
      spared: Object.fromEntries(reasons.map((reason) => [reason, count(reason)])),
    };
  }

  /** Those of the ids that the caller sees; what is unknown or forbidden excludes nothing. */
  private async seen(type: string, wire: readonly string[] | null, context: Context): Promise<number[] | null> {
    if (wire === null) return null;
    const known = wire.map(idOf).filter((id) => id !== null);
    return [...(await this.records.visibleIds(type, known, context))];
  }
}
