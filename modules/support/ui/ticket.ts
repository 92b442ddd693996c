/** What somebody does who has a ticket open. */
export type Activity = 'answering' | 'noting' | 'looking';

/** Somebody else who has a ticket open. */
export interface Colleague {
  readonly principalId: string;
  readonly name: string;
  readonly activity: Activity;
}

/** What support adds to a task. */
declare module '../../tasks/ui/task' {
  interface Task {
    /** Who asked; null for the task of a plain list. */
    customerId: string | null;
    customerName: string | null;
    customerEmail: string | null;
    /** Of which organisation the customer is; null for customers, too. */
    customerOrganisation: string | null;
    responsibleName: string | null;
    /** Addresses that get every public answer too. */
    cc: string[] | null;
    /** Those of them whom the merge has put into the CC of the other ticket; null for customers. */
    mergedCc: readonly string[] | null;
    /** Ids of colleagues who are told of what happens on it; null for customers. */
    watchers: Readonly<Record<string, true>> | null;
    /** Colleagues who have it open, once the user has; null for customers. */
    presence: readonly Colleague[] | null;
    /** UTCDate. */
    lastCommentAt: string | null;
    lastCommentBy: 'customer' | 'agent' | null;
    hasAttachment: boolean | null;
    hasPrivateNote: boolean | null;
    mailFailed: boolean | null;
    /** Something public is new to the caller; null before the caller has read anything. */
    isUnread: boolean | null;
    /** So is a note; null for customers, too. */
    hasUnreadNote: boolean | null;
    /** Number in the system that it came from; null for one that came from none. */
    legacyNumber: string | null;
    /** What else it was there; null for customers, too. */
    legacyFacts: Readonly<Record<string, string | number>> | null;
  }
}

/** Settings of the desk as a whole. */
export interface SupportSettings {
  id: string;
  defaultTaskListId: string | null;
  acceptUnknownSenders: boolean;
  autoReply: boolean;
}

/** Time that was worked on a ticket in the system that it came from. */
export interface TicketWork {
  id: string;
  taskId: string;
  legacyNumber: string | null;
  /** UTCDate. */
  at: string;
  authorName: string;
  rateName: string;
  costCode: string | null;
  hours: number | null;
  /** Of one hour. */
  rate: number | null;
  total: number | null;
}

declare module 'extjs-types' {
  interface DataTypes {
    SupportSettings: SupportSettings;
    TicketWork: TicketWork;
  }
}

/** What support adds to a mail account. */
declare module '../../mail/ui/mail' {
  interface MailAccount {
    /** List that its mail is filed into; null means the desk's default list. */
    taskListId: string | null;
  }
}
