import { Clock, Database, inject, injectable, MethodError, Random, Records } from '../../../core/api';
import type { Progress } from '../progress';
import { type Kind, LIVE, type State, TicketMigration, type Wish } from './ticket-migration.entity';

/** Seconds after which a program that says nothing counts as gone. */
const HELD_SECONDS = 30;
const TYPE = 'TicketMigration';

/** The right to carry out a run, until somebody finds that its program is gone. */
export interface Turn {
  readonly id: number;
  readonly runner: string;
}

/** What comes of a run in the end. */
export type Ending = Partial<
  Pick<TicketMigration, 'error' | 'summary' | 'htmlBlobId' | 'jsonBlobId' | 'discrepanciesBlobId'>
> & { readonly state: State };

/** The record of all runs: what people want of them, and how far they are. */
@injectable()
export class Journal {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
  ) {}

  /** Notes that a run begins. */
  begin(kind: Kind, name: string, options: TicketMigration['options'], startedById: number | null): Promise<Turn> {
    return this.database.transaction(async () => {
      const fresh = this.fresh();
      const { id } = await this.records.insert<TicketMigration>(TYPE, {
        ...{ kind, name, options, startedById, startedAt: this.clock.now(), ...fresh },
        ...{ summary: null, htmlBlobId: null, jsonBlobId: null, discrepanciesBlobId: null },
      });
      return { id, runner: fresh.runner };
    });
  }

  /** Notes that a run which had ended before its time goes on. @throws MethodError when another was quicker */
  goOn(id: number): Promise<Turn> {
    return this.database.transaction(async () => {
      const row = await this.database.manager.findOneByOrFail(TicketMigration, { id });
      if (LIVE.includes(row.state) || row.state === 'done')
        throw MethodError.invalidArguments(`id: it is ${row.state}`);
      const fresh = this.fresh();
      await this.records.update(TYPE, id, fresh);
      return { id, runner: fresh.runner };
    });
  }

  /** The run of a source that somebody is at, or null. */
  live(name: string): Promise<TicketMigration | null> {
    return this.database.manager.findOneBy(
      TicketMigration,
      LIVE.map((state) => ({ name, state })),
    );
  }

  /** Says what a person wants of a run; null: that it goes on. */
  async wish(id: number, wish: Wish | null): Promise<void> {
    await this.database.transaction(() => this.records.update(TYPE, id, { wish }));
  }

  /**
   * Says that the program is still at it, and how far it is.
   * @returns what a person wants; `lost` when the run is another program's by now
   */
  beat({ id, runner }: Turn, state: State, progress: Progress | null): Promise<Wish | 'lost' | null> {
    return this.database.transaction(async () => {
      const { manager } = this.database;
      const row = await manager.findOneBy(TicketMigration, { id, runner });
      if (!row) return 'lost';
      // Nobody needs to hear of it.
      await manager.update(TicketMigration, id, { heldUntil: this.until() });
      if (state !== row.state || isAhead(progress, row))
        await this.records.update(TYPE, id, { state, ...(progress && columnsOf(progress)) });
      return row.wish;
    });
  }

  /** Notes how the run has ended, unless it is another program's by now. */
  async end({ id, runner }: Turn, ending: Ending, progress: Progress | null): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.database.manager.existsBy(TicketMigration, { id, runner }))) return;
      await this.records.update(TYPE, id, {
        ...(progress && columnsOf(progress)),
        ...ending,
        ...{ wish: null, runner: null, heldUntil: null, endedAt: this.clock.now() },
      });
    });
  }

  /** Notes of runs whose programs are gone that they are interrupted. */
  async findInterrupted(): Promise<void> {
    const now = this.clock.now();
    const isGone = ({ heldUntil }: TicketMigration): boolean => heldUntil === null || heldUntil <= now;
    const where = LIVE.map((state) => ({ state }));
    if (!(await this.database.manager.findBy(TicketMigration, where)).some(isGone)) return;
    await this.database.transaction(async () => {
      for (const row of (await this.database.manager.findBy(TicketMigration, where)).filter(isGone))
        await this.records.update(TYPE, row.id, {
          state: 'interrupted',
          ...{ wish: null, runner: null, heldUntil: null, endedAt: row.heldUntil ?? now },
        });
    });
  }

  private fresh() {
    const runner = this.random.bytes(15).toString('base64url');
    return {
      ...{ state: 'running' as State, wish: null, endedAt: null, error: null, runner, heldUntil: this.until() },
      ...{ stage: null, done: 0, total: 0, messages: 0, elapsed: 0 },
    };
  }

  private until(): Date {
    return new Date(this.clock.now().getTime() + HELD_SECONDS * 1000);
  }
}

function columnsOf({ stage, done, total, messages, elapsed }: Progress) {
  return { stage, done, total, messages, elapsed: Math.round(elapsed) };
}

function isAhead(progress: Progress | null, row: TicketMigration): boolean {
  return progress !== null && (progress.stage !== row.stage || progress.done !== row.done);
}
