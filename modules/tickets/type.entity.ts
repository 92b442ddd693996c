import { Bool, Entity, Id, Index, Int, Json, OptionalInt, SortKey, Text } from '../../core/api';

/** A type of legacy tickets (`ti_types`). It owns an ACL; its tickets and all that belongs to them inherit. */
@Entity('tickets_type')
@Index('tickets_type_aclId', ['aclId'], { unique: true })
@Index('tickets_type_typeGroupId', ['typeGroupId'])
export class LegacyType {
  @Id() id!: number;
  @Text(100) name!: string;
  @SortKey('name') nameKey!: string | null;
  @Text(255) description!: string;
  @Int() aclId!: number;
  @OptionalInt() typeGroupId!: number | null;
  /** Whoever files tickets of this type sees those of all others. */
  @Bool() showFromOthers!: boolean;
  /** Mailbox from which its mails are sent. */
  @OptionalInt() emailAccountId!: number | null;
  /** Addresses that are told of each new ticket. */
  @Json() emailOnNew!: readonly string[];
  /** Name under which its mails are sent; empty for that of the type. */
  @Text(64) senderName!: string;
  /** Strangers may file tickets of it on the public page. */
  @Bool() publishOnSite!: boolean;
}

/** A heading under which types are shown (`ti_type_groups`). */
@Entity('tickets_type_group')
export class LegacyTypeGroup {
  @Id() id!: number;
  @Text(100) name!: string;
  @SortKey('name') nameKey!: string | null;
  @Int() sortIndex!: number;
}
