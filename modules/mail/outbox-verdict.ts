import type { OutboxMessage, Rejection } from './outbox-message.entity';
import type { DeliveryResult, Refusal } from './smtp-delivery';

/** What a try changes in the row of a message. */
export type Verdict = Partial<
  Pick<
    OutboxMessage,
    'state' | 'attempts' | 'nextAttemptAt' | 'lastError' | 'delivered' | 'rejected' | 'sentAt' | 'claim'
  >
>;

const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 4 * 3600;
/** With these pauses the last try is about two days after the first (RFC 5321 §4.5.4.1 asks for four or five; people do not wait so long). */
const MOST_ATTEMPTS = 18;
/** While the relay cannot be reached at all, the queue moves as soon as it can again. */
const UNREACHABLE_PAUSE_SECONDS = 5 * 60;

/**
 * Decides what a try means for the message. Pure: the row as it is, the result and the time in, the change out.
 * @param problem why the relay could not be used, in one sentence, when that was the result
 */
export function afterTry(message: OutboxMessage, result: DeliveryResult, problem: string | null, now: Date): Verdict {
  const attempts = message.attempts + 1;
  switch (result.kind) {
    case 'taken': {
      const delivered = [...message.delivered, ...result.accepted];
      const rejected = [...message.rejected, ...hard(result.refused)];
      const deferred = result.refused.find(({ isFinal }) => !isFinal);
      if (deferred) return deferredVerdict(message, attempts, deferred.detail, now, { delivered, rejected });
      const lastError = rejected.length > 0 ? notReached(rejected) : null;
      return { state: 'sent', attempts, sentAt: now, nextAttemptAt: null, lastError, delivered, rejected };
    }
    case 'refused': {
      const rejected = [...message.rejected, ...hard(result.refused)];
      if (!result.isFinal) return deferredVerdict(message, attempts, result.detail, now, { rejected });
      // Some were reached in an earlier try: the message as such was sent.
      const isSent = message.delivered.length > 0;
      const lastError = isSent ? notReached(rejected) : result.detail;
      return {
        state: isSent ? 'sent' : 'failed',
        attempts,
        nextAttemptAt: null,
        lastError,
        rejected,
        ...sentAt(isSent, now),
      };
    }
    case 'unreachable': {
      const pause = Math.min(pauseAfter(attempts), UNREACHABLE_PAUSE_SECONDS);
      return { state: 'queued', attempts, claim: null, lastError: problem, nextAttemptAt: after(now, pause) };
    }
    case 'login-refused':
      return { state: 'queued', claim: null, lastError: problem, nextAttemptAt: null };
    case 'unknown': {
      const lastError = `The connection broke before the mail server confirmed; the message may have arrived. (${result.detail})`;
      return { state: 'uncertain', attempts, nextAttemptAt: null, lastError };
    }
  }
}

function deferredVerdict(
  { delivered: before }: OutboxMessage,
  attempts: number,
  detail: string,
  now: Date,
  { delivered = before, rejected }: { delivered?: string[]; rejected: Rejection[] },
): Verdict {
  const facts = { attempts, delivered, rejected };
  if (attempts < MOST_ATTEMPTS) {
    return {
      ...facts,
      state: 'queued',
      claim: null,
      lastError: detail,
      nextAttemptAt: after(now, pauseAfter(attempts)),
    };
  }
  const lastError = `Given up after ${String(attempts)} tries: ${detail}`;
  return { ...facts, state: delivered.length > 0 ? 'sent' : 'failed', nextAttemptAt: null, lastError };
}

function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_SECONDS);
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}

function hard(refused: readonly Refusal[]): Rejection[] {
  return refused.filter(({ isFinal }) => isFinal).map(({ address, detail }) => ({ address, kind: 'hard', detail }));
}

function notReached(rejected: readonly Rejection[]): string {
  return `Not delivered to ${rejected.map(({ address, detail }) => `${address} (${detail})`).join(', ')}`;
}

function sentAt(isSent: boolean, now: Date): Verdict {
  return isSent ? { sentAt: now } : {};
}
