import { inject, injectable } from 'inversify';
import { Daemon } from '../module/contract';
import { delay } from '../ports/timers';
import { AuditTrail } from './audit-trail';
import { type Caller, caller, callFor } from './caller';
import type { AuditEvent } from './entry';

/** Milliseconds for which what repeats itself is only counted. */
const WINDOW = 60_000;
/** Kinds of events told apart within one window. */
const MOST = 200;

/**
 * Events that strangers can cause as often as they like: the first of a kind is noted at once, the others within a
 * minute are counted and noted as one, so that a flood can fill neither disk nor memory.
 */
@injectable()
export class Repeats extends Daemon {
  private counted = new Map<string, { readonly event: AuditEvent; readonly by: Caller; count: number }>();
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(@inject(AuditTrail) private readonly trail: AuditTrail) {
    super();
  }

  async note(event: AuditEvent): Promise<void> {
    const by = { ...caller() };
    const { action, type = '', objectId = 0, title = '', actor } = event;
    const who = actor?.id ?? by.person?.principalId ?? actor?.name ?? '';
    const own = [action, who, by.address, type, objectId, title].join('\n');
    // More kinds than can be told apart are one: somebody who tries a thousand names.
    const isCrowded = !this.counted.has(own) && this.counted.size >= MOST;
    const key = isCrowded ? action : own;
    const known = this.counted.get(key);
    if (known) {
      known.count += 1;
      return;
    }
    this.counted.set(key, { event: isCrowded ? { action, outcome: event.outcome ?? 'done' } : event, by, count: 0 });
    await this.trail.note(event);
  }

  /** Notes what was only counted. */
  async flush(): Promise<void> {
    const counted = [...this.counted.values()];
    this.counted = new Map();
    for (const { event, by, count } of counted) {
      if (count > 0) await callFor(by, () => this.trail.note({ ...event, count }));
    }
  }

  start(): Promise<void> {
    this.loop = this.run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await this.flush().finally(this.trail.retire);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await delay(WINDOW, signal);
      // The database may be gone: then the counts of this minute are lost, not the program.
      await this.flush().catch(() => undefined);
    }
  }
}
