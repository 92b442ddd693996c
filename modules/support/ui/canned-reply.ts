/** A text that agents insert into what they write. */
export interface CannedReply {
  id: string;
  name: string;
  text: string;
  /** The ticket types it is for; none for all. */
  taskListIds: readonly string[];
  sortOrder: number;
}

declare module 'extjs-types' {
  interface DataTypes {
    CannedReply: CannedReply;
  }
}
