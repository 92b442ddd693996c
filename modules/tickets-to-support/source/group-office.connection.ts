import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { Problem } from '../../../core/api';
import type { Raw } from './columns';

/** Rows of one statement; what they answer is read page by page. */
export type Ask = (statement: string, values?: readonly unknown[]) => Promise<Raw[]>;

/** A connection that can only read, and that sees the database as it was when it was opened. */
export class ReadingConnection {
  private constructor(
    private readonly connection: Connection,
    private readonly url: URL,
  ) {}

  /** @throws Problem saying in a sentence what the server has against us */
  static async open(url: URL): Promise<ReadingConnection> {
    try {
      const connection = await createConnection({
        uri: url.href.replace(/^mariadb:/, 'mysql:'),
        // Columns of any character set arrive in this one.
        charset: 'utf8mb4_bin',
        dateStrings: true,
        supportBigNumbers: true,
        connectTimeout: 10_000,
      });
      await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
      return new ReadingConnection(connection, url);
    } catch (error) {
      throw refusal(error, url);
    }
  }

  readonly ask: Ask = async (statement, values = []) => {
    try {
      const [rows] = await this.connection.query<RowDataPacket[]>(statement, [...values]);
      return rows;
    } catch (error) {
      throw refusal(error, this.url);
    }
  };

  async close(): Promise<void> {
    await this.connection.end().catch(() => undefined);
  }
}

/** What is wrong, without the server's own words and without the password. */
function refusal(error: unknown, { host, pathname, username }: URL): Problem {
  const { code = '' } = error as { code?: string };
  const schema = decodeURIComponent(pathname.slice(1));
  if (code === 'ER_BAD_DB_ERROR') return new Problem(`The database ${host} has no schema "${schema}"`);
  if (code === 'ER_DBACCESS_DENIED_ERROR' || code === 'ER_TABLEACCESS_DENIED_ERROR')
    return new Problem(`"${username}" may not read the schema "${schema}" of the database ${host}`);
  if (code.startsWith('ER_ACCESS_DENIED'))
    return new Problem(`The database ${host} refuses the name or the password of "${username}"`);
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'].includes(code))
    return new Problem(`No database answers at ${host} (${code})`);
  if (['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE'].includes(code))
    return new Problem(`The database ${host} has ended the connection; run it again, it goes on where it was`);
  return new Problem(`The database ${host} could not be read (${code || 'no reason was given'})`);
}
