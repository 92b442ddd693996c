import { setTimeout as pause } from 'node:timers/promises';

type Json = Record<string, unknown>;
type Call = readonly [name: string, args: Json];

const USING = ['core', 'tasks', 'comments', 'mail', 'support', 'help'].map((id) =>
  id === 'core' ? 'urn:ietf:params:jmap:core' : `urn:groupware:${id}`,
);
/** Longer than the program needs for anything on a busy machine. */
const DEADLINE = 90_000;

/** Somebody with a browser: signs in with a password and speaks HTTP over a real socket. */
export class Person {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  static async signIn(url: string, username: string, password: string): Promise<Person> {
    const response = await fetch(`${url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'groupware' },
      body: JSON.stringify({ username, password }),
    });
    if (response.status !== 204) throw new Error(`${String(response.status)} ${await response.text()}`);
    return new Person(url, response.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  /** Sends calls as one request. @throws Error when no answer came, or none with status 200 */
  async request(...calls: readonly Call[]): Promise<Json[]> {
    const response = await this.post(...calls);
    if (response.status !== 200) throw new Error(`${String(response.status)} ${await response.text()}`);
    const { methodResponses } = (await response.json()) as { methodResponses: [string, Json, string][] };
    return methodResponses.map(([, result]) => result);
  }

  /** The same with the answer as it came. */
  post(...calls: readonly Call[]): Promise<Response> {
    const methodCalls = calls.map(([name, args], index) => [name, { accountId: 'g1', ...args }, String(index)]);
    return fetch(`${this.url}/jmap/api`, {
      method: 'POST',
      headers: { cookie: this.cookie, 'content-type': 'application/json', 'x-requested-with': 'groupware' },
      body: JSON.stringify({ using: USING, methodCalls }),
      signal: AbortSignal.timeout(DEADLINE),
    });
  }

  /** All objects of a type that the filter finds. */
  async all<T>(type: string, filter: Json | null = null): Promise<T[]> {
    const [found] = await this.request([`${type}/query`, { filter, limit: 500 }]);
    const [got] = await this.request([`${type}/get`, { ids: found?.['ids'] }]);
    return got?.['list'] as T[];
  }

  /** @returns the new id. @throws Error with the SetError */
  async create(type: string, object: Json): Promise<string> {
    const [result] = await this.request([`${type}/set`, { create: { new: object } }]);
    const created = (result?.['created'] as Record<string, { id: string }> | null)?.['new'];
    if (!created) throw new Error(JSON.stringify(result));
    return created.id;
  }

  /** @throws Error with the SetError */
  async update(type: string, id: string, patch: Json): Promise<void> {
    const [result] = await this.request([`${type}/set`, { update: { [id]: patch } }]);
    if (!(result?.['updated'] as Json | null | undefined)) throw new Error(JSON.stringify(result));
  }
}

/** Waits a little, so that clients come in turns and not in one burst. */
export function breathe(): Promise<void> {
  return pause(40);
}

/** Waits longer, when only the program's own work is awaited. */
export function rest(): Promise<void> {
  return pause(500);
}
