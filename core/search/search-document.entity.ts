import { Entity, Index } from 'typeorm';
import { Id, Int, LongText, OptionalInstant, OptionalLongText, Text } from '../database/columns';

/**
 * What can be found: one row for each object of a type that declares `search`. Which scopes it is in is said by
 * `core_search_audience`, and under which words it is found by `core_search_word`.
 */
@Entity('core_search_document')
@Index('core_search_document_type_objectId', ['type', 'objectId'], { unique: true })
@Index('core_search_document_at', ['at'])
@Index('core_search_document_ownerType_ownerId', ['ownerType', 'ownerId'])
export class SearchDocument {
  @Id() id!: number;
  @Text(60) type!: string;
  @Int() objectId!: number;
  /** The object that a hit opens: the ticket of a comment, else the object itself. */
  @Text(60) ownerType!: string;
  @Int() ownerId!: number;
  /** When the object was made, where it tells. */
  @OptionalInstant() at!: Date | null;
  /** Of what is stored; rows of another version are indexed anew. */
  @Int() version!: number;
  /** The encoded words in their order, each text between spaces, the texts with a point between them. */
  @LongText() words!: string;
  /** The same of texts that those alone may read who read the object as colleagues; null for none. */
  @OptionalLongText() readerWords!: string | null;
}
