import { Entity, Index } from 'typeorm';
import { Id, Json, Text } from '../database/columns';

/** What was set of one module's settings. What was never set is not in it: its default holds. */
@Entity('core_setting')
@Index('core_setting_module', ['module'], { unique: true })
export class Setting {
  @Id() id!: number;
  @Text(40) module!: string;
  /** Setting → value as JMAP says it; secrets are encrypted. */
  @Json() given!: Record<string, unknown>;
}
