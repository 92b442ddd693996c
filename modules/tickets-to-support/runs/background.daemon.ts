import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { Configuration, Daemon, delay, inject, injectable, Log } from '../../../core/api';
import { Migration, type Watcher } from '../migration.service';
import type { Options } from '../options';
import type { Outcome } from '../report/report';
import type { LegacySource } from '../source/legacy-source';
import { Undoing } from '../undoing.service';
import { Attending } from './attending.service';
import { Journal, type Turn } from './journal.service';

/** How long the end of the program waits for a run. Milliseconds. */
const LONGEST_STOP = 10_000;
/** How often it is looked for runs whose programs are gone. Milliseconds. */
const LOOK_EVERY = 5_000;

/** Carries out runs behind the scenes, until the program ends; those it leaves behind are found interrupted. */
@injectable()
export class Background extends Daemon {
  private readonly stopping = new AbortController();
  private readonly runs = new Set<Promise<unknown>>();
  private looking: Promise<void> = Promise.resolve();
  /** Runs what is given on behalf of nobody: whoever asked for a run has not worked on what it brings. */
  private byItself: <T>(work: () => T) => T = (work) => work();

  constructor(
    @inject(Journal) private readonly journal: Journal,
    @inject(Attending) private readonly attending: Attending,
    @inject(Migration) private readonly migration: Migration,
    @inject(Undoing) private readonly undoing: Undoing,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  /** Folder for the reports. */
  get reports(): string {
    return join(this.configuration.data, 'migrations');
  }

  start(): Promise<void> {
    this.byItself = AsyncLocalStorage.snapshot();
    this.looking = this.look();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
    // What waits for the foreign database may wait for long; nothing of it is written any more.
    const over = new AbortController();
    await Promise.race([Promise.all(this.runs), delay(LONGEST_STOP, over.signal)]);
    over.abort();
  }

  /** Begins to bring the tickets of a source that is open, and closes it in the end. */
  migrate(turn: Turn, source: LegacySource, options: Options): void {
    this.begin(turn, (watcher) => this.migration.bring(source, options, watcher).finally(() => source.close()));
  }

  undo(turn: Turn, name: string): void {
    this.begin(turn, (watcher) => this.undoing.run(name, watcher.signal, (progress) => watcher.hear(progress)));
  }

  private begin(turn: Turn, work: (watcher: Watcher) => Promise<Outcome | number>): void {
    const { signal } = this.stopping;
    const run = this.byItself(() =>
      this.attending
        .attend(turn, { signal, tell: () => undefined, left: 'interrupted' }, work)
        // It stands in the journal.
        .catch(() => undefined)
        .finally(() => this.runs.delete(run)),
    );
    this.runs.add(run);
  }

  private async look(): Promise<void> {
    const { signal } = this.stopping;
    let isReachable = true;
    while (!signal.aborted) {
      try {
        await this.journal.findInterrupted();
        isReachable = true;
      } catch (error) {
        // Once: the database may be gone for an hour.
        if (isReachable) this.log.warn({ err: error }, 'It cannot be looked for migrations that were interrupted');
        isReachable = false;
      }
      await delay(LOOK_EVERY, signal);
    }
  }
}
