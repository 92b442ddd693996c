import { Entity } from 'typeorm';
import { Bool, GivenId, Int, OptionalLongText, Text } from '../../core/api';
import type { Security } from './mail-account.entity';

/** The server that takes our mail; the one row has the id 1. */
@Entity('mail_relay')
export class MailRelay {
  @GivenId() id!: number;
  /** Empty until it is configured; mail is held as long. */
  @Text(255) host!: string;
  @Int() port!: number;
  @Text(10) security!: Security;
  /** Empty for a server that asks for no login. */
  @Text(255) username!: string;
  /** Encrypted for {@link RELAY_PASSWORD_PLACE}. */
  @OptionalLongText() passwordSecret!: string | null;
  @Text(20) state!: 'ok' | 'error' | 'off';
  @OptionalLongText() lastError!: string | null;
  /** Nothing is sent until a person changes the relay or sends a message again: the server refused our password. */
  @Bool() isPaused!: boolean;
}

export const RELAY_ID = 1;
export const RELAY_PASSWORD_PLACE = 'mail_relay|1|password';
