import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/**
 * A stand-in for the host, for tests of the browser half alone: it serves a build, knows one user, and answers
 * JMAP from memory, with as many tickets as asked for without storing them.
 */
type Row = { id: string } & Record<string, unknown>;
type Args = Record<string, unknown>;
type Invocation = [string, Args, string];

export interface Panel {
  id: string;
  module: string;
  slot: string;
  title: string;
  icon: string;
  url: string;
}
export interface StandInOptions {
  /** Folder of the build. */
  ui: string;
  tickets?: number;
  panels?: Panel[];
  locale?: string;
  title?: string;
  /** More rows by type. */
  rows?: Record<string, Row[]>;
  isAdmin?: boolean;
  /** Types whose objects may have custom fields. */
  customFields?: string[];
  /** Instead of those in core/ui/csp.json. */
  styleHashes?: string[];
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export class StandIn {
  readonly requests: { using: string[]; methodCalls: Invocation[] }[] = [];
  /** While true every request is refused by closing the line. */
  isAway = false;
  signedIn = true;
  /** Answers for `Type/set` that the server refuses, by type. */
  readonly refused = new Map<string, { type: string; description: string }>();
  canCalculateChanges = true;
  /** While it is there, answers that are made wait for it on their way. */
  delay: Promise<void> | null = null;
  readonly blobs = new Map<string, Buffer>();
  private readonly server: Server;
  private readonly streams = new Set<ServerResponse>();
  private readonly rows = new Map<string, Map<string, Row>>();
  private readonly log: { type: string; id: string; isDestroyed: boolean }[] = [];

  constructor(private readonly options: StandInOptions) {
    for (const [type, rows] of Object.entries(options.rows ?? {})) {
      this.rows.set(type, new Map(rows.map((row) => [row.id, row])));
    }
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((ready) => this.server.listen(port, '127.0.0.1', ready));
    return this.origin;
  }

  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const stream of this.streams) stream.destroy();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Changes a record as another user would, and tells all who listen. */
  change(type: string, id: string, patch: Args): void {
    const row = this.row(type, id);
    if (row === undefined) throw new Error(`no ${type} ${id}`);
    this.table(type).set(id, { ...row, ...patch });
    this.changed(type, id, false);
  }

  private changed(type: string, id: string, isDestroyed: boolean): void {
    this.log.push({ type, id, isDestroyed });
    const data = JSON.stringify({ '@type': 'StateChange', changed: { g1: { [type]: this.state } } });
    for (const stream of this.streams) stream.write(`event: state\ndata: ${data}\n\n`);
  }

