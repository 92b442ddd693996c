import { AsyncLocalStorage } from 'node:async_hooks';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { Problem, textOf } from '../problem';
import { type Dialect, speak } from './columns';
import { GrowingDataSource, SecondDataSource } from './growing-data-source';
import { Readings } from './reading';
import type { UnitOfWork } from './unit-of-work';

/** What a host needs to open its database. */
export interface DatabaseTarget {
  /** Data folder, used by SQLite. */
  readonly data: string;
  /** `mysql://…`, or undefined for SQLite. */
  readonly url: string | undefined;
  /** Beside a program that has the data folder: for short work that neither daemon nor job does. */
  readonly isGuest?: boolean;
}

export type EntityClass = new (...parameters: never[]) => object;

/** One connection (pool) that may write, and one that cannot. */
export interface Connections {
  readonly dialect: Dialect;
  readonly writer: GrowingDataSource;
  readonly reader: DataSource;
  /** The transaction at hand on them, wherever it was begun. */
  readonly current: AsyncLocalStorage<UnitOfWork>;
  /** The requests that are being answered. */
  readonly readings: Readings;
  /** True when no other program works on this data: SQLite, and the folder is ours. */
  readonly isAlone: boolean;
  /** Teaches both the entities of a module that was found later. What was known once stays known. */
  know(entities: readonly EntityClass[]): Promise<void>;
  close(): Promise<void>;
}

/** What opening leads to. */
interface Opened {
  readonly writer: GrowingDataSource;
  readonly reader: GrowingDataSource;
  /** Frees what keeps other programs away. */
  readonly release?: () => void;
}

function dialectOf(target: DatabaseTarget): Dialect {
  return target.url === undefined ? 'sqlite' : 'mysql';
}

/**
 * Opens writer and reader. Reads outside a transaction go through a handle that the database itself keeps from
 * writing, so a write that forgot its transaction fails loudly instead of slipping into somebody else's
 * (TypeORM has one shared query runner per SQLite data source).
 * @throws Problem when the database does not answer.
 */
export async function connect(target: DatabaseTarget, entities: readonly EntityClass[]): Promise<Connections> {
  const dialect = dialectOf(target);
  speak(dialect);
  const current = new AsyncLocalStorage<UnitOfWork>();
  const readings = new Readings();
  const known = new Set(entities);
  const open = dialect === 'sqlite' ? openSqlite : openMysql;
  const { writer, reader, release } = await open(target, [...known], readings);
  const know = async (more: readonly EntityClass[]): Promise<void> => {
    const before = known.size;
    for (const entity of more) known.add(entity);
    if (known.size === before) return;
    speak(dialect);
    for (const source of [writer, reader]) await source.know([...known]);
  };
  const close = async (): Promise<void> => {
    await reader.destroy();
    await writer.destroy();
    release?.();
    // Else it stays known to Node.js, and each promise of a program that opens others would be slower by it.
    current.disable();
    readings.close();
  };
  return { dialect, writer, reader, current, readings, isAlone: release !== undefined, know, close };
}

/**
 * Keeps the data folder for this program: two on one folder would take each other's unfinished mail for abandoned. The
 * lock is SQLite's own, on a file beside the data, so it ends with the program however that ends.
 * @throws Problem when another program has it
 */
