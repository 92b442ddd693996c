import { Entity, Index } from 'typeorm';
import {
  Bool,
  GivenId,
  Id,
  Instant,
  Int,
  LongText,
  OptionalInstant,
  OptionalInt,
  OptionalText,
  Text,
  TextKey,
} from '../database/columns';
import { SortKey } from '../database/sort-key';
import { NamesBlobs } from '../files/blob-columns';

/** Anybody who can be named: a user, a group, or a contact without login (RFC 9670 Principal). */
@Entity('core_principal')
@Index('core_principal_nameKey', ['nameKey'])
@Index('core_principal_email', ['email'], { unique: true })
@Index('core_principal_name', ['name'])
@Index('core_principal_aclId', ['aclId'])
export class Principal {
  @Id() id!: number;
  /**
   * `personal`: a user's own group, which is nobody to be named: whoever means it names the user.
   * `gone`: a contact that was deleted; what named them still can, but nobody finds them any more.
   */
  @Text(20) type!: 'individual' | 'group' | 'personal' | 'gone';
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  /** The main address, normalised by {@link normaliseAddress}; null for groups. See {@link Address}. */
  @OptionalText(254) email!: string | null;
  @NamesBlobs() @OptionalText(70) avatarBlobId!: string | null;
  /** Of those who see whom not all of Internal sees, see {@link Visibility}; null: all of Internal does. */
  @OptionalInt() aclId!: number | null;
  /** Of which somebody is, as administration wrote it; null for none. Kept by administration alone: it lets people see. */
  @OptionalText() organisation!: string | null;
  @SortKey('organisation') organisationKey!: string | null;
  /** See {@link organisationIdOf}. */
  @OptionalText(32) organisationId!: string | null;
}

/** Every address by which somebody is known, the main one included. One address belongs to one principal only. */
@Entity('core_address')
@Index('core_address_email', ['email'], { unique: true })
@Index('core_address_principalId', ['principalId'])
export class Address {
  @Id() id!: number;
  @Int() principalId!: number;
  @Text(254) email!: string;
}

/** What is known of somebody without login. The id is the principal's. */
@Entity('core_contact')
export class Contact {
  @GivenId() id!: number;
  @LongText() notes!: string;
}

/** Login of a principal. The id is the principal's. */
@Entity('core_user')
@Index('core_user_username', ['username'], { unique: true })
export class User {
  @GivenId() id!: number;
  /** Lower case, NFC: compared exactly. */
  @Text() username!: string;
  /** argon2id, PHC string; null until the first-login or reset link was used. */
  @OptionalText(255) passwordHash!: string | null;
  /** False: cannot sign in. */
  @Bool() isActive!: boolean;
  /** Out of sight in lists of people, and never active; everything of theirs stays. */
  @Bool() isArchived!: boolean;
  @Text(20) locale!: string;
  /** IANA name; null for that of the browser. */
  @OptionalText(60) timeZone!: string | null;
  /** Who takes over their things when they are deleted; null: nobody does. */
  @OptionalInt() successorId!: number | null;
  @OptionalInstant() createdAt!: Date | null;
  @OptionalInstant() lastLoginAt!: Date | null;
}

/** Group of users. The id is the principal's. */
@Entity('core_group')
@Index('core_group_personalUserId', ['personalUserId'], { unique: true })
export class Group {
  @GivenId() id!: number;
  /** The user whose personal group this is, or null. */
  @OptionalInt() personalUserId!: number | null;
  /** `admins`, `everyone`, `internal` for the three built-in groups, else null. */
  @OptionalText(20) builtIn!: 'admins' | 'everyone' | 'internal' | null;
}

@Entity('core_group_member')
@Index('core_group_member_userId', ['userId'])
export class GroupMember {
  @GivenId() groupId!: number;
  @GivenId() userId!: number;
}

/** A module permission (`support:use`) given to a group. Stored by name, never by position. */
@Entity('core_permission')
export class Permission {
  @TextKey() permission!: string;
  @GivenId() groupId!: number;
}

/** Sign-in of a browser (`kind` session) or an app password. Only the SHA-256 of the secret is stored. */
@Entity('core_credential')
@Index('core_credential_hash', ['hash'], { unique: true })
@Index('core_credential_userId', ['userId'])
@Index('core_credential_parentId', ['parentId'])
export class Credential {
  @Id() id!: number;
  @Int() userId!: number;
  @Text(20) kind!: 'session' | 'app-password' | 'password-link';
  @Text(64) hash!: string;
  /** What the person called it, for app passwords. */
  @OptionalText() label!: string | null;
  @SortKey('label') labelKey!: string | null;
  @Instant() createdAt!: Date;
  /** To the hour. */
  @OptionalInstant() lastUsedAt!: Date | null;
  @OptionalInstant() expiresAt!: Date | null;
  /** Network address and program of the last use that was written down; null until then. */
  @OptionalText(45) address!: string | null;
  @OptionalText() userAgent!: string | null;
  /** The administrator to whom this session in somebody's name belongs, and their own session, with which it ends. */
  @OptionalInt() actorId!: number | null;
  @OptionalInt() parentId!: number | null;
}
