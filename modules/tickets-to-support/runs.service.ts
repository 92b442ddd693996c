import { Clock, Database, delay, inject, injectable, Problem, Random } from '../../core/api';
import { MigrationRun } from './migrated.entity';

/** Seconds after which a program that says nothing counts as gone. */
const HELD_SECONDS = 30;

/** How often it is said that it goes on, also while nothing is written. Milliseconds. */
const BEAT_EVERY = (HELD_SECONDS * 1000) / 3;

/** The right to bring the tickets of a source, until another program takes it. */
export interface Hold {
  readonly id: number;
  readonly source: string;
  readonly holder: string;
}

/** Of many programs one at a time brings the tickets of a source. Each of its transactions makes sure that it still does. */
@injectable()
export class Runs {
  /** By holder. */
  private readonly beats = new Map<string, AbortController>();

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
  ) {}

  /** @throws Problem 409 while another program is at it */
  async take(source: string): Promise<Hold> {
    const hold = await this.begin(source);
    const over = new AbortController();
    this.beats.set(hold.holder, over);
    void this.beat(hold, over.signal);
    return hold;
  }

  private begin(source: string): Promise<Hold> {
    return this.database.transaction(async () => {
      const { manager } = this.database;
      const now = this.clock.now();
      const holder = this.random.bytes(15).toString('base64url');
      const known = await manager.findOneBy(MigrationRun, { source });
      const until = known?.heldUntil ?? null;
      // One that reaches further than any can was given by a clock that was wrong.
      if (until !== null && until > now && until <= this.until(now))
        throw new Problem(
          `Another program is bringing the tickets of ${source}, or was until a moment ago; try again in half a minute`,
          409,
        );
      const values = { holder, heldUntil: this.until(now), startedAt: now, endedAt: null };
      if (known) await manager.update(MigrationRun, known.id, values);
      const id = known?.id ?? (await this.database.rows.insert(MigrationRun, { source, ...values })) ?? 0;
      return { id, source, holder };
    });
  }

  /** Runs the work in a transaction of its own, if this program still is the one that may. @throws Problem if not */
  within<T>({ id, holder, source }: Hold, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const { manager } = this.database;
      if (!(await manager.existsBy(MigrationRun, { id, holder })))
        throw new Problem(`Another program has gone on with the tickets of ${source}; this one has stopped`, 409);
      await manager.update(MigrationRun, id, { heldUntil: this.until(this.clock.now()) });
      return work();
    });
  }

  /** Lets others go on. Where even that cannot be written, the right ends by itself a little later. */
  async release({ id, holder }: Hold): Promise<void> {
    this.beats.get(holder)?.abort();
    this.beats.delete(holder);
    const free = { holder: null, heldUntil: null, endedAt: this.clock.now() };
    await this.database
      .transaction(() => this.database.manager.update(MigrationRun, { id, holder }, free))
      .catch(() => undefined);
  }

  private async beat(hold: Hold, over: AbortSignal): Promise<void> {
    for (;;) {
      await delay(BEAT_EVERY, over);
      if (over.aborted) return;
      // Whether it is still held, the next transaction finds out.
      await this.extend(hold).catch(() => undefined);
    }
  }

  private async extend({ id, holder }: Hold): Promise<void> {
    await this.database.transaction(() =>
      this.database.manager.update(MigrationRun, { id, holder }, { heldUntil: this.until(this.clock.now()) }),
    );
  }

  private until(now: Date): Date {
    return new Date(now.getTime() + HELD_SECONDS * 1000);
  }
}
