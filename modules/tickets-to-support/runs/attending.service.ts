import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { BlobStore, delay, inject, injectable, Log, Problem, Random } from '../../../core/api';
import type { Watcher } from '../migration.service';
import type { Progress } from '../progress';
import type { Outcome } from '../report/report';
import { summaryOf } from '../report/summary';
import { Attendance } from './attendance';
import { type Ending, Journal, type Turn } from './journal.service';
import type { State } from './ticket-migration.entity';

/** How often a run says how far it is, and asks what is wanted. Milliseconds. */
const BEAT_EVERY = 2_000;

/** Who looks at a run besides the journal. */
export interface Onlooker {
  /** Aborts when the program is to end. */
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
  /** What a run has become that ended because its program does. */
  readonly left: Extract<State, 'cancelled' | 'interrupted'>;
}

/** Carries out runs, and keeps the journal of each. */
@injectable()
export class Attending {
  /** Of this program, by id. */
  private readonly going = new Map<number, Attendance>();

  constructor(
    @inject(Journal) private readonly journal: Journal,
    @inject(BlobStore) private readonly blobs: BlobStore,
    @inject(Log) private readonly log: Log,
    @inject(Random) private readonly random: Random,
  ) {}

  /**
   * Carries out a run to its end, whichever that is; it stands in the journal then.
   * @returns what the work answers
   * @throws what the work throws
   */
  async attend<T extends Outcome | number>(
    turn: Turn,
    { signal, tell, left }: Onlooker,
    work: (watcher: Watcher) => Promise<T>,
  ): Promise<T> {
    const attendance = new Attendance(this.journal, turn, signal, tell);
    const over = new AbortController();
    this.going.set(turn.id, attendance);
    const beating = this.beat(attendance, over.signal);
    const end = async (ending: Ending): Promise<void> => {
      over.abort();
      await beating;
      await this.journal.end(turn, ending, attendance.progress);
    };
    try {
      const outcome = await work(attendance);
      await end({ state: 'done', ...(typeof outcome === 'number' ? {} : await this.keep(outcome)) });
      return outcome;
    } catch (error) {
      const state = attendance.isCancelled ? 'cancelled' : signal.aborted ? left : 'failed';
      await end({ state, error: this.explain(error) });
      throw error;
    } finally {
      this.going.delete(turn.id);
    }
  }

  /** Lets a run of this program hear at once what is wanted of it; that of another hears of it in a moment. */
  async nudge(id: number): Promise<void> {
    await this.going.get(id)?.beat();
  }

  private async beat(attendance: Attendance, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      // A database that does not answer decides nothing: the run notices by itself.
      await attendance.beat().catch(() => undefined);
      await delay(BEAT_EVERY, over);
    }
  }

  /** Puts the report where administrators find it. */
  private async keep({ report, folder }: Outcome): Promise<Omit<Ending, 'state'>> {
    const store = async (name: string): Promise<string> => {
      const { blobId } = await this.blobs.write(createReadStream(join(folder, name)), Number.MAX_SAFE_INTEGER);
      return blobId;
    };
    return {
      summary: JSON.stringify(summaryOf(report)),
      htmlBlobId: await store('report.html'),
      jsonBlobId: await store('report.json'),
      discrepanciesBlobId: await store('discrepancies.jsonl'),
    };
  }

  /** Words for people; what a driver says is for the log alone. */
  private explain(error: unknown): string {
    if (error instanceof Problem) return error.message;
    const reference = this.random.bytes(6).toString('hex');
    this.log.error({ err: error, reference }, 'A migration of tickets failed; it can go on where it was');
    return `Something went wrong; the log has more under ${reference}`;
  }
}
