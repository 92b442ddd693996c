import { parseMail } from './parse';
import type { ParsedMail } from './parsed-mail';

/** What the worker answers to a raw mail. */
export type WorkerAnswer = { readonly mail: ParsedMail } | { readonly error: string };

// One mail per message; the answer to each comes before the next is sent, so answers need no number.
// The process ends by itself when its parent is gone, because nothing but the channel keeps it alive.
process.on('message', (raw: Uint8Array) => {
  const answer = (message: WorkerAnswer): void => void process.send?.(message);
  parseMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).then(
    (mail) => answer({ mail }),
    (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
  );
});
