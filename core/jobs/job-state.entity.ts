import { Entity, Index } from 'typeorm';
import { Bool, Id, Int, OptionalInstant, OptionalInt, OptionalLongText, OptionalText, Text } from '../database/columns';

/** What is known of a job on all nodes together. */
@Entity('core_job')
@Index('core_job_job', ['job'], { unique: true })
export class JobState {
  @Id() id!: number;
  /** Id of the job, `module.noun`. */
  @Text(100) job!: string;
  @Text(40) module!: string;
  @Bool() isEnabled!: boolean;
  /** Schedule set by an administrator; null: the job's own. See schedule.ts for the form. */
  @OptionalText(100) schedule!: string | null;
  /** Null: it does not run by the clock. */
  @OptionalInstant() nextRunAt!: Date | null;
  @OptionalInstant() lastRunAt!: Date | null;
  /** Milliseconds. */
  @OptionalInt() lastDuration!: number | null;
  /** Why the last run failed, in words for people; null when it did not. */
  @OptionalLongText() lastError!: string | null;
  /** The node that runs it now, and until when unless it says more. */
  @OptionalText(60) leaseOwner!: string | null;
  @OptionalInstant() leaseUntil!: Date | null;
  /** Goes up with every lease: whoever holds an older number has lost it. */
  @Int() fence!: number;
  /** Goes up when somebody asks for a run while another node has the lease. */
  @Int() wakes!: number;
}
