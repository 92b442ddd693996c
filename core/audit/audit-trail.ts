import { inject, injectable } from 'inversify';
import { SecretKey } from '../config/secret-key';
import { Database } from '../database/database';
import { Clock } from '../ports/clock';
import { AuditChain, AuditRow } from './audit.entity';
import { caller } from './caller';
import { type AuditEvent, condense, oneLine } from './entry';

const START = '0'.repeat(64);
/** Rows that are read at once. */
const BATCH = 500;

/** What the verifier found. */
export interface Verdict {
  readonly rows: number;
  /** The first thing that is not as it was written, or null. */
  readonly fault: string | null;
}

/**
 * The record of who did what. An entry is stored by the transaction that does the thing, or not at all. Each row
 * carries a seal (HMAC-SHA-256 with the host's key) over the row before and itself, and the chain's two ends are
 * sealed too: whoever can write to the database but has not the key cannot change, insert or remove a row unnoticed.
 */
@injectable()
export class AuditTrail {
  /** To be called when nothing of this host is noted any more: the database goes on with the next host. */
  readonly retire: () => void;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Clock) private readonly clock: Clock,
  ) {
    this.retire = database.atEnd(() => this.write());
  }

  /** Notes what the transaction at hand does; outside of one, in its own. */
  note(event: AuditEvent): Promise<void> {
    const noted = { ...event, by: caller() };
    return this.database.transaction(() => {
      this.database.unit.notes.push(noted);
      // Nobody waits for it before the end, so that it goes along with what is asked next.
      void this.chain().catch(() => undefined);
      return Promise.resolve();
    });
  }

  /** Removes what is older, from the beginning of the chain. @returns how many rows */
  async forget(before: Date): Promise<number> {
    let forgotten = 0;
    for (;;) {
      const count = await this.database.transaction(() => this.forgetSome(before));
      forgotten += count;
      if (count < BATCH) return forgotten;
    }
  }

  /** Reads the whole chain. */
  async verify(): Promise<Verdict> {
    for (;;) {
      // First: what is there now was written before the end that is read next.
      const newest = await this.database.manager.maximum(AuditRow, 'id');
      const chain = await this.database.manager.findOneBy(AuditChain, { id: 1 });
      const verdict = await this.check(chain, newest ?? 0);
      const now = await this.database.manager.findOneBy(AuditChain, { id: 1 });
      // Old entries were forgotten while we read: again.
      if (verdict.fault === null || now?.firstId === chain?.firstId) return verdict;
    }
  }

  private async check(chain: AuditChain | null, newest: number): Promise<Verdict> {
    const { manager } = this.database;
    if (!chain) return { rows: 0, fault: newest === 0 ? null : 'The ends of the chain are missing' };
    if (chain.seal !== this.sealOf(chain)) return { rows: 0, fault: 'The ends of the chain were changed' };
    if (newest > chain.lastId) return { rows: 0, fault: `Entry ${String(newest)} lies beyond the end of the chain` };
    let { firstId: id, firstHash: hash } = chain;
    for (;;) {
      const rows = await manager
        .createQueryBuilder(AuditRow, 'r')
        .where('r.id > :id', { id: id === chain.firstId ? -1 : id })
        .andWhere('r.id <= :last', { last: chain.lastId })
        .orderBy('r.id')
        .limit(BATCH)
        .getMany();
      for (const row of rows) {
        if (row.id !== id + 1)
          return { rows: id - chain.firstId, fault: `Entry ${String(id + 1)} is missing or moved` };
        if (row.hash !== this.hashOf(hash, row)) {
          return { rows: id - chain.firstId, fault: `Entry ${String(row.id)} was changed` };
        }
        ({ id, hash } = row);
      }
      if (rows.length < BATCH) break;
    }
    // What was written while we read comes after the end we know.
    const isWhole = id === chain.lastId && hash === chain.lastHash;
    return { rows: id - chain.firstId, fault: isWhole ? null : `Entries after ${String(id)} are missing` };
  }

  private async write(): Promise<void> {
    const { notes } = this.database.unit;
    if (notes.length === 0) return;
    const events = condense(notes) as typeof notes;
    this.database.unit.notes = [];
    if (events.length === 0) return;
    const { rows: stored } = this.database;
    const [chain = null] = await this.chain();
    let lastId = chain?.lastId ?? 0;
    let lastHash = chain?.lastHash ?? START;
    const rows = events.map((event) => {
      lastId += 1;
      const row = { ...this.rowOf(event), id: lastId };
      lastHash = this.hashOf(lastHash, row);
      return { ...row, hash: lastHash };
    });
    for (const row of rows) await stored.insert(AuditRow, row);
    const ends = { firstId: chain?.firstId ?? 0, firstHash: chain?.firstHash ?? START, lastId, lastHash };
    await this.keep(ends, chain === null);
  }

  private async forgetSome(before: Date): Promise<number> {
    const { manager } = this.database;
    const chain = await manager.findOneBy(AuditChain, { id: 1 });
    const rows = await manager.find(AuditRow, { order: { id: 'ASC' }, take: BATCH });
    // A clock that was put back must not tear a hole: only what lies before the first younger row goes.
    const young = rows.findIndex(({ at }) => at >= before);
    const old = young < 0 ? rows : rows.slice(0, young);
    const last = old.at(-1);
    if (!chain || !last) return 0;
    await manager.createQueryBuilder().delete().from(AuditRow).where('id <= :id', { id: last.id }).execute();
    const { lastId, lastHash } = chain;
    await this.keep({ firstId: last.id, firstHash: last.hash, lastId, lastHash }, false);
    return old.length;
  }

  /** Its ends, as the transaction at hand finds them. */
  private chain(): Promise<AuditChain[]> {
    return this.database.rows.with(AuditChain, 'id', [1]);
  }

  private async keep(ends: Omit<AuditChain, 'id' | 'seal'>, isNew: boolean): Promise<void> {
    const { firstId, firstHash, lastId, lastHash } = ends;
    const values = { firstId, firstHash, lastId, lastHash, seal: this.sealOf(ends) };
    const { rows } = this.database;
    if (isNew) await rows.insert(AuditChain, { id: 1, ...values });
    else await rows.update(AuditChain, 'id', 1, values);
  }

  private rowOf(event: AuditEvent & { readonly by: ReturnType<typeof caller> }): Omit<AuditRow, 'id' | 'hash'> {
    const { action, outcome = 'done', count = 1, type = null, objectId = null, title, changes = [], actor, by } = event;
    const cut = (text: string | null | undefined, longest: number): string | null =>
      text === null || text === undefined ? null : oneLine(text, longest);
    return {
      ...{ at: this.clock.now(), action, outcome, count, type, objectId, via: by.via, source: by.source },
      actorId: actor ? actor.id : (by.person?.principalId ?? null),
      actorName: cut(actor ? actor.name : by.person?.user.name, 190),
      onBehalf: cut(actor ? null : by.person?.signIn?.actor?.name, 190),
      address: cut(by.address, 45),
      userAgent: cut(by.userAgent, 190),
      requestId: by.requestId,
      title: cut(title, 190),
      changes: JSON.stringify(changes),
    };
  }

  private hashOf(before: string, row: Omit<AuditRow, 'hash'>): string {
    const { id, at, action, outcome, count, actorId, actorName, onBehalf, via } = row;
    const { source, address, userAgent, requestId, type, objectId, title, changes } = row;
    const who = [actorId, actorName, onBehalf, via, source, address, userAgent, requestId];
    const what = [action, outcome, count, type, objectId, title, changes];
    return this.seal([before, id, at.toISOString(), ...who, ...what]);
  }

  private sealOf({ firstId, firstHash, lastId, lastHash }: Omit<AuditChain, 'id' | 'seal'>): string {
    return this.seal(['ends', firstId, firstHash, lastId, lastHash]);
  }

  private seal(facts: readonly unknown[]): string {
    return this.secretKey.sign('audit', JSON.stringify(facts)).toString('hex');
  }
}
