import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { EVERYBODY } from '../database/change-log';
import { Database } from '../database/database';
import { Modules } from '../module/modules';
import { isAmong, keysOf, type LevelHolder, sees } from '../sharing/audience';
import { Sharing } from '../sharing/sharing.service';
import { Types } from './types';

/** How much is read before another way is taken; the state is the same. */
export const STATE_EFFORT = {
  /** Newest changes of a type that are looked through for one of which somebody has heard who has more levels than that. */
  newest: 50,
};

/** Number of the latest change, and the epoch where it was read along. */
interface Latest {
  readonly seq: number;
  readonly epoch: string | null;
}

/**
 * States (RFC 8620 §1.6.3) of one user: `epoch.number`, the number of the latest change of the type that this user
 * could see, or of the user's own access. What others do unseen does not move it.
 */
@injectable()
export class States {
  private readonly known = new WeakMap<Context, Map<string, Promise<string>>>();

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Types) private readonly types: Types,
    @inject(Modules) private readonly modules: Modules,
  ) {}

  /**
   * State of one type. Read it before the data: it may then be older than the data, never newer. So calls in a row that
   * only read (Sharing.standing) read it once.
   */
  of(type: string, context: Context): Promise<string> {
    if (context.levels === null) return this.read(type, context);
    const states = this.known.get(context) ?? new Map<string, Promise<string>>();
    this.known.set(context, states);
    const state = states.get(type) ?? this.read(type, context);
    states.set(type, state);
    return state;
  }

  /**
   * State after what the transaction at hand has written, given the state before. Where it has changed other objects of
   * the type than the caller is answered of, the state that they had before that: the caller, who goes on from it, would
   * else never ask for them (RFC 8620 §5.3 tells of those alone that were named).
   * @param answered ids of the objects that the answer tells of
   */
  async after(before: string, type: string, context: Context, answered: ReadonlySet<number>): Promise<string> {
    const { told, movesAccess } = this.database.unit;
    if (movesAccess || this.types.get(type).type.ownState) return this.of(type, context);
    const holder = await this.sharing.holder(context);
    const hears = (key: string): boolean => (holder.isAdmin ? key === EVERYBODY : sees(holder, [key]));
    const [epoch = '', seq] = before.split('.');
    const heard = told.filter((change) => change.type === type && hears(change.key));
    const others = heard.filter(({ id }) => !answered.has(id));
    const first = Math.min(...others.map((change) => change.seq));
    return format(epoch, others.length > 0 ? first - 1 : Math.max(Number(seq), ...heard.map((change) => change.seq)));
  }

  private async read(type: string, context: Context): Promise<string> {
    const { epoch, seq } = await this.latest(type, await this.sharing.holder(context), context);
    return format(epoch ?? (await this.epoch()), seq);
  }

  /** States of all types, for push. */
  async all(context: Context): Promise<Map<string, string>> {
    const holder = await this.sharing.holder(context);
    const epoch = await this.epoch();
    const states = new Map<string, string>();
    for (const type of this.types.names()) {
      // Whoever hears of a new state asks what changed; types that cannot say are left out.
      if (!this.types.get(type).type.operations.includes('changes')) continue;
      states.set(type, format(epoch, (await this.latest(type, holder, context)).seq));
    }
    return states;
  }

  /** Number in a state of ours, or null when it is none (another epoch: the database was restored). */
  async parse(state: string): Promise<number | null> {
    const [, epoch, seq] = /^(\w+)\.(\d{1,15})$/.exec(state) ?? [];
    return epoch === (await this.epoch()) ? Number(seq) : null;
  }

  async format(seq: number): Promise<string> {
    return format(await this.epoch(), seq);
  }

  /** The account's counter: moves with every change of anything. Only for deciding whether to look closer. */
  async counter(): Promise<number> {
    const [row] = await this.database.manager.query<{ seq: number }[]>('SELECT seq FROM core_account WHERE id = 1');
    return Number(row?.seq ?? 0);
  }

  private async latest(type: string, holder: LevelHolder, context: Context): Promise<Latest> {
    const own = this.types.get(type).type.ownState?.(context);
    if (own) return { seq: await own, epoch: null };
    // Looking each key up takes long for who has hundreds, of whom most have heard of something new.
    const newest = holder.levels.size > STATE_EFFORT.newest ? await this.amongNewest(type, holder) : null;
    const { seq, epoch } = newest ?? (await this.byKeys(type, holder));
    return { seq, epoch: epoch && epoch + this.modules.fingerprint };
  }

  /** The latest change, when it is among the newest; null when it is older. */
  private async amongNewest(type: string, holder: LevelHolder): Promise<Latest | null> {
    const { principalId } = holder;
    const rows = await this.database.manager.query<{ audience: string | null; seq: number; epoch: string | null }[]>(
      [
        'SELECT audience, seq, NULL AS epoch FROM (SELECT audience, seq FROM core_audience_state WHERE type = ?',
        `AND audience <> ? ORDER BY seq DESC LIMIT ${String(STATE_EFFORT.newest)}) newest_`,
        'UNION ALL SELECT NULL, COALESCE(MAX(seq), 0), NULL FROM core_access_change WHERE userId = ?',
        'UNION ALL SELECT NULL, seq, NULL FROM core_sync_floor WHERE userId = ?',
        'UNION ALL SELECT NULL, 0, epoch FROM core_account WHERE id = 1',
      ].join(' '),
      [type, EVERYBODY, principalId, principalId],
    );
    const changes = rows.filter(({ audience }) => audience !== null);
    const heard = changes.filter(({ audience }) => audience !== null && sees(holder, [audience]));
    if (heard.length === 0 && changes.length === STATE_EFFORT.newest) return null;
    const own = rows.filter(({ audience }) => audience === null);
    const seq = Math.max(...[...heard, ...own].map((row) => Number(row.seq)));
    return { seq, epoch: own.find((row) => row.epoch !== null)?.epoch ?? null };
  }

  private async byKeys(type: string, holder: LevelHolder): Promise<Latest> {
    const keys = holder.isAdmin ? [EVERYBODY] : keysOf(holder, holder.levels.keys());
    const { isByPairs } = this.types.get(type).type.access;
    const [isHeld, values] = isAmong('audience', keys, isByPairs === true);
    const [row] = await this.database.manager.query<{ seq: number | null; epoch: string | null }[]>(
      [
        'SELECT MAX(seq) AS seq, (SELECT epoch FROM core_account WHERE id = 1) AS epoch FROM (',
        'SELECT MAX(seq) AS seq FROM core_audience_state WHERE type = ? AND',
        isHeld,
        'UNION ALL SELECT MAX(seq) FROM core_access_change WHERE userId = ?',
        'UNION ALL SELECT seq FROM core_sync_floor WHERE userId = ?) latest',
      ].join(' '),
      [type, ...values, holder.principalId, holder.principalId],
    );
    return { seq: Number(row?.seq ?? 0), epoch: row?.epoch ?? null };
  }

  /** Whatever is known under other modules may be wrong under these: objects gain and lose properties with them. */
  private async epoch(): Promise<string> {
    const [row] = await this.database.manager.query<{ epoch: string }[]>('SELECT epoch FROM core_account WHERE id = 1');
    if (!row) throw new Error('core_account has no row');
    return row.epoch + this.modules.fingerprint;
  }
}

function format(epoch: string, seq: number): string {
  return `${epoch}.${String(seq)}`;
}
