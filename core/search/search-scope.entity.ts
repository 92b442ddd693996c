import { Entity, Index } from 'typeorm';
import { Bool, Id, Text } from '../database/columns';

/** The documents of one type that the holders of one audience key see, see core/sharing/audience.ts. */
@Entity('core_search_scope')
@Index('core_search_scope_audience_type_ownerType', ['audience', 'type', 'ownerType'], { unique: true })
@Index('core_search_scope_isShared_type', ['isShared', 'type'])
export class SearchScope {
  @Id() id!: number;
  @Text() audience!: string;
  @Text(60) type!: string;
  @Text(60) ownerType!: string;
  /**
   * Many people may have the key: the documents are found by `core_search_word`. In scopes of single people there are
   * few documents, and their words are read one after the other.
   */
  @Bool() isShared!: boolean;
}
