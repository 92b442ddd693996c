import type { Answer } from './batch';
import { SetFailed } from './errors';
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

/** @throws SetFailed for the first object that was refused */
export function insist(results: readonly SetResult[]): void {
  for (const { notCreated, notUpdated, notDestroyed } of results) {
    const [refused] = Object.entries({ ...notCreated, ...notUpdated, ...notDestroyed });
    if (refused !== undefined) throw new SetFailed(...refused);
  }
}
