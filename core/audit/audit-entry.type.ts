import { inject, injectable } from 'inversify';
import { administratorsOnly } from '../auth/administer';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { containing } from '../jmap/contains';
import { DataType, type Filters, type Operation, type Sorts } from '../jmap/data-type';
import { MethodError } from '../jmap/errors';
import { instant } from '../jmap/instant';
import { computed, idOf, integer, reference, text, utcDate } from '../jmap/property';
import { idsOf } from '../jmap/standard-filters';
import { Clock } from '../ports/clock';
import { ADMINISTER } from '../settings/permission';
import { AuditChain, AuditRow } from './audit.entity';

const HOURS: Readonly<Record<string, number>> = { day: 24, week: 7 * 24, month: 30 * 24 };
const set = { serverSet: true } as const;

/** What happened: read by administrators, changed by nobody. */
@injectable()
export class AuditEntryType extends DataType<AuditRow> {
  readonly name = 'AuditEntry';
  readonly entity = AuditRow;
  override readonly operations: readonly Operation[] = ['get', 'query'];

  readonly access = administratorsOnly;

  readonly properties = {
    at: utcDate(set),
    action: text(set),
    outcome: text(set),
    count: integer(set),
    actorId: reference('Principal', { ...set, nullable: true }),
    actorName: text({ ...set, nullable: true }),
    onBehalf: text({ ...set, nullable: true }),
    via: text(set),
    source: text({ ...set, nullable: true }),
    address: text({ ...set, nullable: true }),
    userAgent: text({ ...set, nullable: true }),
    requestId: text({ ...set, nullable: true }),
    type: text({ ...set, nullable: true }),
    objectId: integer({ ...set, nullable: true }),
    title: text({ ...set, nullable: true }),
    changes: computed((rows) =>
      Promise.resolve(new Map(rows.map((row) => [row.id, JSON.parse(row['changes'] as string) as unknown]))),
    ),
  };

  override readonly filters: Filters = {
    actorId: (value, { row, bind }) => `${row}.actorId IN ${bind(idsOf('actorId', value))}`,
    type: (value, { row, bind }) => `${row}.type IN ${bind(textsOf(value))}`,
    objectId: (value, { row, bind }) => `${row}.objectId = ${bind(idOf(String(value)) ?? 0)}`,
    action: (value, { row, bind }) => `${row}.action IN ${bind(textsOf(value))}`,
    outcome: (value, { row, bind }) => `${row}.outcome = ${bind(String(value))}`,
    after: (value, { row, bind }) => `${row}.at >= ${bind(instant('after', value))}`,
    before: (value, { row, bind }) => `${row}.at < ${bind(instant('before', value))}`,
    period: (value, { row, bind }) => `${row}.at >= ${bind(this.since(value))}`,
    text: containing('title', 'actorName', 'address', 'type'),
  };
  override readonly volatileFilters = ['period'];
  override readonly sorts: Sorts = { at: '{row}.id' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  /** Entries are in no change log, which would double them: the number of the last one says as much. */
  override async ownState(context: Context): Promise<number> {
    if (!context.may(ADMINISTER)) return 0;
    return (await this.database.manager.findOneBy(AuditChain, { id: 1 }))?.lastId ?? 0;
  }

  private since(period: unknown): Date {
    const hours = Object.hasOwn(HOURS, String(period)) ? HOURS[String(period)] : undefined;
    if (hours === undefined) throw MethodError.invalidArguments('filter/period must be day, week or month');
    return new Date(this.clock.now().getTime() - hours * 3600 * 1000);
  }
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.length === 0 ? [''] : list.map(String);
}
