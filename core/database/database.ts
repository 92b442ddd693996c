import type { DataSource, EntityManager } from 'typeorm';
import { fault } from '../ports/fault';
import type { Random } from '../ports/random';
import { afterOthers, delay } from '../ports/timers';
import { ChangeLog } from './change-log';
import type { Dialect } from './columns';
import type { Connections } from './connections';
import { Kept } from './kept';
import type { Reading } from './reading';
import { Rows } from './rows';
import { UnitOfWork } from './unit-of-work';

/** Deadlock, lock wait timeout, snapshot conflict: MariaDB asks to run the whole transaction again. */
const RETRY = new Set([1213, 1205, 1020]);
const ATTEMPTS = 8;

/**
 * The one way to the data. Reads outside a transaction use a handle that cannot write; every write happens in
 * {@link transaction}, which the calls inside find by themselves (AsyncLocalStorage), so it cannot be forgotten.
 */
export class Database {
  /** Rows by plain SQL, where it must be quick. */
  readonly rows = new Rows(this);
  private readonly log: ChangeLog;
  private readonly keeping: Kept;
  private tail: Promise<unknown> = Promise.resolve();
  private readonly guards = new Set<() => Promise<void>>();
  private readonly closings = new Set<() => Promise<void>>();

  constructor(
    private readonly connections: Connections,
    private readonly random: Random,
  ) {
    this.log = new ChangeLog(this);
    this.keeping = new Kept(this, random);
  }

  get dialect(): Dialect {
    return this.connections.dialect;
  }

  /** Manager of the transaction at hand, or one that can only read. */
  get manager(): EntityManager {
    return this.open?.manager ?? this.connections.reader.manager;
  }

  /** The transaction at hand. @throws Error outside of one: that is a mistake in the code, not of a user. */
  get unit(): UnitOfWork {
    const unit = this.open;
    if (!unit) throw new Error('This needs a transaction: wrap it in database.transaction()');
    return unit;
  }

  get isInTransaction(): boolean {
    return this.open !== undefined;
  }

  /**
   * Reads something of these tables once in a transaction, see {@link UnitOfWork.once}; outside of one, once for all who
   * ask for it at the same time.
   */
  once<T>(tables: readonly string[], key: unknown, read: () => Promise<T>): Promise<T> {
    if (this.open) return this.open.once(tables, key, read);
    return this.reading ? this.reading.along(key, read) : read();
  }

  /** What was read of tables that change seldom, now or for an earlier request, see {@link Kept}. */
  kept<T>(name: string, read: () => Promise<T>): Promise<T> {
    return this.keeping.value(name, read);
  }

  /** Runs what answers one request: whether what is kept still holds is asked once. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.connections.readings.during(work);
  }

  /** The request at hand, if this is {@link during} one. */
  get reading(): Reading | undefined {
    return this.connections.readings.current;
  }

  /** For the migrator and the schema test only. */
  get writer(): DataSource {
    return this.connections.writer;
  }

  /**
   * Runs the work in one transaction; joins the one at hand. Transactions of one account queue behind the row lock
   * of its change counter, which is taken first: no deadlock between them, no lost update, and the numbers of the
   * change log appear in commit order. On SQLite they also queue in this process, because TypeORM has only one
   * connection there. The work may run several times and must have no effect but on the database; whatever goes
   * outside is handed to {@link afterCommit}.
   */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.open) return work();
    if (this.dialect === 'mysql') return this.retrying(work);
    const turn = this.tail.then(() => this.attempt(work));
    // SQLite answers on the spot: a job that writes step after step would else let no request in until its end.
    this.tail = turn.catch(() => undefined).then(afterOthers);
    return turn;
  }

  /** Runs the work so that its failure undoes its writes alone, not the whole transaction's. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const { unit } = this;
    const forget = unit.mark();
    const runner = unit.manager.queryRunner;
    if (!runner) throw new Error('A transaction without a connection');
    await runner.startTransaction();
    try {
      const result = await work();
      await runner.commitTransaction();
      return result;
    } catch (error) {
      await runner.rollbackTransaction();
      forget();
      throw error;
    }
  }

  /**
   * Has this checked first in every transaction, under its lock; a throw ends the transaction before its work.
   * @returns what ends that
   */
  guard(check: () => Promise<void>): () => void {
    this.guards.add(check);
    return () => {
      this.guards.delete(check);
    };
  }

  /**
   * Has this done last in every transaction, when all else is written.
   * @returns what ends that
   */
  atEnd(work: () => Promise<void>): () => void {
    this.closings.add(work);
    return () => {
      this.closings.delete(work);
    };
  }

  /** Registers an effect outside the database, run once the transaction at hand is durable. */
  afterCommit(effect: () => void): void {
    this.unit.afterCommit.push(effect);
  }

  /** Writes the change log of the transaction so far, so that the states it leads to can be read inside it. */
  flush(): Promise<void> {
    return this.log.write(this.unit);
  }

  /** Closes the connections once every transaction that was begun has ended. */
  async close(): Promise<void> {
    await this.tail;
    await this.connections.close();
  }

  /** The transaction at hand while it runs: a write after its end would slip into somebody else's on SQLite. */
  private get open(): UnitOfWork | undefined {
    const unit = this.connections.current.getStore();
    return unit?.isOver ? undefined : unit;
  }

  private async retrying<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        const number = (error as { driverError?: { errno?: number } }).driverError?.errno;
        if (attempt === ATTEMPTS || number === undefined || !RETRY.has(number)) throw error;
        await delay(this.random.fraction() * 20 * 2 ** attempt);
      }
    }
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.connections.writer.createQueryRunner();
    const unit = new UnitOfWork(runner, this.dialect);
    let mark: string | null = null;
    try {
      await runner.startTransaction();
      runner.data['unit'] = unit;
      let result: T;
      try {
        result = await this.connections.current.run(unit, async () => {
          await this.log.lock(unit);
          for (const check of this.guards) await check();
          const value = await work();
          await this.log.write(unit);
          for (const close of this.closings) await close();
          await this.keeping.renew();
          return value;
        });
        fault('core.database.before-commit');
        await runner.commitTransaction();
        mark = unit.keptMark;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      } finally {
        unit.isOver = true;
        delete runner.data['unit'];
      }
      fault('core.database.committed');
      for (const effect of unit.afterCommit) effect();
      return result;
    } finally {
      this.reading?.wrote(unit.written, mark);
      await runner.release();
    }
  }
}
