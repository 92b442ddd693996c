import type { TypeName } from 'extjs-types';

/** What the user is told has happened, as the API tells it. */
export interface Notification {
  id: string;
  /** UTCDate. */
  createdAt: string;
  kind: string;
  /** What happened, in the user's language. */
  text: string;
  /** How many it tells of. */
  count: number;
  /** The same of all of them, when it stands for a flood. */
  textOfAll: string | null;
  floodId: string | null;
  /** Another one of its flood stands for it. */
  isCovered: boolean;
  byId: string | null;
  byName: string;
  entityType: string;
  entityId: string;
  /** Where it happened; null when the user does not see it (any more). */
  place: { type: TypeName; id: string; title: string } | null;
  isRead: boolean;
  inBell: boolean;
  inBrowser: boolean;
}

declare module 'extjs-types' {
  interface DataTypes {
    Notification: Notification;
  }
}
