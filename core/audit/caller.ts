import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from '../auth/context';

/** On whose behalf the code at hand runs: a request's, or a job's. */
export interface Caller {
  /** Null until, and unless, somebody is known. */
  person: Context | null;
  via: 'session' | 'token' | 'basic' | 'anonymous' | 'job' | 'host';
  readonly source: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

const callers = new AsyncLocalStorage<Caller>();

/** The host by itself: its start, its mail listener. */
const HOST: Caller = { person: null, via: 'host', source: null, address: null, userAgent: null, requestId: null };

export function caller(): Readonly<Caller> {
  return callers.getStore() ?? HOST;
}

/** Runs the work for this caller: all that it writes is noted as theirs. */
export function callFor<T>(who: Caller, work: () => T): T {
  return callers.run(who, work);
}

export function jobCaller(job: string): Caller {
  return { ...HOST, via: 'job', source: job };
}

/** Says who the caller turned out to be. */
export function identify(person: Context, via: Caller['via']): void {
  const present = callers.getStore();
  if (present) Object.assign(present, { person, via });
}
