import { Bool, Entity, GivenId, Index, Instant, Int, Text, TextKey } from '../../../core/api';

/** What somebody does who has a ticket open, what most concerns a colleague first. */
export const ACTIVITIES = ['answering', 'noting', 'looking'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** Longest name that a client gives to one of its windows, in characters. */
export const LONGEST_CLIENT = 40;

/** A ticket that an agent has open in one window. It ends by itself soon after that window is not heard of any more. */
@Entity('support_presence')
@Index('support_presence_taskId', ['taskId'])
@Index('support_presence_until', ['until'])
export class Presence {
  @GivenId() principalId!: number;
  /** The window, by the name that it gives itself. */
  @TextKey(LONGEST_CLIENT) client!: string;
  @Int() taskId!: number;
  @Text(10) activity!: Activity;
  /** False for an administrator in the person's name: they see who is there, and nobody is told that the person is. */
  @Bool() isShown!: boolean;
  @Instant() until!: Date;
}
