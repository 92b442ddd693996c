import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, OptionalInt, Text } from '../database/columns';

/** Two objects that belong together. One row, whatever the direction from which it is looked at. */
@Entity('core_link')
@Index('core_link_fromType_fromId_toType_toId', ['fromType', 'fromId', 'toType', 'toId'], { unique: true })
@Index('core_link_toType_toId', ['toType', 'toId'])
export class Link {
  @Id() id!: number;
  /** JMAP type and id of either end. */
  @Text(60) fromType!: string;
  @Int() fromId!: number;
  @Text(60) toType!: string;
  @Int() toId!: number;
  @Text() description!: string;
  @Instant() createdAt!: Date;
  @OptionalInt() createdById!: number | null;
}
