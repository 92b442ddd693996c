import {
  type Access,
  computed,
  DataType,
  type Filters,
  idsOf,
  inject,
  injectable,
  Level,
  type Operation,
  Records,
  type Row,
  reference,
  type Sorts,
  standardFilters,
  text,
  utcDate,
} from '../../../core/api';
import { LegacyWork } from './legacy.entity';
import { LegacyNumbers } from './legacy-numbers.service';

const set = { serverSet: true } as const;

/**
 * Time that was worked on a ticket in an older system, as it was billed there: read by the agents of the ticket, changed
 * by nobody.
 */
@injectable()
export class TicketWorkType extends DataType<LegacyWork> {
  readonly name = 'TicketWork';
  readonly entity = LegacyWork;
  override readonly operations: readonly Operation[] = ['get', 'changes', 'query', 'queryChanges'];

  readonly access: Access<LegacyWork> = {
    least: Level.read,
    where: (alias, context, level) =>
      this.records.seesOther('Task', `${alias}.taskId`, context, Math.max(level, Level.read)),
    inAcls: (alias) => this.records.liesInAcls('Task', `${alias}.taskId`) ?? '1 = 0',
    audience: async ({ taskId }) => {
      const ticket = await this.records.find('Task', taskId);
      return ticket ? this.records.readersAmong('Task', await this.records.audienceOf('Task', ticket)) : [];
    },
  };

  readonly properties = {
    taskId: reference('Task', set),
    /** Number of the ticket in the older system. */
    legacyNumber: computed((rows) => this.numbers(rows)),
    at: utcDate(set),
    authorName: text(set),
    rateName: text(set),
    costCode: text({ ...set, nullable: true }),
    hours: computed((rows) => valuesOf(rows, ({ hours }) => hours)),
    /** Of one hour. */
    rate: computed((rows) => valuesOf(rows, ({ amount }) => amount)),
    /** Hours by rate, in hundredths. */
    total: computed((rows) => valuesOf(rows, ({ hours, amount }) => rounded((hours ?? 0) * (amount ?? 0)))),
  };

  override readonly filters: Filters = {
    ...standardFilters(this.properties, ['at', 'authorName', 'rateName', 'costCode']),
    taskId: (value, { row, bind }) => `${row}.taskId IN ${bind(idsOf('taskId', value))}`,
  };
  override readonly sorts: Sorts = { at: '{row}.at' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(LegacyNumbers) private readonly legacy: LegacyNumbers,
  ) {
    super();
  }

  private async numbers(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const known = await this.legacy.of([...new Set(rows.map((row) => Number(row['taskId'])))]);
    return new Map(rows.map((row) => [row.id, known.get(Number(row['taskId']))?.number ?? null]));
  }
}

function valuesOf(
  rows: readonly Row[],
  value: (work: LegacyWork) => number | null,
): Promise<ReadonlyMap<number, unknown>> {
  return Promise.resolve(new Map(rows.map((row) => [row.id, value(row as unknown as LegacyWork)])));
}

function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}
