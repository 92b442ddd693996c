import type { Front } from '../http/front';
import { ACCOUNT } from '../jmap/session';

type Json = Record<string, unknown>;
export type Answer = [name: string, result: Json, callId: string];

/** A person at the API, through the door: HTTP request in, response out. */
export class Client {
  constructor(
    private readonly server: Front,
    private readonly using: readonly string[],
    readonly principalId: string,
    private readonly token: string,
  ) {}

  async session<T>(): Promise<T> {
    const response = await this.server.inject({ method: 'GET', url: '/.well-known/jmap', headers: this.headers() });
    return response.json<T>();
  }

  /** Sends calls as one request; the account id is filled in. */
  async request(...calls: readonly (readonly [name: string, args: Json])[]): Promise<Answer[]> {
    const methodCalls = calls.map(([name, args], index) => [name, { ...accountFor(name), ...args }, String(index)]);
    const response = await this.server.inject({
      method: 'POST',
      url: '/jmap/api',
      headers: this.headers(),
      payload: { using: this.using, methodCalls },
    });
    if (response.statusCode !== 200) throw new Error(`${String(response.statusCode)}: ${response.body}`);
    return response.json<{ methodResponses: Answer[] }>().methodResponses;
  }

  /** One call; its result, or the method error as `{ type, description }`. */
  async call(name: string, args: Json = {}): Promise<Json> {
    const [answer] = await this.request([name, args]);
    return answer?.[1] ?? {};
  }

  // The caller knows the type's properties; the wire does not.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- because a cast at every call reads worse
  async get<T = Json>(
    type: string,
    ids: readonly string[] | null,
    properties?: readonly string[],
  ): Promise<{ list: T[]; notFound: string[]; state: string }> {
    const result = await this.call(`${type}/get`, { ids, ...(properties ? { properties } : {}) });
    return result as unknown as { list: T[]; notFound: string[]; state: string };
  }

  /** Ids that match, in order. */
  async query(type: string, filter: Json | null = null, sort?: readonly Json[]): Promise<string[]> {
    const result = await this.call(`${type}/query`, { filter, ...(sort ? { sort } : {}) });
    if (!Array.isArray(result['ids'])) throw new Error(JSON.stringify(result));
    return result['ids'] as string[];
  }

  /** Creates one object and answers it with all properties. @throws Error with the SetError */
  async create<T = Json & { id: string }>(type: string, object: Json): Promise<T> {
    const result = await this.call(`${type}/set`, { create: { new: object } });
    const created = (result['created'] as Json | null)?.['new'] as { id: string } | undefined;
    if (!created) throw new Error(JSON.stringify(result['notCreated'] ?? result));
    return { ...object, ...created } as T;
  }

  /** The SetError of a create, update or destroy that must fail, or null when it did not. */
  async refused(type: string, change: { create?: Json; update?: Json; destroy?: string }): Promise<Json | null> {
    const result = await this.call(`${type}/set`, {
      ...(change.create ? { create: { new: change.create } } : {}),
      ...(change.update ? { update: change.update } : {}),
      ...(change.destroy === undefined ? {} : { destroy: [change.destroy] }),
    });
    for (const key of ['notCreated', 'notUpdated', 'notDestroyed']) {
      const faults = result[key] as Json | null | undefined;
      if (faults) return Object.values(faults)[0] as Json;
    }
    return result['type'] === undefined ? null : result;
  }

  /** @throws Error with the SetError */
  async update(type: string, id: string, patch: Json): Promise<void> {
    const error = await this.refused(type, { update: { [id]: patch } });
    if (error) throw new Error(JSON.stringify(error));
  }

  async upload(bytes: Buffer, type = 'application/octet-stream'): Promise<string> {
    const response = await this.server.inject({
      method: 'POST',
      url: `/jmap/upload/${ACCOUNT}`,
      headers: { ...this.headers(), 'content-type': type },
      payload: bytes,
    });
    if (response.statusCode !== 201) throw new Error(response.body);
    return response.json<{ blobId: string }>().blobId;
  }

  async download(blobId: string, name = 'file'): Promise<{ status: number; bytes: Buffer; headers: Json }> {
    return this.page(`/jmap/download/${ACCOUNT}/${blobId}/${encodeURIComponent(name)}?type=application/octet-stream`);
  }

  /** What any address answers. */
  async page(url: string): Promise<{ status: number; bytes: Buffer; headers: Json }> {
    const response = await this.server.inject({ method: 'GET', url, headers: this.headers() });
    return { status: response.statusCode, bytes: response.rawPayload, headers: response.headers };
  }

  /** What any address answers to JSON. */
  async post(url: string, payload: Json): Promise<{ status: number; bytes: Buffer; headers: Json }> {
    const response = await this.server.inject({ method: 'POST', url, headers: this.headers(), payload });
    return { status: response.statusCode, bytes: response.rawPayload, headers: response.headers };
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}

/** Push subscriptions are in no account (RFC 8620 §7.2.1). */
function accountFor(method: string): Json {
  return method.startsWith('PushSubscription/') ? {} : { accountId: ACCOUNT };
}
