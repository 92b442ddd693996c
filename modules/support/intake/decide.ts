/** Everything about a mail that decides what becomes of it, gathered beforehand. */
export interface Message {
  /** Kind of machine that wrote it, or null for a person. */
  readonly automatic: 'auto-reply' | 'bounce' | 'list' | 'bulk' | 'report' | 'robot' | null;
  readonly automaticReason: string;
  /** The one usable sender, or null. */
  readonly from: string | null;
  /** From names more than one mailbox, or none that can be used. */
  readonly fromIsAmbiguous: boolean;
  /** From is an address of the desk itself. */
  readonly fromIsOurs: boolean;
  /** We made its Message-ID. */
  readonly isOwnMail: boolean;
  /** It answers a mail that this program wrote to somebody by itself: a notification, a letter about an account. */
  readonly answersLetter: boolean;
  readonly receivedCount: number;
}

/** What the sender is to a ticket. */
export type Relation = 'customer' | 'participant' | 'agent' | 'stranger';

/** A ticket that the mail points to. */
export interface Pointer {
  readonly taskId: number;
  readonly relation: Relation;
}

/** Tickets found by each kind of evidence, strongest first; null when there is none of that kind. */
export interface Evidence {
  /** Our signed address among the recipients. */
  readonly token: Pointer | null;
  /** In-Reply-To or References name a mail that we sent. */
  readonly ownId: Pointer | null;
  /** In-Reply-To or References name a mail that we received. */
  readonly knownId: Pointer | null;
  /** Our number stands in the subject. */
  readonly subject: Pointer | null;
}

export interface Policy {
  readonly acceptsUnknownSenders: boolean;
  readonly senderIsKnown: boolean;
}

export type Decision =
  /** A new ticket; `near` is a ticket it may belong to. */
  | { readonly action: 'ticket'; readonly near: number | null; readonly reason: string }
  /** A public entry by the customer or a participant; certain unless only the address in From speaks for it. */
  | { readonly action: 'append'; readonly taskId: number; readonly isCertain: boolean; readonly reason: string }
  /** An entry that only agents see until one of them says otherwise. */
  | { readonly action: 'appendUnverified'; readonly taskId: number; readonly reason: string }
  /** A machine's answer, noted on the ticket for the agents; changes nothing. */
  | { readonly action: 'note'; readonly taskId: number; readonly reason: string }
  /** Delivery failure of mails of ours. */
  | { readonly action: 'bounce'; readonly reason: string }
  /** Kept in the ledger, nothing more. */
  | { readonly action: 'file'; readonly outcome: 'own' | 'automatic' | 'ignored'; readonly reason: string };

/** More hops than any real way has: the mail runs in a circle. */
const MOST_HOPS = 50;

/**
 * What becomes of a mail, with the reason in words for the people who look it up. The one place where threading,
 * trust and loops are decided. Headers grant no rights: what the sender cannot prove opens a ticket or waits for an
 * agent, and never speaks in somebody else's name.
 */
export function decide(message: Message, evidence: Evidence, policy: Policy): Decision {
  if (message.receivedCount > MOST_HOPS) {
    return {
      action: 'file',
      outcome: 'ignored',
      reason: `It passed ${String(message.receivedCount)} servers: it runs in a circle.`,
    };
  }
  if (message.isOwnMail) return { action: 'file', outcome: 'own', reason: 'It is a mail that we sent ourselves.' };
  if (message.automatic === 'bounce') return { action: 'bounce', reason: message.automaticReason };

  const certain = evidence.token ?? evidence.ownId ?? evidence.knownId;
  if (message.automatic === 'auto-reply' || message.automatic === 'report') {
    return certain
      ? {
          action: 'note',
          taskId: certain.taskId,
          reason: `An automatic mail to this ticket. ${message.automaticReason}`,
        }
      : {
          action: 'file',
          outcome: 'automatic',
          reason: `An automatic mail that belongs to no ticket. ${message.automaticReason}`,
        };
  }
  if (message.fromIsOurs) {
    return {
      action: 'file',
      outcome: 'own',
      reason: 'Its sender is an address of the desk itself; answering it would make a loop.',
    };
  }

  if (certain) {
    const how = evidence.token
      ? 'our signed address'
      : evidence.ownId
        ? 'a mail of ours that it answers'
        : 'a mail of this ticket that it answers';
    const { taskId, relation } = certain;
    if (!message.fromIsAmbiguous && (relation === 'customer' || relation === 'participant')) {
      return {
        action: 'append',
        taskId,
        isCertain: true,
        reason: `It came from the ${relation} and belongs here by ${how}.`,
      };
    }
    const who = message.fromIsAmbiguous
      ? 'its sender is not clear'
      : relation === 'agent'
        ? 'an agent’s address alone does not prove that the agent wrote it'
        : 'its sender has nothing to do with the ticket';
    return { action: 'appendUnverified', taskId, reason: `It belongs here by ${how}, but ${who}: only agents see it.` };
  }

  if (message.answersLetter) {
    return {
      action: 'file',
      outcome: 'ignored',
      reason: 'It answers a mail that this program wrote by itself, which says that nobody reads answers.',
    };
  }

  const named = evidence.subject;
  if (named && !message.fromIsAmbiguous && (named.relation === 'customer' || named.relation === 'participant')) {
    return {
      action: 'append',
      taskId: named.taskId,
      isCertain: false,
      reason: `The ${named.relation} named the number in the subject.`,
    };
  }
  if (!policy.acceptsUnknownSenders && !policy.senderIsKnown) {
    return {
      action: 'file',
      outcome: 'ignored',
      reason: 'Its sender is unknown, and mail of unknown senders is not accepted.',
    };
  }
  const near = named?.taskId ?? null;
  if (near !== null) {
    return {
      action: 'ticket',
      near,
      reason: `It names number ${String(near)} in the subject, but its sender has nothing to do with that ticket.`,
    };
  }
  return {
    action: 'ticket',
    near,
    reason:
      message.from === null
        ? 'A new request; its sender cannot be answered.'
        : 'A new request: it answers no mail that we know.',
  };
}
