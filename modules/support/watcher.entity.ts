import { Entity, Index } from 'typeorm';
import { GivenId, Instant, Int } from '../../core/api';

/** A colleague who is told of what happens on a ticket. */
@Entity('support_watcher')
@Index('support_watcher_principalId', ['principalId'])
export class Watcher {
  @GivenId() taskId!: number;
  @GivenId() principalId!: number;
}

/** Who was told last that a ticket is due, and by when it was. */
@Entity('support_reminder')
export class Reminder {
  @GivenId() taskId!: number;
  @Int() principalId!: number;
  @Instant() due!: Date;
}
