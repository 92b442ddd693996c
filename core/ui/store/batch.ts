import type { Connection } from './connection';
import { MethodError, RequestFailed } from './errors';
import type { Invocation, Session } from './types';

export type Call = readonly [method: string, args: Record<string, unknown>];
export type Answer = Record<string, unknown>;

interface Group {
  calls: readonly Call[];
  resolve: (answers: Answer[]) => void;
  reject: (error: unknown) => void;
}

/** Characters that a browser still sends when its page is gone; all that is under way together may have twice as many. */
const KEPT_ALIVE = 30_000;

/** Result of an earlier call of the same group (RFC 8620 §3.7); `@0` is the group's first call. */
export function resultOf(index: number, name: string, path: string): Answer {
  return { resultOf: `@${index}`, name, path };
}

/**
 * Questions asked in the same moment travel in one request. A group of calls stays together, in order,
 * because later ones may refer to earlier ones. Groups that write are sent at once and never twice.
 */
export class Batch {
  private queue: Group[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly session: () => Session,
    private readonly stateSeen: (sessionState: string) => void,
    /** Reads the session anew. */
    private readonly renew: () => Promise<void>,
  ) {}

  /** Questions. Rejects with `MethodError` if one of the calls failed, else gives each call's answer. */
  ask(calls: readonly Call[]): Promise<Answer[]> {
    return new Promise((resolve, reject) => {
      this.queue.push({ calls, resolve, reject });
      // A task, not a microtask: what several elements ask while they are drawn belongs together.
      if (this.queue.length === 1) setTimeout(() => this.flush());
    });
  }

  /** Changes. Not tried again: whether a lost request was carried out, nobody can say. */
  async tell(calls: readonly Call[]): Promise<Answer[]> {
    const [answers] = await this.send([calls], (url, init) =>
      this.connection.once(url, { ...init, keepalive: isLeaving() && init.body.length < KEPT_ALIVE }),
    );
    return unwrap(answers ?? []);
  }

  private flush(): void {
    const { maxCallsInRequest } = this.session().capabilities['urn:ietf:params:jmap:core'];
    const groups = this.queue;
    this.queue = [];
    for (let start = 0; start < groups.length; ) {
      let end = start;
      let size = 0;
      while (end < groups.length && (size === 0 || size + (groups[end]?.calls.length ?? 0) <= maxCallsInRequest)) {
        size += groups[end]?.calls.length ?? 0;
        end++;
      }
      void this.deliver(groups.slice(start, end));
      start = end;
    }
  }

  private async deliver(groups: readonly Group[]): Promise<void> {
    try {
      const calls = groups.map((group) => group.calls);
      const answers = await this.send(calls, (url, init) => this.connection.patiently(url, init));
      groups.forEach((group, index) => {
        try {
          group.resolve(unwrap(answers[index] ?? []));
        } catch (error) {
          group.reject(error);
        }
      });
    } catch (error) {
      for (const group of groups) group.reject(error);
    }
  }

  private async send(
    groups: readonly (readonly Call[])[],
    post: (url: string, init: RequestInit & { readonly body: string }) => Promise<Response>,
  ): Promise<(Answer | MethodError)[][]> {
    const methodCalls = groups.flatMap((calls, group) =>
      calls.map(([name, args], index): Invocation => [name, absolute(args, group), `${group}.${index}`]),
    );
    const deliver = (): Promise<Response> => {
      const { apiUrl, capabilities } = this.session();
      const body = JSON.stringify({ using: Object.keys(capabilities), methodCalls });
      return post(apiUrl, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    };
    const response = await deliver().catch(async (error: unknown) => {
      // A module has gone since the session was read. Nothing of the request was done, so it may be sent again.
      if (!(error instanceof RequestFailed) || error.type?.endsWith(':unknownCapability') !== true) throw error;
      await this.renew();
      return deliver();
    });
    const body = (await response.json()) as { methodResponses: Invocation[]; sessionState: string };
    this.stateSeen(body.sessionState);
    const byId = new Map(body.methodResponses.map((invocation) => [invocation[2], invocation]));
    return groups.map((calls, group) => calls.map(([name], index) => read(name, byId.get(`${group}.${index}`))));
  }
}

/** A page that is hidden may be on its way out. */
function isLeaving(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}

function unwrap(answers: readonly (Answer | MethodError)[]): Answer[] {
  for (const answer of answers) if (answer instanceof MethodError) throw answer;
  return answers as Answer[];
}

function read(method: string, invocation: Invocation | undefined): Answer | MethodError {
  if (invocation === undefined) return new MethodError(method, 'serverFail');
  const [name, args] = invocation;
  if (name !== 'error') return args;
  return new MethodError(method, String(args['type']), args['description'] as string | undefined);
}

/** Turns `@0` of result references into the call ids of this request. */
function absolute(args: Answer, group: number): Answer {
  const entries = Object.entries(args).map(([key, value]) => {
    if (!key.startsWith('#')) return [key, value];
    const reference = value as { resultOf: string };
    return [key, { ...reference, resultOf: reference.resultOf.replace('@', `${group}.`) }];
  });
  return Object.fromEntries(entries) as Answer;
}
