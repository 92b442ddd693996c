import { Entity, Id, Int, SortKey, Text } from '../../core/api';

/** What an hour of work costs (`ti_rates`). */
@Entity('tickets_rate')
export class LegacyRate {
  @Id() id!: number;
  @Text(100) name!: string;
  @SortKey('name') nameKey!: string | null;
  /** Cents an hour. */
  @Int() amount!: number;
  @Text(50) costCode!: string;
}
