import { Entity, Index } from 'typeorm';
import { Id, Json, OptionalInt, Text } from '../database/columns';
import { SortKey } from '../database/sort-key';

/** A question that somebody asks again and again. */
@Entity('core_saved_filter')
@Index('core_saved_filter_userId', ['userId'])
@Index('core_saved_filter_type', ['type'])
export class SavedFilter {
  @Id() id!: number;
  /** Whose it is; null when it is shared. */
  @OptionalInt() userId!: number | null;
  /** JMAP type whose objects it finds. */
  @Text(60) type!: string;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  /** See {@link opened}. */
  @Json() filter!: Readonly<Record<string, unknown>>;
}