  private get state(): string {
    return String(this.log.length);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isAway) return void request.socket.destroy();
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader(
      'Content-Security-Policy',
      pathname === '/ui/mail-frame.html' ? MAIL_FRAME_CSP : contentSecurityPolicy(this.options),
    );
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    const isOwn = request.headers['x-requested-with'] === 'groupware';
    if (pathname === '/auth/login') {
      const { password } = JSON.parse((await body(request)).toString()) as { password: string };
      this.signedIn = password === 'right';
      if (this.signedIn) response.writeHead(204).end();
      else json(401, { type: 'about:blank', status: 401, detail: 'Username or password is wrong.' });
    } else if (pathname === '/auth/password') {
      this.signedIn = true;
      response.writeHead(204).end();
    } else if (pathname === '/auth/logout') {
      this.signedIn = false;
      response.writeHead(204).end();
    } else if (pathname === '/auth/options') json(200, { registration: false });
    else if (pathname === '/' || pathname.startsWith('/ui/')) this.serveFile(pathname, response);
    else if (!this.signedIn) json(401, { status: 401, detail: 'Sign in.' });
    else if (pathname === '/.well-known/jmap') json(200, this.session());
    else if (request.method === 'POST' && !isOwn) json(403, { status: 403, detail: 'Not from our own page.' });
    else if (pathname === '/jmap/api') {
      const answer = this.answer(JSON.parse((await body(request)).toString()));
      await this.delay;
      json(200, answer);
    } else if (pathname === '/jmap/eventsource') this.listen(response);
    else if (pathname.startsWith('/jmap/upload/')) {
      const bytes = await body(request);
      const blobId = `b${this.blobs.size + 1}`;
      this.blobs.set(blobId, bytes);
      json(201, { accountId: 'g1', blobId, type: request.headers['content-type'], size: bytes.length });
    } else if (pathname.startsWith('/jmap/download/')) {
      const bytes = this.blobs.get(pathname.split('/')[4] ?? '');
      if (bytes === undefined) json(404, { status: 404 });
      else response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(bytes);
    } else json(404, { status: 404 });
  }

  private serveFile(pathname: string, response: ServerResponse): void {
    const path = pathname === '/' ? 'index.html' : normalize(pathname.slice(4)).replace(/^(\.\.\/)+/, '');
    try {
      const file = readFileSync(join(this.options.ui, path));
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(file);
    } catch {
      response.writeHead(404).end();
    }
  }

  private listen(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private session(): object {
    const { panels = [], locale = 'en', title = 'Groupware', isAdmin = true, customFields = [] } = this.options;
    const core = { maxSizeUpload: 50_000_000, maxConcurrentUpload: 8, maxCallsInRequest: 32, maxObjectsInGet: 500 };
    const user = { id: '1', name: 'Ada Brouwer', email: 'ada@example.org', username: 'ada', isAdmin, locale };
    const { origin } = this;
    return {
      username: 'ada',
      apiUrl: `${origin}/jmap/api`,
      uploadUrl: `${origin}/jmap/upload/{accountId}`,
      downloadUrl: `${origin}/jmap/download/{accountId}/{blobId}/{name}?type={type}`,
      eventSourceUrl: `${origin}/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}`,
      state: 's1',
      accounts: { g1: { name: 'ada', isPersonal: true, isReadOnly: false, accountCapabilities: {} } },
      primaryAccounts: { 'urn:groupware:core': 'g1' },
      capabilities: {
        'urn:ietf:params:jmap:core': core,
        'urn:groupware:core': {
          ...{ title, user, actingAdministrator: null, permissions: [], panels, types: {}, customFields },
        },
      },
    };
  }

  private answer(request: { using: string[]; methodCalls: Invocation[] }): object {
    this.requests.push(request);
    const done = new Map<string, Args>();
    const methodResponses = request.methodCalls.map(([name, args, id]): Invocation => {
      const resolved = Object.fromEntries(
        Object.entries(args).map(([key, value]) => {
          if (!key.startsWith('#')) return [key, value];
          const { resultOf, path } = value as { resultOf: string; path: string };
          return [key.slice(1), done.get(resultOf)?.[path.slice(1)]];
        }),
      );
      const result = this.method(name, resolved);
      done.set(id, result);
      return [result['isError'] === true ? 'error' : name, result, id];
    });
    return { methodResponses, sessionState: 's1' };
  }

  private method(name: string, args: Args): Args {
    const [type = '', method] = name.split('/');
    if (method === 'get') {
      const ids = (args['ids'] as string[] | null) ?? this.idsOf(type, {}, [], 0, 500).ids;
      const found = ids.flatMap((id) => this.row(type, id) ?? []);
      const known = new Set(found.map(({ id }) => id));
      return { state: this.state, list: found, notFound: ids.filter((id) => !known.has(id)) };
    }
    if (method === 'query') {
      const { position = 0, limit = 50 } = args as { position?: number; limit?: number };
      const sort = (args['sort'] ?? []) as { property: string; isAscending?: boolean }[];
      const { ids, total } = this.idsOf(type, (args['filter'] ?? {}) as Args, sort, position, limit);
      const { canCalculateChanges } = this;
      return { ids, total, position, queryState: this.state, canCalculateChanges };
    }
    if (method === 'changes') {
      const since = this.log.slice(Number(args['sinceState'])).filter((entry) => entry.type === type);
      const of = (isDestroyed: boolean) => [
        ...new Set(since.filter((e) => e.isDestroyed === isDestroyed).map((e) => e.id)),
      ];
      return { newState: this.state, hasMoreChanges: false, created: [], updated: of(false), destroyed: of(true) };
    }
    if (method === 'queryChanges') {
      if (!this.canCalculateChanges) return { isError: true, type: 'cannotCalculateChanges' };
      const since = this.log.slice(Number(args['sinceQueryState'])).filter((entry) => entry.type === type);
      const { ids, total } = this.idsOf(type, (args['filter'] ?? {}) as Args, (args['sort'] ?? []) as never, 0, 1000);
      const touched = [...new Set(since.map(({ id }) => id))];
      const added = ids.flatMap((id, index) => (touched.includes(id) ? [{ id, index }] : []));
      return { oldQueryState: args['sinceQueryState'], newQueryState: this.state, total, removed: touched, added };
    }
    if (method === 'describe') return { kinds: [], types: [] };
    return this.set(type, args);
  }

  private set(type: string, args: Args): Args {
    const refusal = this.refused.get(type);
    const oldState = this.state;
    const result = { created: {} as Args, updated: {} as Args, destroyed: [] as string[] };
    const not = { notCreated: {} as Args, notUpdated: {} as Args, notDestroyed: {} as Args };
    for (const [key, record] of Object.entries((args['create'] ?? {}) as Record<string, Args>)) {
      if (refusal !== undefined) not.notCreated[key] = refusal;
      else {
        const id = String(5_000_000 + this.log.length);
        this.table(type).set(id, { ...record, id });
        result.created[key] = { id };
        this.changed(type, id, false);
      }
    }
    for (const [id, patch] of Object.entries((args['update'] ?? {}) as Record<string, Args>)) {
      if (refusal !== undefined) not.notUpdated[id] = refusal;
      else {
        this.change(type, id, patch);
        result.updated[id] = null;
      }
    }
    for (const id of (args['destroy'] ?? []) as string[]) {
      this.table(type).delete(id);
      result.destroyed.push(id);
      this.changed(type, id, true);
    }
    return { oldState, newState: this.state, ...result, ...not };
  }

  private table(type: string): Map<string, Row> {
    const table = this.rows.get(type) ?? new Map<string, Row>();
    this.rows.set(type, table);
    return table;
  }

  private row(type: string, id: string): Row | undefined {
    const stored = this.table(type).get(id);
    if (stored !== undefined || type !== 'FixtureTask') return stored;
    const number = Number(id);
    return number >= 1 && number <= (this.options.tickets ?? 0) ? ticket(number) : undefined;
  }

  private idsOf(
    type: string,
    filter: Args,
    sort: { property: string; isAscending?: boolean }[],
    position: number,
    limit: number,
  ) {
    const matches = (row: Row) => Object.entries(filter).every(([key, value]) => passes(row, key, value));
    const first = sort[0];
    if (type === 'FixtureTask' && filter['text'] === undefined) {
      // Five kinds of progress in turn, so that the n-th match needs no search.
      const wanted = (filter['progress'] as string[] | undefined) ?? PROGRESS;
      const rests = PROGRESS.flatMap((name, rest) => (wanted.includes(name) ? [rest] : []));
      const all = this.options.tickets ?? 0;
      const total = Math.floor((all * rests.length) / 5);
      const ids = Array.from({ length: Math.max(0, Math.min(limit, total - position)) }, (_, n) => {
        const at = first === undefined || first.isAscending === false ? total - 1 - position - n : position + n;
        return String(Math.floor(at / rests.length) * 5 + (rests[at % rests.length] ?? 0) + 1);
      });
      return { ids, total };
    }
    const rows = [...this.table(type).values()].filter(matches);
    if (first !== undefined) {
      const sign = first.isAscending === false ? -1 : 1;
      rows.sort((a, b) => sign * String(a[first.property]).localeCompare(String(b[first.property])));
    }
    return { ids: rows.slice(position, position + limit).map(({ id }) => id), total: rows.length };
  }
}

