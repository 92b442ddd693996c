/** A task as the API tells it. Modules that extend the type merge their properties into this interface. */
export interface Task {
  id: string;
  taskListId: string;
  title: string;
  /** UTCDate. */
  due: string | null;
  progress: Progress;
  /** Principal who is to do it. */
  responsibleId: string | null;
  /** Ids of TaskCategory; null for customers. */
  categories: readonly string[] | null;
  createdAt: string;
  /** Values of custom fields by their keys; those without a value are not in it. */
  customFields: Readonly<Record<string, unknown>>;
  modifiedAt: string;
  myRights: { mayRead: boolean; mayComment: boolean; mayWrite: boolean; mayDelete: boolean };
}

/** A list of tasks; with the role `support`, a ticket type. */
export interface TaskList {
  id: string;
  name: string;
  description: string;
  color: string | null;
  role: 'list' | 'support';
  sortOrder: number;
  customFields: Record<string, unknown>;
  myRights: ListRights;
  /** Principal → what it may; null for those who may not manage the list. */
  shareWith: Record<string, ListRights> | null;
}

/** A word by which tasks are sorted. */
export interface TaskCategory {
  id: string;
  name: string;
  /** The list whose tasks can have it; null for those of all lists. */
  taskListId: string | null;
}

/** Each includes the ones before it; `maySubmit` alone is a customer (level 5). */
export interface ListRights {
  maySubmit: boolean;
  mayRead: boolean;
  mayCreate: boolean;
  mayWrite: boolean;
  mayDelete: boolean;
  mayManage: boolean;
}

export type Progress = 'needs-action' | 'in-process' | 'completed' | 'failed' | 'cancelled';

declare module 'extjs-types' {
  interface DataTypes {
    Task: Task;
    TaskCategory: TaskCategory;
    TaskList: TaskList;
  }
}
