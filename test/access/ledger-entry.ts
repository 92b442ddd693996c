import type { Json } from './json';

/** A mail that was set aside, as the intake leaves it. */
export function ledgerEntry(blobId: string, accountId: number): Json {
  return {
    arrivalKey: blobId,
    source: 'smtp',
    accountId,
    receivedAt: new Date('2026-11-23T09:00:00Z'),
    envelopeFrom: 'x@example.com',
    envelopeTo: ['support@localhost'],
    sender: 'x@example.com',
    recipients: ['support@localhost'],
    subject: 'A mail',
    messageId: null,
    digest: null,
    size: 20,
    blobId,
    state: 'quarantined',
    outcome: null,
    reason: null,
    error: 'cannot be read',
    attempts: 3,
    nextAttemptAt: null,
    taskId: null,
    commentId: null,
  };
}
