import { delay } from '../ports/timers';
import { Problem } from '../problem';
import { assemble } from './assemble';
import type { Found } from './discovery';
import { Ground, type HostOptions } from './ground';
import type { Host } from './host';
import { fingerprint, ModuleStates } from './module-states.service';
import { Program } from './program';

/** Milliseconds between two looks at what other programs have changed. */
const LOOK_EVERY = 1_000;

/** Brings requests to the host of the moment. */
export interface Service {
  /** From now on new requests go to this host; those in flight end where they began. */
  take(host: Host): Promise<void>;
  /** Resolves when no request runs on a former host. */
  settled(): Promise<void>;
}

/**
 * The running program: one ground, and on it the host of the moment. When modules change, a new host is put together
 * beside the old one and takes over.
 */
export class RunningHost extends Program {
  private current!: Host;
  private service: Service | undefined;
  private readonly stopping = new AbortController();
  private watching: Promise<void> | undefined;
  /** Changes happen one after the other. */
  private tail: Promise<unknown> = Promise.resolve();

  private constructor(private readonly ground: Ground) {
    super();
  }

  /** @throws Problem when the core cannot start; a module that cannot is marked failed, the rest goes on */
  static async start(options: HostOptions): Promise<RunningHost> {
    const ground = await Ground.open(options);
    const running = new RunningHost(ground);
    try {
      running.current = await ground.exclusively(() => assemble(ground, running, true));
      return running;
    } catch (error) {
      await ground.close();
      throw error;
    }
  }

  /** The host of the moment. Ask again later: it may be another. */
  get host(): Host {
    return this.current;
  }

  get isAlone(): boolean {
    return this.ground.connections.isAlone;
  }

  discover(): Found[] {
    return this.ground.discover();
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.ground.exclusively(work);
  }

  async serve(service: Service): Promise<void> {
    this.service = service;
    await service.take(this.current);
  }

  /** Starts daemons and jobs, and the look at what other programs change. */
  async run(): Promise<void> {
    await this.current.run();
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    await this.tail.catch(() => undefined);
    await this.current.rest();
    await this.ground.close();
  }

  reload(needed?: string): Promise<void> {
    return this.inTurn(async () => {
      const next = await assemble(this.ground, this, true);
      needSuccess(next, needed);
      await this.swap(next);
      needSuccess(next, needed);
    });
  }

  async settled(): Promise<void> {
    await this.service?.settled();
  }

  private async swap(next: Host): Promise<void> {
    const before = this.current;
    await this.service?.take(next);
    this.current = next;
    if (this.watching === undefined) return;
    await before.rest();
    await next.run();
  }

  /** Follows what the command line or another node does. */
  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      await delay(LOOK_EVERY, signal);
      if (signal.aborted) return;
      try {
        await this.inTurn(async () => {
          const states = await this.current.get(ModuleStates).all();
          if (fingerprint(states.values()) === this.current.modules.fingerprint) return;
          await this.swap(await assemble(this.ground, this, false));
        });
      } catch (error) {
        this.ground.log.warn({ err: error }, 'The modules could not be looked at; it is tried again');
      }
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}

function needSuccess({ modules }: Host, id: string | undefined): void {
  const error = modules.status().find((status) => status.id === id)?.error;
  if (error !== undefined) throw new Problem(error);
}
