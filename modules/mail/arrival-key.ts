import { createHash } from 'node:crypto';
import type { MailAccount } from './mail-account.entity';

/**
 * What makes two arrivals the same one: the place of a message on its server, which RFC 9051 §2.3.1.1 promises to
 * hold one message for ever.
 * @param uidValidity as kept by the account
 */
export function imapArrivalKey(account: MailAccount, uidValidity: string, uid: number): string {
  const place = createHash('sha1').update([account.host, account.username, account.mailbox].join('\0')).digest('hex');
  return ['imap', account.id, place, uidValidity, uid].join(':');
}

/** The same envelope and bytes: a client that did not get our answer sends the same once more. */
export function smtpArrivalKey(accountId: number, from: string, to: readonly string[], blobId: string): string {
  const content = createHash('sha256')
    .update(JSON.stringify([from, [...to].sort(), blobId]))
    .digest('hex');
  return ['smtp', accountId, content].join(':');
}
