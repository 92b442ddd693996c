import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { EVERYBODY } from '../database/change-log';
import { Database } from '../database/database';
import { Modules } from '../module/modules';
import { isAmong, keysOf, partsOf } from '../sharing/audience';
import { Sharing } from '../sharing/sharing.service';
import { Types } from './types';

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

  /** State after what the transaction at hand has written, given the state before. */
  async after(before: string, type: string, context: Context): Promise<string> {
    const { told, movesAccess } = this.database.unit;
    if (movesAccess || this.types.get(type).type.ownState) return this.of(type, context);
    const keys = new Set(await this.keys(context));
    const [epoch = '', seq] = before.split('.');
    const heard = told.filter((change) => change.type === type && partsOf(change.key).every((part) => keys.has(part)));
    return format(epoch, Math.max(Number(seq), ...heard.map((change) => change.seq)));
  }

  private async read(type: string, context: Context): Promise<string> {
    const keys = await this.keys(context);
    const { epoch, seq } = await this.latest(type, keys, context);
    return format(epoch ?? (await this.epoch()), seq);
  }

  /** States of all types, for push. */
  async all(context: Context): Promise<Map<string, string>> {
    const keys = await this.keys(context);
    const epoch = await this.epoch();
    const states = new Map<string, string>();
    for (const type of this.types.names()) {
      // Whoever hears of a new state asks what changed; types that cannot say are left out.
      if (!this.types.get(type).type.operations.includes('changes')) continue;
      states.set(type, format(epoch, (await this.latest(type, keys, context)).seq));
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

  private async keys(context: Context): Promise<string[]> {
    if (context.isAdmin) return [EVERYBODY];
    const holder = await this.sharing.holder(context);
    return keysOf(holder, holder.levels.keys());
  }

  /** Number of the latest change, and the epoch where it was read along. */
  private async latest(
    type: string,
    keys: readonly string[],
    context: Context,
  ): Promise<{ readonly seq: number; readonly epoch: string | null }> {
    const own = this.types.get(type).type.ownState?.(context);
    if (own) return { seq: await own, epoch: null };
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
      [type, ...values, context.principalId, context.principalId],
    );
    const epoch = row?.epoch ?? null;
    return { seq: Number(row?.seq ?? 0), epoch: epoch && epoch + this.modules.fingerprint };
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
