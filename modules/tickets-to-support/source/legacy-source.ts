import type { LegacyExtras } from './legacy-fields';
import type { LegacyFiles } from './legacy-files';
import type { LegacyLinks } from './legacy-links';

/** Who worked with the older system. */
export interface LegacyUser {
  readonly id: number;
  /** Who it is here, where the source knows: nobody is looked for then. */
  readonly hereId?: number;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly isEnabled: boolean;
}

export interface LegacyGroup {
  readonly id: number;
  /** Which one it is here, where the source knows. */
  readonly hereId?: number;
  readonly name: string;
  readonly builtIn: 'admins' | 'everyone' | 'internal' | null;
  readonly members: readonly number[];
}

/** One row of an ACL: for one user or for one group. */
export interface LegacyGrant {
  readonly userId: number | null;
  readonly groupId: number | null;
  readonly level: number;
  /** Reads all tickets with their notes, without working on them. */
  readonly readsAll?: boolean;
}

export interface LegacyType {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly groupId: number | null;
  readonly senderName: string;
  readonly grants: readonly LegacyGrant[];
  /** Ids of the statuses that it offers; null for all. */
  readonly shownStatuses: readonly number[] | null;
  readonly showsFromOthers: boolean;
}

export interface LegacyTypeGroup {
  readonly id: number;
  readonly name: string;
  readonly sortIndex: number;
}

export interface LegacyStatus {
  readonly id: number;
  readonly name: string;
  /** The one type for which it is; null for all. */
  readonly typeId: number | null;
}

/** What templates are sent for by themselves. */
export const USES = {
  answer: 'the default answer',
  confirmation: 'the confirmation of a new ticket',
  onBehalf: 'a ticket made for a customer',
  notice: 'the notice of a new ticket',
  claim: 'the notice of a claimed ticket',
} as const;

export interface LegacyTemplate {
  readonly id: number;
  readonly name: string;
  readonly content: string;
  /** What it was sent for by itself; empty for none. */
  readonly uses: readonly string[];
}

/** All that is there once: read as a whole, for it is small. */
export interface LegacyDesk {
  readonly users: readonly LegacyUser[];
  readonly groups: readonly LegacyGroup[];
  readonly types: readonly LegacyType[];
  readonly typeGroups: readonly LegacyTypeGroup[];
  readonly statuses: readonly LegacyStatus[];
  readonly templates: readonly LegacyTemplate[];
  /** Names of the groups that tickets are shared with, by id. */
  readonly ticketGroups: ReadonlyMap<number, string>;
  /** Types and statuses that tickets have, whether or not there are any. */
  readonly used: readonly { readonly typeId: number; readonly statusId: number }[];
  /** Settings that are not as they were when the system was installed, by name. */
  readonly settings: ReadonlyMap<string, string>;
}

/** A ticket, its times in seconds since 1970, 0 for none. */
export interface LegacyTicketRow {
  readonly id: number;
  readonly number: string;
  readonly verifier: number;
  readonly priority: number;
  readonly statusId: number;
  readonly typeId: number;
  readonly userId: number;
  /** The user is for whom it is, whatever address stands on it. */
  readonly isUsersOwn?: boolean;
  readonly agentId: number;
  readonly contactId: number;
  readonly company: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly subject: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly modifiedById: number;
  readonly createdById: number;
  readonly isUnseen: boolean;
  readonly groupId: number;
  readonly orderId: number;
  readonly lastResponseAt: number;
  readonly cc: string;
  readonly due: number;
  readonly folderId: number;
  /** Columns whose text was stored wrongly and is read as it was meant. */
  readonly repaired: readonly string[];
  /** Digest of the row as it stands. */
  readonly hash: string;
}

export interface LegacyMessage {
  readonly id: number;
  readonly ticketId: number;
  readonly statusId: number;
  readonly typeId: number;
  readonly hasStatus: boolean;
  readonly hasType: boolean;
  readonly content: string;
  readonly attachments: string;
  readonly isNote: boolean;
  readonly userId: number;
  /** Under which name, and in which role, where the source keeps it; otherwise it follows from the user. */
  readonly written?: { readonly by: string; readonly isFromAgent: boolean };
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly rateHours: number;
  readonly rateAmount: number;
  readonly rateName: string;
  readonly rateCostCode: string;
  readonly templateId: number;
  readonly repaired: readonly string[];
  readonly hash: string;
}

/** Rows of a table that nothing is made of. */
export interface LeftOut {
  readonly table: string;
  readonly reason: string;
  readonly ids: readonly number[];
}

/** Rows of the tables of which somebody wants to know that none is forgotten. */
export interface LegacyCounts {
  readonly tickets: number;
  readonly messages: number;
  /** Messages of tickets that are not there. */
  readonly orphans: number;
  /** Comments beside the messages, of tickets that are there. */
  readonly notes?: number;
}

/** A system whose tickets are read, page by page, and in which nothing is changed. */
export interface LegacySource {
  /** Under which its rows are remembered. */
  readonly name: string;
  /** What it was recognised as, for people. */
  readonly shape: readonly string[];
  /** What it has beside tickets and messages; none when it has nothing. */
  readonly extras?: LegacyExtras | null;
  /** Files of its tickets; none when it has none, or when it was not said where they are. */
  readonly files?: LegacyFiles | null;
  /** Links of its tickets; none when it has none. */
  readonly links?: LegacyLinks | null;
  counts(): Promise<LegacyCounts>;
  desk(): Promise<LegacyDesk>;
  /** Tickets in the order of their ids, after this one. */
  tickets(after: number, most: number): Promise<LegacyTicketRow[]>;
  /** Messages of these tickets, which are those that {@link tickets} has just answered, in their order. */
  messages(ticketIds: readonly number[]): Promise<LegacyMessage[]>;
  /** Ids of messages whose tickets are not there, at most so many. */
  orphans(most: number): Promise<number[]>;
  /** Main address of contacts, by id. */
  contactAddresses(ids: readonly number[]): Promise<Map<number, string>>;
  /** Rows about tickets that are not read. */
  leftOut(): Promise<LeftOut[]>;
  /** What tells that something in its tables is not as it was, by table. */
  checksums(): Promise<Map<string, string>>;
  close(): Promise<void>;
}
