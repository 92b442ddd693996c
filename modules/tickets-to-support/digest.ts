import { hash } from 'node:crypto';

/** A short digest, by which it is known that a text of a source, or one that was brought, is another now. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 27);
}
