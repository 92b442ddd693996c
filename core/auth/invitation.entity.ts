import { Entity, Index } from 'typeorm';
import { Bool, Id, Instant, Json, OptionalInstant, OptionalInt, OptionalText, Text } from '../database/columns';

/** Somebody who is asked in: who opens the link chooses user name and password, and becomes the user described here. */
@Entity('core_invitation')
@Index('core_invitation_hash', ['hash'], { unique: true })
@Index('core_invitation_email', ['email'])
export class Invitation {
  @Id() id!: number;
  /** Empty when the person is to say. */
  @Text() name!: string;
  /** Normalised by normaliseAddress(). */
  @Text(254) email!: string;
  @Json() groupIds!: number[];
  @Bool() isInternal!: boolean;
  @Text(20) locale!: string;
  /** Principal who invites; null when somebody has asked for it by themselves. */
  @OptionalInt() invitedById!: number | null;
  /** SHA-256 of the secret in the link, of the latest one only; null before there was one, and when it was used. */
  @OptionalText(64) hash!: string | null;
  @Instant() createdAt!: Date;
  /** When the latest mail was written; null when the link is handed over by a person. */
  @OptionalInstant() sentAt!: Date | null;
  /** Null before there was a link. */
  @OptionalInstant() expiresAt!: Date | null;
  @OptionalInstant() acceptedAt!: Date | null;
  /** Who they became. */
  @OptionalInt() userId!: number | null;
}
