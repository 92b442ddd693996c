import { Entity, Id, Index, Instant, Int, OptionalInstant, OptionalInt, OptionalText, Text } from '../../core/api';

/** What a row of an older system has become. */
@Entity('tickets_to_support_row')
@Index('tickets_to_support_row_source_sourceTable_sourceId', ['source', 'sourceTable', 'sourceId'], { unique: true })
@Index('tickets_to_support_row_type_objectId', ['type', 'objectId'])
export class MigratedRow {
  @Id() id!: number;
  @Text(64) source!: string;
  @Text(64) sourceTable!: string;
  @Int() sourceId!: number;
  /** JMAP type and id of what it is here; empty and null for a row of which nothing comes along. */
  @Text(60) type!: string;
  @OptionalInt() objectId!: number | null;
  /** Digest of the row as it was. */
  @Text(64) hash!: string;
}

/** That the tickets of a source are being brought; one row each. */
@Entity('tickets_to_support_run')
@Index('tickets_to_support_run_source', ['source'], { unique: true })
export class MigrationRun {
  @Id() id!: number;
  @Text(64) source!: string;
  /** Drawn by the program that runs; another one in its place means that it has lost the run. */
  @OptionalText(40) holder!: string | null;
  @OptionalInstant() heldUntil!: Date | null;
  @Instant() startedAt!: Date;
  @OptionalInstant() endedAt!: Date | null;
}
