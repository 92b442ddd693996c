import { Entity, Index } from 'typeorm';
import { Bool, GivenId, Id, Int, OptionalInt, OptionalText, TextKey } from '../database/columns';

/** Access control list: owned by one object, inherited by all that lies in it. */
@Entity('core_acl')
export class Acl {
  @Id() id!: number;

  /** `module:permission` without which every level on this ACL counts as {@link Level.submit}, or null. */
  @OptionalText() requiredPermission!: string | null;
  /** Personal group of who made the object: keeps manage when all else is reset. Null when the host made it. */
  @OptionalInt() ownerGroupId!: number | null;
  /** Whoever has a level here sees what is that of others of their organisation. */
  @Bool() isSharedInOrganisation!: boolean;
}

/** One row of an ACL: what a group (each user has a personal one) may do. */
@Entity('core_acl_group')
@Index('core_acl_group_groupId_aclId', ['groupId', 'aclId'])
export class AclGroup {
  @GivenId() aclId!: number;
  @GivenId() groupId!: number;
  @Int() level!: number;
}

/** One row of what new objects of a type are shared with. */
@Entity('core_default_grant')
export class DefaultGrant {
  @TextKey(60) type!: string;
  @GivenId() groupId!: number;
  @Int() level!: number;
}
