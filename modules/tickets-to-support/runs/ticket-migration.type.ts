import {
  type Access,
  ADMINISTER,
  Audience,
  type Context,
  computed,
  DataType,
  injectable,
  integer,
  Level,
  map,
  type Operation,
  type Row,
  reference,
  type Sorts,
  text,
  utcDate,
} from '../../../core/api';
import { KINDS, STATES, TicketMigration } from './ticket-migration.entity';

/** Reports hold what all tickets say: they are for whoever administers the host. */
const administrators: Access<TicketMigration> = {
  least: Level.read,
  where: (_alias: string, context: Context) => (context.may(ADMINISTER) ? '1 = 1' : '1 = 0'),
  audience: () => Promise.resolve([Audience.permitted(ADMINISTER)]),
};

/**
 * A run that brings tickets of another system, or only says what would come, or takes back what came: what was asked
 * for, how far it is, and its report. Runs of the command line are among them. They are begun and steered by methods of
 * their own.
 */
@injectable()
export class TicketMigrationType extends DataType<TicketMigration> {
  readonly name = 'TicketMigration';
  readonly entity = TicketMigration;
  readonly access = administrators;

  override readonly operations: readonly Operation[] = ['get', 'changes', 'query', 'queryChanges'];
  override readonly isMadeByHost = true;
  override readonly housekeeping = true;
  override readonly exported = false;

  readonly properties = {
    kind: text({ serverSet: true, oneOf: KINDS }),
    name: text({ serverSet: true }),
    options: map({ serverSet: true }),
    state: text({ serverSet: true, oneOf: STATES }),
    wish: text({ serverSet: true, nullable: true }),
    startedById: reference('Principal', { serverSet: true, nullable: true }),
    startedAt: utcDate({ serverSet: true }),
    endedAt: utcDate({ serverSet: true, nullable: true }),
    stage: text({ serverSet: true, nullable: true }),
    done: integer({ serverSet: true }),
    total: integer({ serverSet: true }),
    messages: integer({ serverSet: true }),
    elapsed: integer({ serverSet: true }),
    error: text({ serverSet: true, nullable: true }),
    summary: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, summaryIn(row)])))),
    htmlBlobId: text({ serverSet: true, nullable: true }),
    jsonBlobId: text({ serverSet: true, nullable: true }),
    discrepanciesBlobId: text({ serverSet: true, nullable: true }),
  };

  override readonly sorts: Sorts = { startedAt: '{row}.startedAt' };
}

function summaryIn(row: Row): unknown {
  const { summary } = row as unknown as TicketMigration;
  return summary === null ? null : JSON.parse(summary);
}
