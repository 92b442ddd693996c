import { Entity } from 'typeorm';
import { Bool, Id, Instant, Int, OptionalInt, OptionalText, Text } from '../../../core/database/columns';

@Entity('mailfixture_mailbox')
export class Mailbox {
  @Id() id!: number;
  @Text() name!: string;
  @OptionalInt() parentId!: number | null;
  @OptionalText() role!: string | null;
  @Int() sortOrder!: number;
  @Bool() isSubscribed!: boolean;
}

@Entity('mailfixture_email')
export class Email {
  @Id() id!: number;
  @Int() mailboxId!: number;
  @Text(70) blobId!: string;
  @Int() size!: number;
  @Text() subject!: string;
  @Instant() receivedAt!: Date;
  @Bool() isSeen!: boolean;
}
