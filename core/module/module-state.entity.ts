import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, Json, OptionalLongText, Text } from '../database/columns';
import type { BlobColumn } from '../files/blob-columns';

/**
 * What the administrator wants of a module. `installed`: chosen, but its first start has yet to end; `deleting`: all of
 * it is to go. Both are finished by the next start, should this one end in between.
 */
export type Wanted = 'absent' | 'installed' | 'enabled' | 'disabled' | 'deleting';

/** A module that was found, or that left data behind. */
@Entity('core_module_state')
@Index('core_module_state_name', ['name'], { unique: true })
export class ModuleState {
  @Id() id!: number;
  /** The id of the manifest. */
  @Text(40) name!: string;
  @Text(20) wanted!: Wanted;
  /** Version whose tables and data are there; empty when absent. */
  @Text(40) installedVersion!: string;
  /** How often it was installed: what clients hold of an earlier installation is worth nothing. */
  @Int() installation!: number;
  /** Types, jobs and columns that name blobs it had when it last started: what to look for when its code is gone. */
  @Json() contributes!: Contributed;
  /** Why it does not run although it should, or null. */
  @OptionalLongText() error!: string | null;
  @Instant() changedAt!: Date;
}

export interface Contributed {
  readonly types: readonly string[];
  readonly jobs: readonly string[];
  /** Absent until it has started once. */
  readonly blobs?: readonly BlobColumn[];
}
