import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Connection, createConnection } from 'mysql2/promise';
import type { FreshDatabase } from '../../core/testing/servers/databases';

/** What lies in the database and the files of a program, seen without its code. */
export class Stored {
  private constructor(
    private readonly fresh: FreshDatabase,
    private readonly sqlite: Sqlite.Database | null,
    private readonly mariadb: Connection | null,
  ) {}

  static async open(fresh: FreshDatabase): Promise<Stored> {
    if (fresh.url === undefined) return new Stored(fresh, new Sqlite(join(fresh.data, 'groupware.sqlite')), null);
    return new Stored(fresh, null, await createConnection({ uri: fresh.url, timezone: 'Z' }));
  }

  async rows<T>(statement: string): Promise<T[]> {
    if (this.sqlite) return this.sqlite.prepare(statement).all() as T[];
    const [rows] = (await this.mariadb?.query(statement)) ?? [[]];
    return rows as T[];
  }

  /** True when nobody is in the middle of a transaction. */
  async isFree(): Promise<boolean> {
    try {
      this.sqlite?.pragma('busy_timeout = 0');
      this.sqlite?.exec('BEGIN IMMEDIATE; ROLLBACK');
      await this.mariadb?.query('SELECT id FROM core_account WHERE id = 1 FOR UPDATE NOWAIT');
      return true;
    } catch {
      return false;
    }
  }

  async change(statement: string): Promise<void> {
    this.sqlite?.exec(statement);
    await this.mariadb?.query(statement);
  }

  /**
   * Lets the leases run out of messages that a killed program was sending, and of the jobs that it ran. Where several
   * programs may share a database nobody knows that it is dead, and the others wait before they take over; a test does not.
   */
  async expireLeases(): Promise<void> {
    await this.mariadb?.query(
      "UPDATE mail_outbox SET claimedAt = claimedAt - INTERVAL 30 MINUTE WHERE state = 'sending'",
    );
    await this.mariadb?.query('UPDATE core_job SET leaseUntil = leaseUntil - INTERVAL 1 MINUTE');
  }

  /** What the database itself says about its files; empty when they are sound. */
  async damage(): Promise<string[]> {
    if (!this.sqlite) return [];
    const found = this.sqlite.pragma('integrity_check') as { integrity_check: string }[];
    return found.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  }

  /** SHA-256 of a stored blob, in hex. @throws Error when it is missing */
  digest(blobId: string): string {
    const file = join(this.fresh.data, 'files', blobId.slice(1, 3), blobId.slice(3, 5), blobId);
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  }

  async close(): Promise<void> {
    this.sqlite?.close();
    await this.mariadb?.end();
  }
}
