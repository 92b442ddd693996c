import { Entity, Index } from 'typeorm';
import { Instant, Int, TextKey } from '../database/columns';

/** How often something was tried since its window began. */
@Entity('core_rate_limit')
@Index('core_rate_limit_endsAt', ['endsAt'])
export class RateLimitRow {
  /** HMAC of what is counted: the names that somebody tries are nobody's business. */
  @TextKey(64) bucket!: string;
  @Int() count!: number;
  @Instant() endsAt!: Date;
}
