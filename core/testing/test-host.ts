import { Credentials } from '../auth/credentials.service';
import { Directory } from '../auth/directory.service';
import { User } from '../auth/principal.entity';
import { type Configuration, loadConfiguration, variableOf } from '../config/config';
import type { Database } from '../database/database';
import { Front } from '../http/front';
import { Session } from '../jmap/session';
import type { Kind } from '../module/contributions';
import type { Host } from '../module/host';
import { RunningHost } from '../module/running-host';
import type { Clock } from '../ports/clock';
import { Client } from './client';
import { QuietLog } from './quiet-log';
import type { FreshDatabase, TestDatabase } from './servers/databases';

export interface TestHostOptions {
  readonly clock?: Clock;
  readonly configuration?: Partial<Configuration>;
  readonly modulesFolder?: string;
  /** Fills the data folder before the start. */
  readonly prepare?: (data: string) => void;
  /** Start daemons and jobs too. Default false: a test drives them itself. */
  readonly running?: boolean;
  /** Installs the bundled modules that are only offered, too. Default false: the desk as it comes. */
  readonly installsAll?: boolean;
}

export interface TestPerson {
  /** Default `<username>@example.org`. */
  readonly email?: string;
  readonly isInternal?: boolean;
  readonly permissions?: readonly string[];
  readonly isAdmin?: boolean;
}

/** A host on a fresh database, with a web server that is spoken to without a socket. */
export class TestHost {
  private constructor(
    readonly program: RunningHost,
    readonly server: Front,
    readonly log: QuietLog,
    readonly configuration: Configuration,
    private readonly fresh: FreshDatabase,
    private readonly options: TestHostOptions,
  ) {}

  static async start(database: TestDatabase, options: TestHostOptions = {}): Promise<TestHost> {
    return TestHost.on(await database.fresh(), options);
  }

  private static async on(fresh: FreshDatabase, options: TestHostOptions): Promise<TestHost> {
    const log = new QuietLog();
    options.prepare?.(fresh.data);
    const environment = {
      [variableOf('data')]: fresh.data,
      [variableOf('smtpPort')]: '0',
      ...(fresh.url === undefined ? {} : { [variableOf('databaseUrl')]: fresh.url }),
    };
    const configuration = { ...loadConfiguration(environment), ...options.configuration };
    const { clock, modulesFolder, installsAll = false } = options;
    const program = await RunningHost.start({
      configuration,
      log,
      installsAll,
      ...(clock ? { clock } : {}),
      ...(modulesFolder === undefined ? {} : { modulesFolder }),
    });
    const server = new Front();
    await program.serve(server);
    if (options.running) await program.run();
    return new TestHost(program, server, log, configuration, fresh, options);
  }

  /** The host of the moment. */
  get host(): Host {
    return this.program.host;
  }

  get database(): Database {
    return this.host.database;
  }

  get<T>(type: Kind<T>): T {
    return this.host.get(type);
  }

  /** Makes a user and answers the client that speaks for them. */
  async person(username: string, person: TestPerson = {}): Promise<Client> {
    const directory = this.get(Directory);
    const id = await this.database.transaction(async () => {
      const groups = person.isAdmin ? [await directory.builtIn('admins')] : [];
      const userId = await directory.createUser({
        username,
        name: username.slice(0, 1).toUpperCase() + username.slice(1),
        email: person.email ?? `${username}@example.org`,
        isInternal: person.isInternal ?? true,
        groups,
      });
      const own = await directory.personalGroup(userId);
      for (const permission of person.permissions ?? []) await directory.permit(permission, own);
      return userId;
    });
    return this.clientOf(id);
  }

  /** The administrator that the first start made. */
  async admin(): Promise<Client> {
    const { id } = await this.database.manager.findOneByOrFail(User, { username: 'admin' });
    return this.clientOf(id);
  }

  /** A bearer token of the user, for requests through a socket. */
  async token(username: string): Promise<string> {
    const { id } = await this.database.manager.findOneByOrFail(User, { username });
    return this.get(Credentials).createAppPassword(id, 'test');
  }

  /** Stops the host and starts another on the same data. */
  async restart(options: TestHostOptions = this.options): Promise<TestHost> {
    await this.close();
    return TestHost.on(this.fresh, options);
  }

  /** Ends as a power cut does, nothing of it in order, and starts another on the same data. */
  async crash(): Promise<TestHost> {
    await this.host.ground.connections.close();
    return TestHost.on(this.fresh, this.options);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.program.stop();
  }

  /** Stops the host and removes its data. */
  async drop(): Promise<void> {
    await this.close();
    await this.fresh.drop();
  }

  /** Speaks for a user who is there already. */
  async clientOf(userId: number): Promise<Client> {
    const token = await this.get(Credentials).createAppPassword(userId, 'test');
    return new Client(this.server, this.get(Session).capabilities(), String(userId), token);
  }
}
