import type { Entity } from 'extjs-types';

/** A legacy ticket as the API tells it. */
export interface LegacyTicket extends Entity {
  ticketNumber: string;
  /** Null for customers, as all that is for agents. */
  ticketVerifier: number | null;
  subject: string;
  typeId: string;
  /** 0 open, -1 closed, else the id of a LegacyTicketStatus. */
  statusId: number;
  /** 0 low, 1 normal, 2 high. */
  priority: number;
  userId: string | null;
  agentId: string | null;
  agentName: string | null;
  company: string;
  firstName: string;
  middleName: string;
  lastName: string;
  email: string;
  phone: string;
  ccAddresses: readonly string[] | null;
  unseen: boolean | null;
  /** UTCDate. */
  dueDate: string | null;
  createdAt: string;
  modifiedAt: string;
  lastResponseAt: string;
  customFields: Readonly<Record<string, unknown>>;
  myRights: { mayRead: boolean; mayAnswer: boolean; mayWrite: boolean; mayDelete: boolean };
}

/** A file of a message. */
export interface LegacyFile {
  blobId: string;
  name: string;
  type: string;
  /** Told by the server alone. */
  size?: number;
}

/** A message or note of a legacy ticket. */
export interface LegacyTicketMessage extends Entity {
  ticketId: string;
  content: string;
  isNote: boolean;
  hasStatus: boolean;
  statusId: number;
  hasType: boolean;
  typeId: string | null;
  authorName: string;
  isFromAgent: boolean;
  templateId: string | null;
  rateId: string | null;
  rateMinutes: number | null;
  rateAmount: number | null;
  rateName: string | null;
  attachments: readonly LegacyFile[];
  createdAt: string;
}

type Rights = Record<string, boolean>;

export interface LegacyTicketType extends Entity {
  name: string;
  description: string;
  typeGroupId: string | null;
  showFromOthers: boolean;
  emailAccountId: string | null;
  emailOnNew: readonly string[] | null;
  senderName: string | null;
  /** Null for customers; empty for all. */
  showStatuses: readonly string[] | null;
  publishOnSite: boolean;
  myRights: Rights;
  shareWith: Record<string, Rights> | null;
}

export interface LegacyTicketTypeGroup extends Entity {
  name: string;
  sortIndex: number;
}

export interface LegacyTicketStatus extends Entity {
  name: string;
  /** Null for all types. */
  typeId: string | null;
}

export interface LegacyTicketRate extends Entity {
  name: string;
  /** Cents an hour. */
  amount: number;
  costCode: string;
}

export interface LegacyTicketTemplate extends Entity {
  name: string;
  content: string;
  defaultTemplate: boolean;
  autoreply: boolean;
  ticketCreatedForClient: boolean;
  ticketMailForAgent: boolean;
  ticketClaimNotification: boolean;
}

declare module 'extjs-types' {
  interface DataTypes {
    LegacyTicket: LegacyTicket;
    LegacyTicketMessage: LegacyTicketMessage;
    LegacyTicketType: LegacyTicketType;
    LegacyTicketTypeGroup: LegacyTicketTypeGroup;
    LegacyTicketStatus: LegacyTicketStatus;
    LegacyTicketRate: LegacyTicketRate;
    LegacyTicketTemplate: LegacyTicketTemplate;
  }
}
