import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { Audience } from './audience';
import { ShareNotification } from './share-notification.entity';
import { Unsubscribed } from './unsubscribed.entity';

/** Who wants to see what of all that they may (RFC 9670 §1.4): everybody everything, until they say otherwise. */
@injectable()
export class Subscriptions {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /** By row id. */
  async of(rows: readonly Row[], userId: number): Promise<Map<number, boolean>> {
    const acls = rows.map((row) => Number(row['aclId']));
    const left = await this.database.manager.findBy(Unsubscribed, { userId, aclId: In(acls) });
    const ids = new Set(left.map(({ aclId }) => aclId));
    return new Map(rows.map((row) => [row.id, !ids.has(Number(row['aclId']))]));
  }

  /** SQL condition: the caller is subscribed to the row. */
  condition(row: string): string {
    return `NOT EXISTS (SELECT 1 FROM core_unsubscribed left_ WHERE left_.aclId = ${row}.aclId AND left_.userId = :ctxPrincipal)`;
  }

  /**
   * Changes it for one person, who alone is told. What they were told about rights on the object has done its work
   * once they subscribe. Needs a transaction.
   */
  async set(
    type: string,
    { id, aclId }: { id: number; aclId: number },
    userId: number,
    wanted: boolean,
  ): Promise<void> {
    const { manager } = this.database;
    const isLeft = await manager.existsBy(Unsubscribed, { aclId, userId });
    if (wanted) await this.dismiss(type, id, userId);
    if (isLeft !== wanted) return;
    if (wanted) await manager.delete(Unsubscribed, { aclId, userId });
    else await manager.insert(Unsubscribed, { aclId, userId });
    await this.records.touch(type, id, ['isSubscribed'], [Audience.only(userId)]);
  }

  /** For an object that goes. */
  async forgetAcl(aclId: number): Promise<void> {
    await this.database.manager.delete(Unsubscribed, { aclId });
  }

  /** For somebody who goes. */
  async forgetUser(userId: number): Promise<void> {
    await this.database.manager.delete(Unsubscribed, { userId });
  }

  private async dismiss(objectType: string, objectId: number, principalId: number): Promise<void> {
    const found = await this.database.manager.findBy(ShareNotification, { objectType, objectId, principalId });
    const ids = found.map(({ id }) => id);
    for (const row of await this.records.load('ShareNotification', ids))
      await this.records.destroy('ShareNotification', row);
  }
}
