import type { Watcher } from '../migration.service';
import type { Progress } from '../progress';
import type { Journal, Turn } from './journal.service';

/**
 * Stands between a run and those who look at it: tells the journal how far it is, and lets the run wait, or end, when
 * a person wants that. The run itself knows nothing of people.
 */
export class Attendance implements Watcher {
  /** Aborts when the run is to end, for whatever reason. */
  readonly signal: AbortSignal;
  isCancelled = false;
  private readonly ending = new AbortController();
  private latest: Progress | null = null;
  private isToWait = false;
  private isWaiting = false;
  private goOn: (() => void) | undefined;

  /** @param outside aborts when the program is to end */
  constructor(
    private readonly journal: Journal,
    private readonly turn: Turn,
    outside: AbortSignal,
    private readonly tell: (progress: Progress) => void,
  ) {
    this.signal = AbortSignal.any([outside, this.ending.signal]);
  }

  get progress(): Progress | null {
    return this.latest;
  }

  /** Resolves when the run may go on. */
  async hear(progress: Progress): Promise<void> {
    this.latest = progress;
    this.tell(progress);
    if (!this.isToWait || this.signal.aborted) return;
    const waited = new Promise<void>((resolve) => {
      this.goOn = resolve;
      this.signal.addEventListener('abort', () => {
        resolve();
      });
    });
    this.isWaiting = true;
    await this.beat();
    await waited;
    this.isWaiting = false;
    await this.beat();
  }

  /** Tells how far it is, and does what is wanted meanwhile. */
  async beat(): Promise<void> {
    const state = this.isWaiting && !this.signal.aborted ? 'paused' : 'running';
    const wish = await this.journal.beat(this.turn, state, this.latest);
    this.isToWait = wish === 'pause';
    if (wish === 'cancel') this.isCancelled = true;
    if (wish === 'cancel' || wish === 'lost') this.ending.abort();
    else if (wish === null) this.goOn?.();
  }
}
