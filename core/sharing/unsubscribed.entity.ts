import { Entity, Index } from 'typeorm';
import { GivenId } from '../database/columns';

/** Somebody who could see the object of an ACL, and has said that they do not want to. */
@Entity('core_unsubscribed')
@Index('core_unsubscribed_userId', ['userId'])
export class Unsubscribed {
  @GivenId() aclId!: number;
  @GivenId() userId!: number;
}
