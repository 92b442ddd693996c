import { Entity, Index } from 'typeorm';
import { Bool, Id, Int, LongText, OptionalInstant, OptionalLongText, OptionalText, Text } from '../database/columns';

/** An address to which the host posts that something has changed for the person whose it is. */
@Entity('core_push_subscription')
@Index('core_push_subscription_userId_credentialId', ['userId', 'credentialId'])
@Index('core_push_subscription_credentialId', ['credentialId'])
export class PushSubscription {
  @Id() id!: number;
  @Int() userId!: number;
  /** The session or app password that made it and with which it ends; 0 for the account's own password. */
  @Int() credentialId!: number;
  @Text(255) deviceClientId!: string;
  /** Address and keys, encrypted: see {@link placeOf}. Null only until the row has its id. */
  @OptionalLongText() urlSecret!: string | null;
  @OptionalLongText() keysSecret!: string | null;
  /** What is posted to the address, and must come back before anything else is. */
  @Text(64) code!: string;
  /** The same, once it came back. */
  @OptionalText(64) verificationCode!: string | null;
  @OptionalInstant() expires!: Date | null;
  /** JSON list of type names; null for all. */
  @OptionalLongText() types!: string | null;
  /** JSON: type → state that the client knows of. */
  @LongText() told!: string;
  /** The code was posted, or was about to be when the program ended: it is posted once. */
  @Bool() isAsked!: boolean;
  /** Attempts in a row that failed. */
  @Int() failures!: number;
  /** Seconds that are waited between two posts: more after the other side asked for less. */
  @Int() pause!: number;
  @OptionalInstant() nextAt!: Date | null;
  /** The node that posts just now, and until when it may be believed to. */
  @OptionalText(43) claim!: string | null;
  @OptionalInstant() claimedUntil!: Date | null;
}

/** What the encryption of a value is bound to. */
export function placeOf(id: number, column: 'url' | 'keys'): string {
  return `core_push_subscription|${String(id)}|${column}`;
}
