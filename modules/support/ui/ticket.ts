/** What support adds to a task. */
declare module '../../tasks/ui/task' {
  interface Task {
    /** Who asked; null for the task of a plain list. */
    customerId: string | null;
    customerName: string | null;
    customerEmail: string | null;
    responsibleName: string | null;
    /** Addresses that get every public answer too. */
    cc: string[] | null;
    /** UTCDate. */
    lastCommentAt: string | null;
    lastCommentBy: 'customer' | 'agent' | null;
    hasAttachment: boolean | null;
    hasPrivateNote: boolean | null;
    mailFailed: boolean | null;
  }
}

/** Settings of the desk as a whole. */
export interface SupportSettings {
  id: string;
  defaultTaskListId: string | null;
  acceptUnknownSenders: boolean;
  autoReply: boolean;
}

declare module 'extjs-types' {
  interface DataTypes {
    SupportSettings: SupportSettings;
  }
}

/** What support adds to a mail account. */
declare module '../../mail/ui/mail' {
  interface MailAccount {
    /** List that its mail is filed into; null means the desk's default list. */
    taskListId: string | null;
  }
}
