import { injectable, NotificationKind, type Row } from '../../core/api';

export const MENTION = 'comments.mention';

/** Somebody is mentioned in a comment. */
@injectable()
export class Mentioned extends NotificationKind {
  readonly id = MENTION;
  readonly happensIn = 'Comment';
  readonly text = '{name} mentioned you';
  override readonly many = 'You were mentioned {count} times';
  readonly title = 'Somebody mentions me';
  readonly defaults = { bell: true, mail: true, browser: false };

  override words(comment: Row): string {
    return String(comment['text']);
  }
}
