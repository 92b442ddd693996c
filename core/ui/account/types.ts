import type { Entity } from 'extjs-types';

/** What the user tells of themselves. */
export interface Profile extends Entity {
  username: string;
  name: string;
  email: string | null;
  avatarBlobId: string | null;
  locale: string;
  timeZone: string | null;
  hasPassword: boolean;
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
