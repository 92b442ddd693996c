import type { Entity, ProfileChoices } from 'extjs-types';

/** What the user tells of themselves. */
export interface Profile extends Entity, ProfileChoices {
  username: string;
  name: string;
  email: string | null;
  /** Of which administration says that the user is; empty for none. */
  organisation: string;
  avatarBlobId: string | null;
  locale: string;
  timeZone: string | null;
  hasPassword: boolean;
  /** Kind of event → by which ways the user is told of it. */
  notifications: Readonly<Record<string, Channels>>;
}

export const CHANNELS = ['bell', 'mail', 'browser'] as const;
export type Channel = (typeof CHANNELS)[number];
export type Channels = Readonly<Record<Channel, boolean>>;

/** A kind of event, as `Notification/describe` tells it. */
export interface EventKind {
  readonly id: string;
  readonly title: string;
  /** False when this host mails nothing of it. */
  readonly isMailed: boolean;
}

/** A browser in which the user is signed in. */
export interface LoginSession extends Entity {
  createdAt: string;
  lastUsedAt: string | null;
  address: string | null;
  userAgent: string | null;
  isCurrent: boolean;
  /** The administrator who is here as the user; null for a session of their own. */
  actorName: string | null;
}

/** A password for one program. */
export interface AppPassword extends Entity {
  label: string;
  createdAt: string;
  lastUsedAt: string | null;
  address: string | null;
  userAgent: string | null;
}

declare module 'extjs-types' {
  interface DataTypes {
    Profile: Profile;
    LoginSession: LoginSession;
    AppPassword: AppPassword;
  }
}
