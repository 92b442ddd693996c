import type { TypeName } from 'extjs-types';
import { applied } from '../store/cache';
import { MethodError } from '../store/errors';
import { theStore } from '../store/index';
import type { SetError } from '../store/types';

/** Records that go in one request: so long one waits for what was stopped, and so often one sees how far it is. */
const TOGETHER = 100;

/** How often records are read anew because somebody else has changed one of the type since. */
const TRIES = 25;

export type Row = { id: string } & Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, unknown>>;

/** A record as it was before its change, and as this has left it. */
export interface Left {
  readonly was: Values;
  readonly is: Values;
}

/** A change of many records: what each is to have. Nothing in it for one that stays as it is. */
export interface Change {
  readonly type: TypeName;
  readonly ids: readonly string[];
  /** Names of what is read before, so that it can be given back. */
  readonly properties: readonly string[];
  readonly decide: (record: Row) => Values | Refusal;
}

/** Why a record is not changed: what the server said, or one of our own reasons. */
export class Refusal {
  constructor(readonly error: SetError) {}
}

export interface Watch {
  readonly signal: AbortSignal;
  /** How many records it is over with. */
  readonly progressed: (count: number) => void;
}

/** What has become of the records. */
export interface Outcome {
  readonly count: number;
  readonly refused: ReadonlyMap<string, SetError>;
  /** What can be given back. */
  readonly left: ReadonlyMap<string, Left>;
}

/**
 * Changes records batch by batch. Each is changed as it is at that moment: what somebody else has changed since it was
 * read is read again.
 */
export async function changeMany(change: Change, watch: Watch): Promise<Outcome> {
  const left = new Map<string, Left>();
  const refused = await inBatches(change.ids, watch, (ids) => changeSome({ ...change, ids }, left));
  return { count: change.ids.length, refused, left };
}

/** Destroys records batch by batch. */
export async function destroyMany(type: TypeName, ids: readonly string[], watch: Watch): Promise<Outcome> {
  const refused = await inBatches(ids, watch, async (some) => {
    const [result] = await theStore().attempt([{ type, destroy: some }]);
    return Object.entries(result?.notDestroyed ?? {});
  });
  return { count: ids.length, refused, left: new Map() };
}

/** Does something with records batch by batch. */
export async function callMany(
  call: (ids: readonly string[]) => Promise<unknown>,
  ids: readonly string[],
  watch: Watch,
): Promise<Outcome> {
  const refused = await inBatches(ids, watch, async (some) => {
    await call(some);
    return [];
  });
  return { count: ids.length, refused, left: new Map() };
}

/**
 * Gives back what a change has taken. A record of which somebody has changed the same since is left alone. Of all other
 * properties it is said what they are, so that no rule of the server takes them along.
 */
export function givingBack(left: ReadonlyMap<string, Left>): Change['decide'] {
  return ({ id, ...present }) => {
    const { was, is } = left.get(id) ?? { was: {}, is: {} };
    const touched = Object.keys(was).filter((name) => !isSame(was[name], is[name]));
    if (touched.every((name) => isSame(present[name], was[name]))) return {};
    if (touched.some((name) => !isSame(present[name], is[name]))) return new Refusal({ type: 'changedSince' });
    return { ...present, ...Object.fromEntries(touched.map((name) => [name, was[name]])) };
  };
}

/** @returns which were refused, and why */
async function inBatches(
  ids: readonly string[],
  { signal, progressed }: Watch,
  work: (ids: readonly string[]) => Promise<Iterable<readonly [string, SetError]>>,
): Promise<Map<string, SetError>> {
  const refused = new Map<string, SetError>();
  for (let start = 0; start < ids.length; start += TOGETHER) {
    const stop = (error: SetError) => ids.slice(start).forEach((id) => refused.set(id, error));
    if (signal.aborted) {
      stop({ type: 'stopped' });
      break;
    }
    try {
      for (const [id, error] of await work(ids.slice(start, start + TOGETHER))) refused.set(id, error);
    } catch (error) {
      // Whether the batch was carried out, nobody can say when its answer is lost.
      stop({ type: 'failed', description: error instanceof Error ? error.message : String(error) });
      break;
    }
    progressed(Math.min(ids.length, start + TOGETHER));
  }
  return refused;
}

async function changeSome(change: Change, left: Map<string, Left>): Promise<Map<string, SetError>> {
  const { type, ids, properties, decide } = change;
  for (let tries = 1; ; tries++) {
    const { state, list } = (await theStore().call(`${type}/get`, { ids, properties })) as {
      state: string;
      list: Row[];
    };
    const records = new Map(list.map((record) => [record.id, record]));
    const refused = new Map<string, SetError>();
    const update: Record<string, Values> = {};
    for (const id of ids) {
      const record = records.get(id);
      const decision = record === undefined ? new Refusal({ type: 'notFound' }) : decide(record);
      if (decision instanceof Refusal) refused.set(id, decision.error);
      else if (record !== undefined && !isSame(applied(record, decision), record)) update[id] = decision;
    }
    if (Object.keys(update).length === 0) return refused;
    try {
      const [result] = await theStore().attempt([{ type, ifInState: state, update }]);
      for (const [id, more] of Object.entries(result?.updated ?? {})) {
        const was = records.get(id) ?? { id };
        const is = { ...applied(was, update[id] ?? {}), ...(more as Values | null) };
        left.set(id, { was: picked(was, properties), is: picked(is, properties) });
      }
      for (const [id, error] of Object.entries(result?.notUpdated ?? {})) refused.set(id, error);
      return refused;
    } catch (error) {
      const isStale = error instanceof MethodError && error.type === 'stateMismatch';
      if (!isStale || tries === TRIES) throw error;
    }
  }
}

function picked(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** Compares what came as JSON; an object whose keys came in another order is the same. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
