import type { TypeName } from 'extjs-types';

/** Two objects that belong together, as the API tells it. */
export interface Link {
  id: string;
  fromType: TypeName;
  fromId: string;
  toType: TypeName;
  toId: string;
  description: string;
  /** UTCDate. */
  createdAt: string;
  createdById: string | null;
  myRights: { mayWrite: boolean };
}

declare module 'extjs-types' {
  interface DataTypes {
    Link: Link;
  }
}

/** Type and id of an object. */
export interface End {
  type: TypeName;
  id: string;
}

/** The other end of a link. */
export function otherEnd(link: Link, { type, id }: End): End {
  const isFrom = link.fromType === type && link.fromId === id;
  return isFrom ? { type: link.toType, id: link.toId } : { type: link.fromType, id: link.fromId };
}
