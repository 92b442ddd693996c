import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, Text } from '../database/columns';
import { NamesBlobs } from './blob-columns';

/**
 * Who uploaded which bytes and when: until something refers to them, they are the uploader's alone. Forgotten after a
 * few days, see `core.orphan-blobs`.
 */
@Entity('core_upload')
@Index('core_upload_blobId_userId', ['blobId', 'userId'], { unique: true })
@Index('core_upload_createdAt', ['createdAt'])
export class Upload {
  @Id() id!: number;
  /** {@link blobIdOf} the bytes. */
  @NamesBlobs() @Text(70) blobId!: string;
  @Int() userId!: number;
  @Int() size!: number;
  @Text() type!: string;
  @Instant() createdAt!: Date;
}
