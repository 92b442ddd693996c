/** A task as the API tells it. Modules that extend the type merge their properties into this interface. */
export interface Task {
  id: string;
  taskListId: string;
  /** That of its list. */
  role: TaskList['role'];
  title: string;
  description: string;
  /** UTCDate. */
  start: string | null;
  /** UTCDate. */
  due: string | null;
  progress: Progress;
  /** 100 when it is completed, and only then. */
  percentComplete: number;
  /** The named state of its list that stands for the progress. */
  statusId: string | null;
  /** 0 undefined, 1 highest … 9 lowest. */
  priority: number;
  /** Principal who is to do it. */
  responsibleId: string | null;
  /** Ids of TaskCategory; null for customers. */
  categories: readonly string[] | null;
  /** The task as a part of which it is shown, where that is seen. */
  mergedIntoId: string | null;
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
  /** `#rrggbb`, or empty. */
  color: string;
  role: 'list' | 'support';
  sortOrder: number;
  /** The heading under which it is shown. */
  groupingId: string | null;
  /** Of ticket types, for agents: under which name mails leave, and who gets new tickets. */
  senderName: string | null;
  defaultResponsibleId: string | null;
  /** Of ticket types: customers of one organisation see one another's. */
  isSharedInOrganisation: boolean;
  customFields: Record<string, unknown>;
  /** False for one that the user does not want to see. */
  isSubscribed: boolean;
  myRights: ListRights;
  /** Principal → what it may; null for those who may not manage the list. */
  shareWith: Record<string, ListRights> | null;
}

/** A heading under which lists are shown. */
export interface TaskListGrouping {
  id: string;
  name: string;
  sortOrder: number;
}

/** A list's own named state, which stands for one progress. */
export interface TaskStatus {
  id: string;
  taskListId: string;
  name: string;
  progress: Progress;
  /** Null for that of the progress. */
  color: StatusColor | null;
  sortOrder: number;
}

export type StatusColor = 'gray' | 'blue' | 'green' | 'orange' | 'red' | 'purple';

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
    TaskListGrouping: TaskListGrouping;
    TaskStatus: TaskStatus;
  }
}
