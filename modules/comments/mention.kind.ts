import { injectable, NotificationKind } from '../../core/api';

export const MENTION = 'comments.mention';

/** Somebody is mentioned in a comment. */
@injectable()
export class Mentioned extends NotificationKind {
  readonly id = MENTION;
  readonly happensIn = 'Comment';
  readonly text = '{name} mentioned you';
}
