/** A file or folder of an object, as the API tells it. */
export interface FileNode {
  id: string;
  entityType: string;
  entityId: string;
  parentId: string | null;
  name: string;
  /** Null for a folder. */
  blobId: string | null;
  type: string;
  size: number;
  /** UTCDate. */
  createdAt: string;
  createdById: string | null;
  trashedAt: string | null;
  isTrashed: boolean;
}

declare module 'extjs-types' {
  interface DataTypes {
    FileNode: FileNode;
  }
}

/** Folders first, then by name as people sort names. */
export function inOrder(one: FileNode, other: FileNode): number {
  const byKind = Number(one.blobId !== null) - Number(other.blobId !== null);
  return byKind === 0 ? one.name.localeCompare(other.name, undefined, { numeric: true }) : byKind;
}

/** The first of `name`, `name (2)`, `name (3)` … that is not taken. */
export function freeName(name: string, taken: readonly string[]): string {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]{1,16})?$/su.exec(name) ?? [];
  const lower = new Set(taken.map((other) => other.toLowerCase()));
  let free = name;
  for (let count = 2; lower.has(free.toLowerCase()); count++) free = `${stem} (${count})${extension}`;
  return free;
}
