import type { Answer } from './batch';
import type { SetResult } from './types';

/** RFC 8620 §5.3 lets a server send null for what is empty. */
export function completeSet(answer: Answer): SetResult & { oldState: string | null } {
  const object = (name: string) => (answer[name] ?? {}) as never;
  return {
    oldState: (answer['oldState'] ?? null) as string | null,
    newState: String(answer['newState']),
    created: object('created'),
    updated: object('updated'),
    destroyed: (answer['destroyed'] ?? []) as string[],
    notCreated: object('notCreated'),
    notUpdated: object('notUpdated'),
    notDestroyed: object('notDestroyed'),
  };
}
