import type { PastChange } from '../../../core/api';

/**
 * What of a ticket's past is for somebody who reads it now: what was done while it was in a list that they read. Of the
 * move from a list that they do not read only that it came is left, and nothing of what was before.
 * @param past of one ticket, the newest first
 * @param listId the list that it is in now
 * @param reads whether they read a list
 */
export function seenPart(
  past: readonly PastChange[],
  listId: number,
  reads: (listId: number) => boolean,
): readonly PastChange[] {
  const seen: PastChange[] = [];
  let list = listId;
  for (const one of past) {
    const isRead = reads(list);
    const move = one.action === 'update' ? one.changes.find(({ property }) => property === 'taskListId') : undefined;
    if (move) list = Number(move.old);
    if (!isRead && !reads(list)) continue;
    seen.push(isRead && reads(list) ? one : { ...one, changes: move ? [move] : [] });
  }
  return seen;
}
