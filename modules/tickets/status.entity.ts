import { Entity, GivenId, Id, Index, OptionalInt, SortKey, Text } from '../../core/api';

/** A status between open and closed (`ti_statuses`): of one type, or of all when it names none. */
@Entity('tickets_status')
@Index('tickets_status_typeId', ['typeId'])
export class LegacyStatus {
  @Id() id!: number;
  @Text(100) name!: string;
  @SortKey('name') nameKey!: string | null;
  @OptionalInt() typeId!: number | null;
}

/** A status that a type offers, where it does not offer all (`show_statuses`). */
@Entity('tickets_shown_status')
export class ShownStatus {
  @GivenId() typeId!: number;
  @GivenId() statusId!: number;
}
