import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';

/** The dump of a real Group-Office 6.2 database, beside the checkout (it is somebody else's). */
const DUMP = process.env['GROUPWARE_LEGACY_DUMP'] ?? join(__dirname, '../../../shared/legacy/go62.sql');
export const hasDump = existsSync(DUMP);

/** Tables of it that tickets have to do with: the rest is not loaded, to be quick. */
const WANTED =
  /^(ti_|go_users|go_groups|go_acl$|go_model_types$|ab_contacts$|ab_companies$|fs_files$|fs_folders$|cf_|co_comments$|go_links_ti_)/;

let count = 0;

/** A database of an older system for one test, on the MariaDB of the run. */
export class LegacyDatabase {
  private constructor(
    readonly connection: Connection,
    /** What a migration is told. */
    readonly url: string,
    private readonly schema: string,
  ) {}

  /** An empty one. Abandoned ones are dropped by the next run, see core/testing/servers/databases.ts. */
  static async fresh(): Promise<LegacyDatabase> {
    count += 1;
    const url = new URL(process.env['GROUPWARE_TEST_MARIADB'] ?? 'mysql://root@127.0.0.1:3306');
    const schema = `groupware_test_${String(process.pid)}_legacy_${String(count)}`;
    const connection = await createConnection({ uri: url.href, multipleStatements: true, charset: 'utf8mb4_bin' });
    await connection.query('CREATE DATABASE ??', [schema]);
    await connection.query('USE ??', [schema]);
    url.pathname = `/${schema}`;
    return new LegacyDatabase(connection, url.href, schema);
  }

  /** The real one. */
  static async ofDump(): Promise<LegacyDatabase> {
    const database = await LegacyDatabase.fresh();
    const [, ...tables] = readFileSync(DUMP, 'utf8').split('\n--\n-- Table structure for table `');
    const wanted = tables.filter((text) => WANTED.test(text.slice(0, text.indexOf('`'))));
    // Without the triggers that follow the rows of some.
    const statements = wanted.map((text) =>
      text.slice(text.indexOf('\n--\n') + 4, text.indexOf('UNLOCK TABLES;') + 14),
    );
    const begin = "SET sql_mode='NO_AUTO_VALUE_ON_ZERO', foreign_key_checks=0;";
    await database.connection.query([begin, ...statements].join('\n'));
    return database;
  }

  async rows<T>(statement: string, values: readonly unknown[] = []): Promise<T[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(statement, [...values]);
    return rows as unknown as T[];
  }

  async run(statement: string, values: readonly unknown[] = []): Promise<void> {
    await this.connection.query(statement, [...values]);
  }

  async drop(): Promise<void> {
    await this.connection.query('DROP DATABASE IF EXISTS ??', [this.schema]);
    await this.connection.end();
  }
}
