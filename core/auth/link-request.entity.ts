import { Entity } from 'typeorm';
import { Id, Instant, LongText, Text } from '../database/columns';

/** Somebody at the door who asked for a link by mail. The row goes when a job has answered. */
@Entity('core_link_request')
export class LinkRequest {
  @Id() id!: number;
  /** `password`: to choose a new one; `registration`: to open an account. */
  @Text(20) kind!: 'password' | 'registration';
  /** What was typed, the known device and the language, encrypted: what people type at a door is nobody's business. */
  @LongText() sealed!: string;
  @Instant() createdAt!: Date;
}
