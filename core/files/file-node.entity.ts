import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, OptionalInstant, OptionalInt, OptionalText, Text } from '../database/columns';
import { SortKey } from '../database/sort-key';
import { NamesBlobs } from './blob-columns';

/** A file or a folder that belongs to an object. */
@Entity('core_file_node')
@Index('core_file_node_entityType_entityId_parentId', ['entityType', 'entityId', 'parentId'])
@Index('core_file_node_parentId', ['parentId'])
@Index('core_file_node_blobId', ['blobId'])
@Index('core_file_node_createdById', ['createdById'])
export class FileNode {
  @Id() id!: number;
  /** JMAP type and id of what it belongs to. */
  @Text(60) entityType!: string;
  @Int() entityId!: number;
  /** The folder it lies in; null for the object's own. */
  @OptionalInt() parentId!: number | null;
  @Text(255) name!: string;
  @SortKey('name') nameKey!: string | null;
  /** Null for a folder. */
  @NamesBlobs() @OptionalText(70) blobId!: string | null;
  @Int() size!: number;
  @Text() type!: string;
  @Instant() createdAt!: Date;
  @OptionalInt() createdById!: number | null;
  /** What lies in a folder that is in the trash is there with it, without a word of its own. */
  @OptionalInstant() trashedAt!: Date | null;
}
