import { defineModule } from '../../core/api';
import { MigrateTickets } from './migrate.command';
import { MigratedRow, MigrationRun } from './migrated.entity';
import { MigratedRows } from './migrated-rows.service';
import { Migration } from './migration.service';
import { Access } from './report/access.service';
import { BesideComparison } from './report/beside-comparison.service';
import { Comparison } from './report/comparison.service';
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
  entities: [MigratedRow, MigrationRun],
  services: [
    Access,
    Beside,
    BesideComparison,
    CatchUp,
    Comparison,
    Fields,
    FileWriter,
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
