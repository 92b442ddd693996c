import type { Ticket } from '../ticket.entity';
import type { ReadFloor } from './read-mark.entity';

/** What is said in a thread and by whom it was begun, as far as it decides whether there is news. */
export interface Thread extends Pick<Ticket, 'taskId' | 'lastCommentId' | 'lastNoteId' | 'wasRead'> {
  readonly createdById: number | null;
}

/** What one person has read of a ticket. */
export interface Reader {
  readonly floor: ReadFloor;
  /** Id of the newest entry that was there when the ticket was read; null when it never was. */
  readonly mark: number | null;
}

/** Properties that say what somebody has read: nobody else's business. */
export const READING: ReadonlySet<string> = new Set(['isUnread', 'hasUnreadNote']);

/** True when the ticket is new to the person, or something public was said since it was read. */
export function isUnread({ taskId, createdById, lastCommentId, wasRead }: Thread, reader: Reader): boolean {
  const { floor, mark } = reader;
  const isNew = taskId > floor.taskId && !wasRead && mark === null && createdById !== floor.principalId;
  return isNew || isLater(lastCommentId, reader);
}

/** True when a colleague has noted something since the ticket was read. */
export function hasUnreadNote({ lastNoteId }: Thread, reader: Reader): boolean {
  return isLater(lastNoteId, reader);
}

function isLater(commentId: number | null, { floor, mark }: Reader): boolean {
  return commentId !== null && commentId > Math.max(floor.commentId, mark ?? 0);
}

/** What {@link unreadCondition} is made of. */
interface Names {
  /** Alias of the task. */
  readonly row: string;
  /** Alias of the ticket, which a plain task has not. */
  readonly extension: string;
  /** Condition: the person reads the notes of the task. */
  readonly readsNotes: string;
}

/** SQL: {@link isUnread} or, for whoever reads notes, {@link hasUnreadNote}. It begins with what is later than the floor, which is little. */
export function unreadCondition({ row, extension, readsNotes }: Names, floor: ReadFloor): string {
  const [principal, task, comment] = [floor.principalId, floor.taskId, floor.commentId].map(String);
  const late = [`taskId > ${task}`, `lastCommentId > ${comment}`, `lastNoteId > ${comment}`].map(
    (condition) => `SELECT taskId FROM support_ticket WHERE ${condition}`,
  );
  const mark = `SELECT 1 FROM support_read_mark mark_ WHERE mark_.principalId = ${principal} AND mark_.taskId = ${row}.id`;
  const isLaterThanMark = (column: string): string =>
    `(COALESCE(${extension}.${column}, 0) > ${comment} AND NOT EXISTS (${mark} AND mark_.commentId >= ${extension}.${column}))`;
  return (
    `(${row}.id IN (SELECT late_.taskId FROM (${late.join(' UNION ALL ')}) late_) AND (` +
    `(${row}.id > ${task} AND ${extension}.wasRead = 0 AND COALESCE(${row}.createdById, 0) <> ${principal} AND NOT EXISTS (${mark}))` +
    ` OR ${isLaterThanMark('lastCommentId')} OR (${isLaterThanMark('lastNoteId')} AND ${readsNotes})))`
  );
}
