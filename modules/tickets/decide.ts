/** What is known of a mail that came to the mailbox of a legacy type. */
export interface Evidence {
  /** Why a machine has written it, or null. */
  readonly automatic: string | null;
  /** Null when no single address is certain. */
  readonly from: string | null;
  readonly isOurs: boolean;
  /** Number that its subject names, and the ticket of this mailbox that has it; null for none. */
  readonly number: string | null;
  readonly ticket: { readonly id: number; readonly participants: readonly string[] } | null;
}

export type Decision =
  | { readonly action: 'message'; readonly ticketId: number; readonly reason: string }
  | { readonly action: 'ticket'; readonly reason: string }
  | { readonly action: 'file'; readonly outcome: 'automatic' | 'own' | 'ignored'; readonly reason: string };

/**
 * What becomes of a mail. The number in a subject proves nothing, so a mail becomes a message only where its sender's address
 * is one of the ticket's; agents answer in the panel, for headers give nobody rights.
 */
export function decide({ automatic, from, isOurs, number, ticket }: Evidence): Decision {
  if (isOurs) return { action: 'file', outcome: 'own', reason: 'It is from an address of our own.' };
  if (automatic !== null) return { action: 'file', outcome: 'automatic', reason: automatic };
  if (from === null) return { action: 'file', outcome: 'ignored', reason: 'It does not say clearly who sent it.' };
  if (number === null) return { action: 'ticket', reason: 'Its subject names no ticket.' };
  if (ticket === null)
    return { action: 'file', outcome: 'ignored', reason: `There is no legacy ticket ${number} of this mailbox.` };
  if (!ticket.participants.includes(from))
    return { action: 'file', outcome: 'ignored', reason: `Its sender has no part in the legacy ticket ${number}.` };
  return { action: 'message', ticketId: ticket.id, reason: `Its subject names the legacy ticket ${number}.` };
}
