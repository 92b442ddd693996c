import { type Context, idOf, type Records } from '../../core/api';

/** A draft as whoever sends it has seen it last. */
export interface SeenDraft {
  readonly id: number;
  readonly version: number;
}

/** Wire value → the draft that a comment is made of, or null. */
export function parseSeenDraft(value: unknown): { value: SeenDraft } | { fault: string } {
  const { id, version } = (value ?? {}) as Record<string, unknown>;
  const number = typeof id === 'string' ? idOf(id) : null;
  return number === null || typeof version !== 'number'
    ? { fault: 'must be the id and version of a draft' }
    : { value: { id: number, version } };
}

/**
 * Removes the draft that was sent. One that was changed elsewhere meanwhile stays: it is another text by now. Whether
 * there is one that is not the sender's is not told. Needs a transaction.
 */
export async function removeSent(records: Records, { id, version }: SeenDraft, sender: Context): Promise<void> {
  const draft = await records.seen('CommentDraft', id, sender);
  if (draft?.['version'] === version) await records.destroy('CommentDraft', draft);
}