function takeFolder(data: string): () => void {
  const lock = new Sqlite(join(data, 'groupware.lock'), { timeout: 1_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Problem(`The data folder ${data} is in use by another program`, 500);
  }
  return () => {
    lock.close();
  };
}

async function openSqlite(
  { data, isGuest }: DatabaseTarget,
  entities: EntityClass[],
  readings: Readings,
): Promise<Opened> {
  const file = join(data, 'groupware.sqlite');
  const release = isGuest ? undefined : takeFolder(data);
  try {
    const writer = new GrowingDataSource({
      entities,
      type: 'better-sqlite3',
      database: file,
      prepareDatabase: (database: Sqlite.Database) => {
        database.pragma('journal_mode = WAL');
        // FULL: in WAL mode NORMAL may lose the last acknowledged commits when the power fails.
        database.pragma('synchronous = FULL');
        makeReady(database);
      },
    });
    await writer.initialize();
    const options = {
      type: 'better-sqlite3',
      database: file,
      readonly: true,
      prepareDatabase: (database: Sqlite.Database) => {
        makeReady(database);
        // Work from the command line reads little twice.
        if (isGuest) database.pragma('cache_size = -8192');
      },
      entities,
    } as const;
    const reader = new SecondDataSource(writer, options, readings);
    await reader.initialize();
    return { writer, reader, ...(release ? { release } : {}) };
  } catch (error) {
    release?.();
    throw new Problem(`The database ${file} cannot be opened: ${textOf(error)}`, 500);
  }
}

/** What every handle of a SQLite file has. */
function makeReady(database: Sqlite.Database): void {
  database.pragma('busy_timeout = 20000');
  // Kibibytes of pages in memory at most: SQLite's own 2 MB hold too little of the words of all tickets.
  database.pragma('cache_size = -65536');
  foldAllLetters(database);
}

/** SQLite's own LOWER knows the letters of ASCII alone. */
function foldAllLetters(database: Sqlite.Database): void {
  database.function('lower', { deterministic: true }, (text: unknown) =>
    typeof text === 'string' ? text.toLowerCase() : text,
  );
}

async function openMysql({ url }: DatabaseTarget, entities: EntityClass[], readings: Readings): Promise<Opened> {
  const address = new URL(url ?? '');
  const options = (type: 'mysql' | 'mariadb') =>
    ({
      type,
      url: address.href.replace(/^mariadb:/, 'mysql:'),
      timezone: 'Z',
      charset: 'utf8mb4_bin',
      poolSize: 10,
      connectTimeout: 5_000,
      extra: { stringifyObjects: true },
      entities,
    }) as const;
  try {
    const server = await greet(address);
    const writer = new GrowingDataSource(options(server));
    await writer.initialize();
    const reader = new SecondDataSource(writer, options(server), readings);
    await reader.initialize();
    await prepareSessions(writer, (session) => {
      session.query(PLANNING);
      session.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
      giveUp(session.stream, WRITER_SILENCE);
    });
    await prepareSessions(reader, (session) => {
      session.query(PLANNING);
      session.query('SET SESSION TRANSACTION READ ONLY');
      giveUp(session.stream, READER_SILENCE);
    });
    return { writer, reader };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw refusal(error, address);
  }
}

/**
 * How far the server looks ahead when it orders the tables of a question. By default it tries all orders, which takes it
 * hours for the twenty parts that a search or a filter of clients may have.
 */
const PLANNING = 'SET SESSION optimizer_search_depth = 4';

/** What the server has against us, without its own words where we know better ones. */
function refusal(error: unknown, { host, pathname, username }: URL): Problem {
  const { code } = error as { code?: string };
  if (code === 'ER_BAD_DB_ERROR') return new Problem(`The database ${host} has no schema "${pathname.slice(1)}"`, 500);
  if (code?.startsWith('ER_ACCESS_DENIED'))
    return new Problem(`The database ${host} refuses the name or the password of "${username}"`, 500);
  return new Problem(`The database ${host}${pathname} cannot be used: ${textOf(error)}`, 500);
}

/** Milliseconds without a byte after which a connection counts as lost. Writers may wait for locks, and to migrate. */
const READER_SILENCE = 20_000;
const WRITER_SILENCE = 150_000;

/** A connection of mysql2's pool. */
interface Session {
  readonly stream: Socket;
  query(statement: string): void;
  destroy(): void;
}

interface Pool {
  on(event: 'connection', use: (session: Session) => void): void;
  getConnection(done: (error: Error | null, session: Session) => void): void;
}

/** Has every session of the pool prepared before its first statement. */
async function prepareSessions(source: DataSource, prepare: (session: Session) => void): Promise<void> {
  const { pool } = source.driver as unknown as { pool: Pool };
  pool.on('connection', prepare);
  // The one that opened the data source is older than our preparation.
  const first = await new Promise<Session>((resolve, reject) => {
    pool.getConnection((error, session) => {
      if (error) reject(error);
      else resolve(session);
    });
  });
  first.destroy();
}

/** A server or firewall that forgot the connection says nothing: without this a request would wait for ever. */
function giveUp(stream: Socket, milliseconds: number): void {
  stream.setTimeout(milliseconds, () => {
    stream.destroy(new Error('The database does not answer'));
  });
}

/**
 * Knocks before the driver does: its own wait for a dead address is long and its message names no host. The server's
 * greeting also says what it is, which the schema comparison needs to know (MariaDB spells defaults its own way).
 */
function greet(address: URL): Promise<'mysql' | 'mariadb'> {
  const port = Number(address.port || 3306);
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: address.hostname.replace(/^\[|\]$/g, ''), port, timeout: 5_000 });
    const refuse = (why: string): void => {
      socket.destroy();
      reject(new Problem(`The database at ${address.hostname}:${String(port)} does not answer (${why})`, 500));
    };
    socket.once('data', (greeting) => {
      socket.destroy();
      resolve(greeting.includes('MariaDB') ? 'mariadb' : 'mysql');
    });
    socket.once('timeout', () => {
      refuse('timeout');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      refuse(error.code ?? error.message);
    });
    socket.once('close', () => {
      refuse('it hung up without a word');
    });
  });
}