/** What the server must send with the frame that shows mails. */
const MAIL_FRAME_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'; " +
  "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin";

const ALLOWED = JSON.parse(readFileSync(join(__dirname, '../../core/ui/csp.json'), 'utf8')) as {
  styleHashes: string[];
  trustedTypes: string[];
};

/** What the server must send with everything else. */
function contentSecurityPolicy({ styleHashes = ALLOWED.styleHashes }: StandInOptions): string {
  const { trustedTypes } = ALLOWED;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'unsafe-hashes' ${styleHashes.map((hash) => `'${hash}'`).join(' ')}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes.join(' ')}`,
  ].join('; ');
}

function passes(row: Row, key: string, value: unknown): boolean {
  if (key === 'text')
    return Object.values(row).some((text) => String(text).toLowerCase().includes(String(value).toLowerCase()));
  if (Array.isArray(value)) return value.includes(row[key.replace(/s$/, '')] ?? row[key]);
  return row[key] === undefined || row[key] === value;
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const PROGRESS = ['needs-action', 'in-process', 'completed', 'failed', 'cancelled'];
const PEOPLE = ['Grace Kim', 'Deniz Yılmaz', 'Hugo Sánchez', 'Bram de Wit', 'Farid Haddad', 'Chloé Martin', 'מאיה לוי'];
const WHAT = [
  'Wrong total on invoice',
  'No mail from printer',
  'Crash in calendar',
  'Question about VPN',
  'Lost access to file share',
];

function ticket(number: number): Row {
  const who = PEOPLE[number % PEOPLE.length] ?? '';
  const day = (offset: number) => new Date(Date.UTC(2026, 10, 23, 9, 41) - offset * 3_600_000).toISOString();
  return {
    id: String(number),
    title: `${WHAT[number % WHAT.length]} <b>#${number}</b>`,
    progress: PROGRESS[(number - 1) % 5],
    responsibleName: number % 4 === 0 ? null : who,
    customerName: PEOPLE[(number * 3) % PEOPLE.length],
    due: number % 3 === 0 ? day((number % 400) - 200) : null,
    modifiedAt: day(number % 900),
    hasAttachment: number % 6 === 0,
    taskListId: String((number % 3) + 1),
    isUnread: number % 5 === 0,
  };
}
