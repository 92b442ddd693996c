import type { Entity } from 'extjs-types';

/** Whom not all colleagues need to see. */
export interface Restrictable extends Entity {
  isRestricted: boolean;
  visibleToIds: string[];
}

/** Somebody with login, as administration sees them. */
export interface User extends Restrictable {
  username: string;
  name: string;
  email: string;
  organisation: string;
  avatarBlobId: string | null;
  isActive: boolean;
  isArchived: boolean;
  isInternal: boolean;
  isAdmin: boolean;
  groupIds: string[];
  locale: string;
  timeZone: string | null;
  successorId: string | null;
  belongings: { title: string; count: number }[];
  hasPassword: boolean;
  createdAt: string | null;
  lastLoginAt: string | null;
  customFields: Record<string, unknown>;
}

export interface Group extends Restrictable {
  name: string;
  builtIn: 'admins' | 'everyone' | 'internal' | null;
  memberIds: string[] | null;
  memberCount: number;
}

/** Somebody without login. */
export interface Contact extends Restrictable {
  name: string;
  addresses: string[];
  organisation: string;
  notes: string;
  customFields: Record<string, unknown>;
}

/** Somebody who was asked in. */
export interface Invitation extends Entity {
  email: string;
  name: string;
  groupIds: string[];
  isInternal: boolean;
  locale: string;
  /** Null for somebody who asked by themselves. */
  invitedById: string | null;
  createdAt: string;
  sentAt: string | null;
  expiresAt: string | null;
  acceptedAt: string | null;
  userId: string | null;
  state: 'unsent' | 'open' | 'expired' | 'accepted';
}

declare module 'extjs-types' {
  interface DataTypes {
    User: User;
    Group: Group;
    Contact: Contact;
    Invitation: Invitation;
  }
}
