import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../auth/context';
import { Credentials } from '../auth/credentials.service';
import { Directory } from '../auth/directory.service';
import { ACCOUNT } from '../jmap/session';
import { States } from '../jmap/state';
import type { Host } from '../module/host';
import { Log } from '../ports/log';
import { delay } from '../ports/timers';
import { Problem } from '../problem';
import { authenticate } from './authenticate';

/** How often the account's counter is looked at: the poll is all that one or many nodes need. */
const LOOK_EVERY = 400;
/** Seconds after which it is asked anew whether the caller is still signed in. */
const TRUST_FOR = 4;
const PING_LEAST = 5;
const PING_MOST = 300;

/** Event source (RFC 8620 §7.3). */
export function eventSourceRoute(server: FastifyInstance, host: Host): void {
  const credentials = host.get(Credentials);
  const open = new Set<AbortController>();

  server.addHook('preClose', (done) => {
    for (const connection of open) connection.abort();
    done();
  });

  server.get<{ Querystring: { types?: string; closeafter?: string; ping?: string } }>(
    '/jmap/eventsource',
    async (request, reply) => {
      const context = await authenticate(request, credentials);
      const { types, closeafter, ping } = request.query;
      if (types === undefined || types === '') throw new Problem('types must be * or a list of type names');
      if (closeafter !== 'state' && closeafter !== 'no') throw new Problem('closeafter must be "state" or "no"');
      if (ping === undefined || !/^\d{1,9}$/.test(ping)) throw new Problem('ping must be a number of seconds');
      const seconds = pingInterval(Number(ping));
      const lastId = request.headers['last-event-id'];
      const closing = new AbortController();
      open.add(closing);
      request.raw.once('close', () => {
        closing.abort();
      });
      // A password is not checked again, that is too much work; whether its user may still sign in is.
      const isBasic = /^basic /i.test(request.headers.authorization ?? '');
      const whoAsks = (): Promise<Context | null> =>
        isBasic
          ? host.get(Directory).contextOf(context.principalId)
          : authenticate(request, credentials).catch(() => null);
      const wanted = types === '*' ? null : new Set(types.split(','));
      const stream = new Stream(host, reply, wanted, closeafter === 'state', whoAsks);
      try {
        // First: whatever happens once the client hears that the stream is open is told.
        const beginning = await stream.look(context);
        await begin(reply);
        await stream.run(context, beginning, typeof lastId === 'string' ? lastId : null, seconds, closing.signal);
      } catch (error) {
        if (!reply.sent) throw error;
        // The answer has begun, so nothing can be said any more: the client connects again.
        host.get(Log).warn({ err: error }, 'An event stream ended early');
      } finally {
        open.delete(closing);
        if (reply.sent) reply.raw.end();
      }
    },
  );
}

/** Seconds between pings when so many were asked for; 0 is never. The bounds are those of RFC 8620 §7.3 or wider. */
export function pingInterval(asked: number): number {
  return asked === 0 ? 0 : Math.min(PING_MOST, Math.max(PING_LEAST, asked));
}

async function begin(reply: FastifyReply): Promise<void> {
  reply.hijack();
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  reply.raw.writeHead(200, headers as Record<string, string>);
  // Soon again after a break: a change of modules ends all streams.
  reply.raw.write('retry: 1000\n\n');
  await Promise.resolve();
}

/** What a stream goes on from: the account's counter, and after it the state of each type. */
interface Beginning {
  readonly counter: number;
  readonly known: ReadonlyMap<string, string>;
}

/** One open connection. */
class Stream {
  constructor(
    private readonly host: Host,
    private readonly reply: FastifyReply,
    private readonly types: ReadonlySet<string> | null,
    private readonly closesAfterState: boolean,
    /** Who is behind the stream now; null when signed out or switched off. */
    private readonly whoAsks: () => Promise<Context | null>,
  ) {}

  /** What the caller sees now. */
  async look(context: Context): Promise<Beginning> {
    const counter = await this.host.get(States).counter();
    return { counter, known: await this.read(context) };
  }

  async run(
    first: Context,
    beginning: Beginning,
    lastId: string | null,
    ping: number,
    signal: AbortSignal,
  ): Promise<void> {
    const states = this.host.get(States);
    let context: Context | null = first;
    let { counter, known } = beginning;
    if (lastId !== null && lastId !== encode(known)) {
      this.send(known, known);
      if (this.closesAfterState) return;
    }
    let quiet = 0;
    let trusted = 0;
    while (!signal.aborted) {
      await delay(LOOK_EVERY, signal);
      quiet += LOOK_EVERY / 1000;
      trusted += LOOK_EVERY / 1000;
      const now = await states.counter().catch(() => counter);
      if (now !== counter || trusted >= TRUST_FOR) {
        // Access may have changed as well: who asks is read anew.
        context = await this.whoAsks();
        if (!context) return;
        trusted = 0;
      }
      if (now !== counter) {
        counter = now;
        const next = await this.read(context);
        const changed = new Map([...next].filter(([type, state]) => known.get(type) !== state));
        known = next;
        if (changed.size > 0) {
          this.send(changed, next);
          if (this.closesAfterState) return;
          quiet = 0;
        }
      }
      if (ping > 0 && quiet >= ping) {
        this.reply.raw.write(`event: ping\ndata: ${JSON.stringify({ interval: ping })}\n\n`);
        quiet = 0;
      }
    }
  }

  private async read(context: Context): Promise<Map<string, string>> {
    const all = await this.host.get(States).all(context);
    return new Map([...all].filter(([type]) => this.types === null || this.types.has(type)));
  }

  private send(changed: ReadonlyMap<string, string>, all: ReadonlyMap<string, string>): void {
    const data = { '@type': 'StateChange', changed: { [ACCOUNT]: Object.fromEntries(changed) } };
    this.reply.raw.write(`event: state\nid: ${encode(all)}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

/** The whole visible state in one token, so that a client that comes back hears at once what it missed. */
function encode(states: ReadonlyMap<string, string>): string {
  return Buffer.from(JSON.stringify([...states])).toString('base64url');
}
