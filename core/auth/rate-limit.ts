import { inject, injectable } from 'inversify';
import { LessThanOrEqual } from 'typeorm';
import { SecretKey } from '../config/secret-key';
import { Database } from '../database/database';
import { Clock } from '../ports/clock';
import { Problem } from '../problem';
import { RateLimitRow } from './rate-limit.entity';

/** Something that is counted, and how often it may be tried within so many seconds. */
export interface Bucket {
  readonly name: string;
  readonly most: number;
  readonly seconds: number;
}

/**
 * Counts tries in the database, so that neither a restart nor another node forgets them. A try is counted before it is
 * made: a thousand at once are a thousand.
 */
@injectable()
export class RateLimit {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** Counts one try in each bucket, or none. @throws Problem 429 when one of them is full */
  async take(buckets: readonly Bucket[]): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async () => {
      const { manager } = this.database;
      for (const { name, most, seconds } of buckets) {
        const bucket = this.keyOf(name);
        const row = await manager.findOneBy(RateLimitRow, { bucket });
        const isOver = row === null || row.endsAt <= now;
        if (!isOver && row.count >= most) throw new Problem('Too many tries; please wait a while', 429);
        const fresh = { count: 1, endsAt: new Date(now.getTime() + seconds * 1000) };
        if (row === null) await manager.insert(RateLimitRow, { bucket, ...fresh });
        else await manager.update(RateLimitRow, bucket, isOver ? fresh : { count: row.count + 1 });
      }
    });
  }

  /** Takes a try back that turned out to be none: whoever gets in was not guessing. */
  async giveBack(buckets: readonly Bucket[]): Promise<void> {
    await this.database.transaction(async () => {
      const { manager } = this.database;
      for (const { name } of buckets) {
        const row = await manager.findOneBy(RateLimitRow, { bucket: this.keyOf(name) });
        if (row && row.count > 1) await manager.update(RateLimitRow, row.bucket, { count: row.count - 1 });
        else if (row) await manager.delete(RateLimitRow, row.bucket);
      }
    });
  }

  /** Forgets what is over. */
  async expire(): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.manager.delete(RateLimitRow, { endsAt: LessThanOrEqual(this.clock.now()) });
    });
  }

  private keyOf(name: string): string {
    return this.secretKey.sign('rate-limit', name).toString('hex');
  }
}
