import { Entity, Index } from 'typeorm';
import { Id, Int, Json, Text } from '../database/columns';

/** Something that a client remembers for one person. */
@Entity('core_preference')
@Index('core_preference_userId_name', ['userId', 'name'], { unique: true })
export class Preference {
  @Id() id!: number;
  @Int() userId!: number;
  @Text(120) name!: string;
  /** In an object, because a JSON column cannot hold null. */
  @Json() value!: { readonly value: unknown };
}
