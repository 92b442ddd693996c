import {
  Entity,
  Id,
  Instant,
  Int,
  Json,
  NamesBlobs,
  OptionalInstant,
  OptionalInt,
  OptionalLongText,
  OptionalText,
  Text,
} from '../../../core/api';
import type { Asked } from './asked';

export const KINDS = ['dry-run', 'migration', 'undo'] as const;
export type Kind = (typeof KINDS)[number];

/** `interrupted`: the program that was at it is gone. */
export const STATES = ['running', 'paused', 'done', 'cancelled', 'failed', 'interrupted'] as const;
export type State = (typeof STATES)[number];

/** Somebody is at it. */
export const LIVE: readonly State[] = ['running', 'paused'];

/** What a person wants of a run, until the program that is at it has heard of it. */
export type Wish = 'pause' | 'cancel';

/** One run: what was asked for, who asked, how far it is, and what came of it. */
@Entity('tickets_to_support_migration')
export class TicketMigration {
  @Id() id!: number;
  @Text(20) kind!: Kind;
  /** Under which the rows of the source are remembered. */
  @Text(64) name!: string;
  /** Everything but the password, which is stored nowhere. */
  @Json() options!: Asked;
  @Text(20) state!: State;
  @OptionalText(20) wish!: Wish | null;
  /** Principal; null for the command line. */
  @OptionalInt() startedById!: number | null;
  @Instant() startedAt!: Date;
  @OptionalInstant() endedAt!: Date | null;
  @OptionalText(20) stage!: string | null;
  /** Of {@link total} in this stage. */
  @Int() done!: number;
  @Int() total!: number;
  @Int() messages!: number;
  /** Milliseconds of work in this stage. */
  @Int() elapsed!: number;
  /** Drawn by the program that is at it; another one in its place means that it has lost the run. */
  @OptionalText(40) runner!: string | null;
  @OptionalInstant() heldUntil!: Date | null;
  /** Why it could not go to its end, in a sentence. */
  @OptionalLongText() error!: string | null;
  /** What the report says in numbers, as JSON; null without a report. See Summary. */
  @OptionalLongText() summary!: string | null;
  @NamesBlobs() @OptionalText(70) htmlBlobId!: string | null;
  @NamesBlobs() @OptionalText(70) jsonBlobId!: string | null;
  @NamesBlobs() @OptionalText(70) discrepanciesBlobId!: string | null;
}
