import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { DataType, type Filters, type Sorts } from '../jmap/data-type';
import { instant } from '../jmap/instant';
import { computed, type Row, text, utcDate } from '../jmap/property';
import { Records } from '../jmap/records';
import { ACCOUNT } from '../jmap/session';
import { PRINCIPALS, Types } from '../jmap/types';
import type { Access } from './access';
import { Audience } from './audience';
import { Level, rightsFrom } from './level';
import { ShareNotification } from './share-notification.entity';

/** ShareNotification (RFC 9670 §3). Each is seen by the one person it tells, who may only remove it. */
@injectable()
export class ShareNotificationType extends DataType<ShareNotification> {
  readonly name = 'ShareNotification';
  readonly entity = ShareNotification;
  override readonly standardCapability = PRINCIPALS;
  override readonly isMadeByHost = true;

  readonly access: Access<ShareNotification> = {
    least: Level.read,
    where: (alias: string) => `${alias}.principalId = :ctxPrincipal`,
    audience: (row: ShareNotification) => Promise.resolve([Audience.only(row.principalId)]),
  };

  readonly properties = {
    created: utcDate({ serverSet: true }),
    changedBy: computed((rows, context) => this.changedBy(rows, context)),
    objectType: text({ serverSet: true }),
    objectAccountId: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, ACCOUNT])))),
    objectId: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, String(row['objectId'])])))),
    oldRights: computed((rows) => this.rights(rows, 'oldLevel')),
    newRights: computed((rows) => this.rights(rows, 'newLevel')),
    name: text({ serverSet: true }),
  };

  override readonly filters: Filters = {
    after: (value, { row, bind }) => `${row}.created >= ${bind(instant('after', value))}`,
    before: (value, { row, bind }) => `${row}.created < ${bind(instant('before', value))}`,
    objectType: (value, { row, bind }) => `${row}.objectType = ${bind(String(value))}`,
    objectAccountId: (value) => (value === ACCOUNT ? '1 = 1' : '1 = 0'),
  };
  override readonly sorts: Sorts = { created: '{row}.created' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
  ) {
    super();
  }

  /** Whoever sees one may remove it. */
  override allow(): void {
    return undefined;
  }

  /** The name as it was; id and address only for those who may see that person. */
  private async changedBy(rows: readonly Row[], context: Context): Promise<Map<number, unknown>> {
    const ids = rows.map((row) => row['changedById']).filter((id) => typeof id === 'number');
    const seen = await this.records.visibleIds('Principal', ids, context);
    const people = new Map((await this.records.load('Principal', [...seen])).map((row) => [row.id, row]));
    return new Map(
      rows.map((row) => {
        const person = people.get(Number(row['changedById']));
        const email = person?.['email'] ?? null;
        return [row.id, { name: row['changedByName'], email, principalId: person ? String(person.id) : null }];
      }),
    );
  }

  private rights(rows: readonly Row[], column: 'oldLevel' | 'newLevel'): Promise<Map<number, unknown>> {
    const known = this.types.names();
    return Promise.resolve(
      new Map(
        rows.map((row) => {
          const type = String(row['objectType']);
          const least = known.includes(type) ? this.types.get(type).type.access.least : Level.read;
          const level = Number(row[column]);
          return [row.id, level === 0 ? null : rightsFrom(least, level)];
        }),
      ),
    );
  }
}
