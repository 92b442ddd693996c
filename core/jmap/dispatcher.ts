import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Directory } from '../auth/directory.service';
import { STANDING_TABLES } from '../auth/standing';
import { Database } from '../database/database';
import { Contributions } from '../module/contributions';
import { Log } from '../ports/log';
import { Random } from '../ports/random';
import { Problem } from '../problem';
import { Sharing } from '../sharing/sharing.service';
import { Arguments, parseArguments, parseSetArguments } from './arguments';
import { ChangesMethod } from './changes.method';
import { refuseCopy } from './copy';
import { type CreatedIds, resolveId } from './created-ids';
import type { Operation } from './data-type';
import { MethodError, RequestError } from './errors';
import { Get } from './get';
import { limits } from './limits';
import { Method } from './method';
import { outsideAccounts } from './outside-accounts';
import { Query } from './query';
import { resolveReferences } from './references';
import { ACCOUNT, CORE, Session } from './session';
import { SetMethod } from './set';
import { States } from './state';
import { Types } from './types';
import type { Invocation, JmapRequest, JmapResponse } from './wire';

/** Methods that change nothing. */
const READS = /\/(get|query|changes|queryChanges|echo)$/;

/** Runs the calls of a request in order (RFC 8620 §3): resolve references, check capability and account, call. */
@injectable()
export class Dispatcher {
  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Types) private readonly types: Types,
    @inject(Get) private readonly get: Get,
    @inject(SetMethod) private readonly set: SetMethod,
    @inject(Query) private readonly query: Query,
    @inject(ChangesMethod) private readonly changes: ChangesMethod,
    @inject(States) private readonly states: States,
    @inject(Session) private readonly session: Session,
    @inject(Directory) private readonly directory: Directory,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Database) private readonly database: Database,
    @inject(Random) private readonly random: Random,
    @inject(Log) private readonly log: Log,
  ) {}

  /** @throws RequestError when the request as a whole cannot be run */
  async run(request: JmapRequest, context: Context): Promise<JmapResponse> {
    if (request.methodCalls.length > limits.maxCallsInRequest) throw RequestError.limit('maxCallsInRequest');
    const known = this.session.capabilities();
    for (const capability of request.using) {
      if (!known.includes(capability)) throw RequestError.unknownCapability(capability);
    }
    const created: CreatedIds = new Map(Object.entries(request.createdIds ?? {}));
    const isRead = request.methodCalls.every(([name]) => READS.test(name));
    const work = this.answerAll(request, context, created, isRead);
    const [methodResponses, sessionState] = isRead
      ? await Promise.all([work, this.session.state(context)])
      : [await work, await this.stateAfter(context)];
    return {
      methodResponses,
      ...(request.createdIds ? { createdIds: Object.fromEntries(created) } : {}),
      sessionState,
    };
  }

  /** What was just done may have changed what the caller is and may. */
  private async stateAfter(context: Context): Promise<string> {
    const isSame = this.database.reading?.hasWritten(STANDING_TABLES) === false;
    const now = isSame ? context : await this.directory.contextOf(context.principalId, context.signIn);
    return this.session.state(now ?? context);
  }

  private async answerAll(
    request: JmapRequest,
    context: Context,
    created: CreatedIds,
    isRead: boolean,
  ): Promise<Invocation[]> {
    const responses: Invocation[] = [];
    const reading = new ReadingCalls(context, this.sharing, this.database, (asker) => {
      if (isRead) this.askAhead(request, asker);
    });
    for (const [name, args, callId] of request.methodCalls) {
      responses.push(await this.answer(name, args, callId, request.using, responses, reading, created));
    }
    return responses;
  }

  /** Has the states of all types that are read be asked for at once: they may be older than what is read, never newer. */
  private askAhead({ methodCalls, using }: JmapRequest, asker: Context): void {
    if (asker.levels === null) return;
    for (const type of new Set(methodCalls.map(([name]) => name.split('/')[0] ?? ''))) {
      const isKnown = this.types.names().includes(type) && this.types.isUsable(type, using);
      // Whoever needs it hears that it failed.
      if (isKnown) this.states.of(type, asker).catch(() => undefined);
    }
  }

  private async answer(
    name: string,
    args: Record<string, unknown>,
    callId: string,
    using: readonly string[],
    responses: readonly Invocation[],
    reading: ReadingCalls,
    created: CreatedIds,
  ): Promise<Invocation> {
    try {
      const method = this.find(name, using, reading, created);
      const result = await method(resolveReferences(args, responses));
      return [name, result as Record<string, unknown>, callId];
    } catch (error) {
      return ['error', this.explain(error, name), callId];
    }
  }

  private find(
    name: string,
    using: readonly string[],
    reading: ReadingCalls,
    created: CreatedIds,
  ): (args: Record<string, unknown>) => Promise<object> {
    const { context } = reading;
    const special = this.contributions.all(Method).find((method) => method.name === name);
    if (special && using.includes(special.capability)) {
      reading.end();
      return (args) =>
        special.run(
          special.capability === CORE && name === 'Core/echo' ? args : inAccount(args),
          context,
          created,
          using,
        );
    }
    const [typeName = '', operation = ''] = name.split('/');
    const isKnown = this.types.names().includes(typeName) && this.types.isUsable(typeName, using);
    const { operations } = isKnown ? this.types.get(typeName).type : { operations: [] as readonly Operation[] };
    const isOutside = isKnown && this.types.get(typeName).type.isOutsideAccounts;
    if (operation === 'copy' && operations.includes('set') && !isOutside) return (args) => refuseCopy(inAccount(args));
    if (!operations.includes(operation as Operation)) {
      throw MethodError.of('unknownMethod', `There is no method ${name.slice(0, 80)} in the capabilities used`);
    }
    const run = {
      get: (a: object) => reading.run((asker) => this.get.run(typeName, parseArguments(Arguments.get, a), asker)),
      set: (a: Record<string, unknown>) => {
        reading.end();
        const given = parseSetArguments(a, this.types.get(typeName).type.contentsArgument);
        return this.set.run(typeName, given, context, created);
      },
      changes: (a: object) => this.changes.run(typeName, parseArguments(Arguments.changes, a), context),
      query: (a: object) => reading.run((asker) => this.query.run(typeName, parseArguments(Arguments.query, a), asker)),
      queryChanges: (a: object) => this.query.runChanges(typeName, parseArguments(Arguments.queryChanges, a), context),
    }[operation as Operation];
    const call = (args: Record<string, unknown>) => run(inAccount(replaceCreated(args, created)));
    return isOutside ? (args) => outsideAccounts(this.types.get(typeName), args, call) : call;
  }

  /** Only errors made for clients are told; anything else is logged under a reference and answered serverFail. */
  private explain(error: unknown, name: string): Record<string, unknown> {
    if (error instanceof MethodError) return error.toJSON();
    if (error instanceof Problem && error.status < 500) return { type: 'invalidArguments', description: error.message };
    const reference = this.random.bytes(6).toString('hex');
    this.log.error({ err: error, reference, method: name }, 'A method failed');
    return { type: 'serverFail', description: `Something went wrong; the log has more under ${reference}` };
  }
}

