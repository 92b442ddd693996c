import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from 'inversify';
import { Configuration } from '../config/config';
import { openSecretKey, SecretKey } from '../config/secret-key';
import core from '../core';
import { type Connections, connect, type DatabaseTarget } from '../database/connections';
import { Database } from '../database/database';
import { exclusively } from '../database/exclusively';
import { HighWater } from '../database/high-water';
import { createAccount, isNewDatabase, migrate } from '../database/migrate';
import { BlobStore } from '../files/blob-store';
import { DiskBlobStore } from '../files/disk-blob-store';
import { codeRoot } from '../paths';
import { Clock, SystemClock } from '../ports/clock';
import { fault } from '../ports/fault';
import { Log } from '../ports/log';
import { Random, SystemRandom } from '../ports/random';
import { Problem } from '../problem';
import { discover, type Found } from './discovery';

/** What a host is made with; ports that are left out are the real ones. */
export interface HostOptions {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Folder of the bundled modules; default: our own. */
  readonly modulesFolder?: string;
  /** Beside a running program, for short work on its data: the command line. */
  readonly isGuest?: boolean;
  /** The first start installs all bundled modules, those that are only offered too: to describe or to test them. */
  readonly installsAll?: boolean;
}

/** What stays when modules change: configuration, ports, key, files, and above all the one way to the data. */
export class Ground {
  private constructor(
    private readonly options: HostOptions,
    readonly connections: Connections,
    readonly database: Database,
    private readonly highWater: HighWater,
    readonly clock: Clock,
    readonly random: Random,
    private readonly secretKey: SecretKey,
    /** True when this start made the database. */
    readonly isNew: boolean,
  ) {}

  /** Opens the database with the core's own tables. @throws Problem when that is impossible */
  static async open(options: HostOptions): Promise<Ground> {
    const { configuration } = options;
    const clock = options.clock ?? new SystemClock();
    const random = options.random ?? new SystemRandom();
    makeDataFolder(configuration.data);
    const connections = await connect(targetOf(options), core.entities ?? []);
    try {
      await migrate(connections, 'core', join(codeRoot, 'migrations/core'), clock.now());
      const isNew = await isNewDatabase(connections);
      // The key first: killed in between, the next start finds a new database with a key, never data without one.
      const secretKey = openSecretKey(configuration.data, isNew, random);
      fault('core.start.key');
      if (isNew) await createAccount(connections, random);
      fault('core.start.account');
      const database = new Database(connections, random);
      const highWater = new HighWater(configuration.data, database, random);
      if (!options.isGuest && (await highWater.look())) {
        options.log.warn({}, 'The database was restored from an older backup: all clients read anew');
      }
      return new Ground(options, connections, database, highWater, clock, random, secretKey, isNew);
    } catch (error) {
      await connections.close();
      throw error;
    }
  }

  get installsAll(): boolean {
    return this.options.installsAll === true;
  }

  get log(): Log {
    return this.options.log;
  }

  /** All modules that are there now. */
  discover(): Found[] {
    return discover(this.options.configuration.data, this.options.modulesFolder);
  }

  /** Runs work on modules that no other program may do at the same time. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return exclusively(this.connections, targetOf(this.options), work);
  }

  bindTo(container: Container): void {
    const { configuration } = this.options;
    container.bind(Configuration).toConstantValue(configuration);
    container.bind(Log).toConstantValue(this.log);
    container.bind(Clock).toConstantValue(this.clock);
    container.bind(Random).toConstantValue(this.random);
    container.bind(Database).toConstantValue(this.database);
    container.bind(HighWater).toConstantValue(this.highWater);
    container.bind(SecretKey).toConstantValue(this.secretKey);
    container.bind(BlobStore).toConstantValue(new DiskBlobStore(join(configuration.data, 'files'), this.random));
  }

  async close(): Promise<void> {
    if (!this.options.isGuest) await this.highWater.look().catch(() => false);
    await this.database.close();
  }
}

function targetOf({ configuration, isGuest }: HostOptions): DatabaseTarget {
  return { data: configuration.data, url: configuration.databaseUrl, isGuest: isGuest ?? false };
}

/** Files and keys lie here whatever the database. @throws Problem naming the folder */
function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Problem(`The data folder ${folder} cannot be used (${(error as NodeJS.ErrnoException).code ?? ''})`, 500);
  }
}
