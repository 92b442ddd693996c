import { Entity } from 'typeorm';
import { TextKey } from '../database/columns';

/** A module has yet to remove what it keeps about objects of this type, which went with its module. */
@Entity('core_purge')
export class Purge {
  /** Who has to. */
  @TextKey(40) module!: string;
  @TextKey(60) type!: string;
}
