import type { LightMyRequestResponse } from 'fastify';
import { Credentials } from '../../core/auth/credentials.service';
import { User } from '../../core/auth/principal.entity';
import { ACCOUNT } from '../../core/jmap/session';
import type { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the tests are about to prove
export type Json = Record<string, any>;

export const PASSWORD = 'a password of some length';
/** Where the requests of a test come from: another name for each source. */
export interface Source {
  readonly address?: string;
  readonly userAgent?: string;
}

/** A browser at the door: it signs in by a password and keeps the cookies it is given. */
export class BrowserClient {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly host: TestHost,
    private source: Source = {},
  ) {}

  /** The same browser somewhere else. */
  move(address: string): void {
    this.source = { ...this.source, address };
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  setCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  async post(url: string, payload: object): Promise<LightMyRequestResponse> {
    const {
      address = '192.0.2.1',
      userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
    } = this.source;
    const response = await this.host.server.inject({
      method: 'POST',
      url,
      remoteAddress: address,
      headers: { 'x-requested-with': 'groupware', 'user-agent': userAgent },
      cookies: Object.fromEntries(this.cookies),
      payload,
    });
    for (const { name, value, maxAge } of response.cookies as { name: string; value: string; maxAge?: number }[]) {
      if (value === '' || maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Status of the answer. */
  async logIn(username: string, password = PASSWORD): Promise<number> {
    return (await this.post('/auth/login', { username, password })).statusCode;
  }

  /** One call; its result, or the method error. @throws Error with the status when nobody is signed in */
  async call(name: string, args: Json = {}): Promise<Json> {
    const using = ['urn:ietf:params:jmap:core', 'urn:groupware:core'];
    const methodCalls = [[name, { accountId: ACCOUNT, ...args }, '0']];
    const response = await this.post('/jmap/api', { using, methodCalls });
    if (response.statusCode !== 200) throw new Error(String(response.statusCode));
    return response.json<{ methodResponses: [string, Json, string][] }>().methodResponses[0]![1];
  }

  /** The session object. */
  async session(): Promise<Json> {
    const cookies = Object.fromEntries(this.cookies);
    return (await this.host.server.inject({ method: 'GET', url: '/.well-known/jmap', cookies })).json<Json>();
  }

  /** All objects of a type that the user sees. */
  async all(type: string): Promise<Json[]> {
    return (await this.call(`${type}/get`, { ids: null }))['list'] as Json[];
  }

  async isIn(): Promise<boolean> {
    return this.call('Core/echo').then(
      () => true,
      () => false,
    );
  }
}

/** Gives a user of the test host the {@link PASSWORD}. */
export async function givePassword(host: TestHost, username: string, password = PASSWORD): Promise<void> {
  const { id } = await host.database.manager.findOneByOrFail(User, { username });
  await host.get(Credentials).setPassword(id, password);
}
