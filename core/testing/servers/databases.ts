import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { isAlive } from '../../../scripts/is-alive.cjs';
import { missingReason } from './availability';

/** A database of its own for one test host. `data` and `url` are what the host is configured with. */
export interface FreshDatabase {
  /** A new, empty data folder. */
  readonly data: string;
  /** `mysql://…` of a new, empty schema; undefined means SQLite in `data`. */
  readonly url: string | undefined;
  /** Removes folder and schema. Close the host first. */
  drop(): Promise<void>;
}

/** One kind of database the suite runs against. */
export interface TestDatabase {
  readonly name: 'sqlite' | 'mariadb';
  fresh(): Promise<FreshDatabase>;
}

const prefix = 'groupware_test_';
let count = 0;

/**
 * The databases of this run, for `describe.each(testDatabases())('$name', …)`.
 * `GROUPWARE_TEST_DATABASES` (`sqlite`, `mariadb` or both with a comma) narrows them; MariaDB is left out when it does
 * not answer, which the end of the run reports.
 */
export function testDatabases(): TestDatabase[] {
  const asked = askedFor();
  const all: TestDatabase[] = [
    { name: 'sqlite', fresh: freshSqlite },
    { name: 'mariadb', fresh: freshMariadb },
  ];
  return all.filter(({ name }) => asked.includes(name) && (name === 'sqlite' || missingReason('MariaDB') === null));
}

/** Null when MariaDB answers, else why it cannot be used. */
export async function available(): Promise<string | null> {
  if (!askedFor().includes('mariadb')) return 'not among GROUPWARE_TEST_DATABASES';
  try {
    const connection = await administrator();
    await connection.end();
    return null;
  } catch (error) {
    return `${server().host} does not answer (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
  }
}

/** A run that was killed leaves its schemas behind: drops those whose process is gone. */
export async function dropAbandonedSchemas(): Promise<void> {
  const connection = await administrator();
  try {
    const [rows] = await connection.query(
      'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?',
      [`${prefix.replaceAll('_', '\\_')}%`],
    );
    for (const { name } of rows as { name: string }[]) {
      const owner = Number(name.slice(prefix.length).split('_')[0]);
      if (!isAlive(owner)) await connection.query('DROP DATABASE IF EXISTS ??', [name]);
    }
  } finally {
    await connection.end();
  }
}

/** One of the databases of this run, for what does not depend on which. @throws Error when the run has none */
export function anyDatabase(): TestDatabase {
  const [database] = testDatabases();
  if (!database) throw new Error('There is no database to test with');
  return database;
}

function askedFor(): string[] {
  return (process.env['GROUPWARE_TEST_DATABASES'] ?? 'sqlite,mariadb').split(',').map((name) => name.trim());
}

async function freshSqlite(): Promise<FreshDatabase> {
  const data = await temporaryFolder();
  return { data, url: undefined, drop: () => rm(data, { recursive: true, force: true }) };
}

async function freshMariadb(): Promise<FreshDatabase> {
  const schema = await freshSchema();
  const data = await temporaryFolder();
  return {
    data,
    url: schema.url,
    async drop() {
      await schema.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** A new, empty schema of MariaDB, for whatever is no host's. */
export async function freshSchema(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  count += 1;
  const name = `${prefix}${process.pid}_${count}`;
  await once('CREATE DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', name);
  const url = server();
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => once('DROP DATABASE IF EXISTS ??', name) };
}

/** A database that stays: SQLite in the folder, or the schema of this name with the folder for what lies beside it. */
export async function lastingDatabase(
  kind: TestDatabase['name'],
  data: string,
  schema: string,
): Promise<FreshDatabase> {
  await mkdir(data, { recursive: true });
  const url = server();
  url.pathname = `/${schema}`;
  if (kind === 'mariadb')
    await once('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', schema);
  return {
    data,
    url: kind === 'mariadb' ? url.href : undefined,
    async drop() {
      if (kind === 'mariadb') await once('DROP DATABASE IF EXISTS ??', schema);
      await rm(data, { recursive: true, force: true });
    },
  };
}

function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'groupware-test-'));
}

/** Where MariaDB is, as a user who may create schemas. */
function server(): URL {
  return new URL(process.env['GROUPWARE_TEST_MARIADB'] ?? 'mysql://root@127.0.0.1:3306');
}

function administrator(): Promise<Connection> {
  return createConnection({ uri: server().href, connectTimeout: 3_000 });
}

async function once(statement: string, schema: string): Promise<void> {
  const connection = await administrator();
  try {
    await connection.query(statement, [schema]);
  } finally {
    await connection.end();
  }
}
