import { defineModule } from '../../core/api';
import { MigrateTickets } from './migrate.command';
import { MigratedRow, MigrationRun } from './migrated.entity';
import { MigratedRows } from './migrated-rows.service';
import { Migration } from './migration.service';
import { Access } from './report/access.service';
import { BesideComparison } from './report/beside-comparison.service';
import { Comparison } from './report/comparison.service';
import { Attending } from './runs/attending.service';
import { Background } from './runs/background.daemon';
import { Journal } from './runs/journal.service';
import { ReportsOwner } from './runs/reports.owner';
import { MigrationSources } from './runs/sources.method';
import { StartMigration } from './runs/start.method';
import { CancelMigration, ContinueMigration, PauseMigration } from './runs/steer.methods';
import { TicketMigration } from './runs/ticket-migration.entity';
import { TicketMigrationType } from './runs/ticket-migration.type';
import { UndoMigration } from './runs/undo.method';
import { Runs } from './runs.service';
import { GroupOfficeSystem } from './source/group-office.system';
import { LegacySystem } from './source/legacy-system';
import { OwnTicketsSystem } from './source/own-tickets.system';
import { UndoTickets } from './undo.command';
import { Undoing } from './undoing.service';
import { WorkHere } from './work-here.service';
import { Beside } from './write/beside.service';
import { CatchUp } from './write/catch-up.service';
import { Fields } from './write/fields.service';
import { FileWriter } from './write/files.service';
import { Letters } from './write/letters.service';
import { LinkWriter } from './write/links.service';
import { Lists } from './write/lists.service';
import { People } from './write/people.service';
import { StoredBytes } from './write/stored-bytes.service';
import { TicketWriter } from './write/tickets.service';

export default defineModule({
  entities: [MigratedRow, MigrationRun, TicketMigration],
  types: [TicketMigrationType],
  methods: [StartMigration, PauseMigration, ContinueMigration, CancelMigration, UndoMigration, MigrationSources],
  daemons: [Background],
  blobOwners: [ReportsOwner],
  services: [
    Access,
    Attending,
    Beside,
    BesideComparison,
    CatchUp,
    Comparison,
    Fields,
    FileWriter,
    Journal,
    Letters,
    LinkWriter,
    Lists,
    MigratedRows,
    Migration,
    People,
    Runs,
    StoredBytes,
    TicketWriter,
    Undoing,
    WorkHere,
  ],
  commands: [MigrateTickets, UndoTickets],
  provides: [
    [LegacySystem, GroupOfficeSystem],
    [LegacySystem, OwnTicketsSystem],
  ],
});