/** Calls in a row that only read: they ask once how access stands. */
class ReadingCalls {
  private standing: Promise<Context> | null = null;

  constructor(
    readonly context: Context,
    private readonly sharing: Sharing,
    private readonly database: Database,
    /** What can be asked for as soon as it is known how access stands. */
    private readonly begin: (asker: Context) => void,
  ) {}

  async run<T>(call: (asker: Context) => Promise<T>): Promise<T> {
    this.standing ??= this.stand();
    return call(await this.standing);
  }

  private async stand(): Promise<Context> {
    const asker = await this.sharing.standing(this.context);
    this.begin(asker);
    return asker;
  }

  /** What comes now may change something. */
  end(): void {
    this.standing = null;
    this.database.reading?.forget();
  }
}

function inAccount<T extends Record<string, unknown>>(args: T): T {
  if (typeof args['accountId'] !== 'string') throw MethodError.invalidArguments('accountId is missing');
  if (args['accountId'] !== ACCOUNT) throw MethodError.of('accountNotFound', 'There is no such account');
  return args;
}

/** `ids: ["#a"]` of /get may name objects created earlier in the request. */
function replaceCreated(args: Record<string, unknown>, created: CreatedIds): Record<string, unknown> {
  const { ids } = args;
  if (!Array.isArray(ids)) return args;
  return { ...args, ids: ids.map((id: unknown) => (typeof id === 'string' ? resolveId(id, created) : id)) };
}
