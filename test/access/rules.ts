import type { Client } from '../../core/testing/client';
import type { Json } from './json';
import type { World } from './world';

const RIGHTS = [
  ['maySubmit', 5],
  ['mayRead', 10],
  ['mayCreate', 20],
  ['mayWrite', 30],
  ['mayDelete', 40],
  ['mayManage', 50],
] as const;

export const rights = (level: number): Json =>
  Object.fromEntries(RIGHTS.map(([name, least]) => [name, level >= least]));

export interface Person {
  readonly name: string;
  readonly client: Client;
  readonly isAdmin: boolean;
  readonly isInternal: boolean;
  readonly inTeam: boolean;
  readonly permissions: readonly string[];
  /** Of which this person is, however it is written; null for none. */
  readonly organisation: string | null;
  /** A file that only this person has. */
  readonly blobId: string;
}

export interface List {
  readonly id: string;
  readonly role: 'list' | 'support';
  /** Level of everyone, of the team, and of people by name. */
  readonly levels: ReadonlyMap<string, number>;
  /** People of one organisation see one another's tickets. */
  readonly isShared: boolean;
}

export interface Task {
  readonly id: string;
  readonly list: List;
  readonly customer: string | null;
  readonly followers: readonly string[];
}

/** Type and id of something that can be linked. */
export type End = readonly ['Task' | 'Principal', string];

/** A category of a list, or of all; every task has those that fit. */
export interface Category {
  readonly id: string;
  readonly list: List | null;
}

/** A named status of a list, which the list's tasks are in. */
export interface Status {
  readonly id: string;
  readonly list: List;
}

/** A grouping with the lists shown under it. */
export interface Grouping {
  readonly id: string;
  readonly lists: readonly List[];
}

export interface StoredFile {
  readonly id: string;
  readonly task: Task;
  readonly blobId: string;
}

/** A canned reply of these ticket types, or of all. */
export interface StoredReply {
  readonly id: string;
  readonly lists: readonly List[];
}

export interface StoredDraft {
  readonly id: string;
  readonly task: Task;
  readonly writer: string;
}

export interface LinkedPair {
  readonly id: string;
  readonly from: End;
  readonly to: End;
}

export interface Entry {
  readonly id: string;
  readonly task: Task;
  readonly isPrivate: boolean;
  readonly blobId: string;
}

/**
 * Who sees what and may do what, from DESIGN §6 and nothing else: a picture of its own beside the product's, so that
 * the two can be compared.
 */
export class Rules {
  constructor(readonly world: World) {}

  level({ name, isAdmin, inTeam, permissions }: Person, { role, levels }: List): number {
    if (isAdmin) return 50;
    const own = levels.get(name) ?? 0;
    const level = Math.max(own, levels.get('everyone') ?? 0, inTeam ? (levels.get('team') ?? 0) : 0);
    return role === 'support' && !permissions.includes('support:use') ? Math.min(level, 5) : level;
  }

  has({ isAdmin, permissions }: Person, permission: string): boolean {
    return isAdmin || permissions.includes(permission);
  }

  seesList(person: Person, list: List): boolean {
    return this.level(person, list) >= 5 || (list.role === 'support' && this.has(person, 'support:manage'));
  }

  managesList(person: Person, list: List): boolean {
    return this.level(person, list) >= 50 || (list.role === 'support' && this.has(person, 'support:manage'));
  }

  /** Colleagues make plain lists, and whoever is permitted to. */
  makesLists(person: Person): boolean {
    return person.isInternal || this.has(person, 'tasks:createLists');
  }

  /** At level 5 of a support list only what one is customer of or follows, and what the list shows to the organisation. */
  seesTask(person: Person, { list, customer, followers }: Task): boolean {
    const level = this.level(person, list);
    if (level >= 10) return true;
    if (list.role !== 'support' || level < 5) return false;
    return [customer, ...followers].includes(person.name) || (list.isShared && this.isOfSame(person, customer));
  }

  /** Of the same organisation; whoever is of none is of the same as nobody. */
  private isOfSame({ organisation }: Person, name: string | null): boolean {
    const other = this.world.people.find((person) => person.name === name);
    return organisation !== null && other?.organisation === organisation;
  }

  /** Those of all lists are for colleagues, the others for who reads the list's tasks; managers of Support rule both. */
  seesCategory(person: Person, { list }: Category): boolean {
    if (this.managesCategory(person, { list })) return true;
    return list ? this.level(person, list) >= 10 : person.isInternal || this.has(person, 'support:use');
  }

  managesCategory(person: Person, { list }: Pick<Category, 'list'>): boolean {
    if (list) return this.managesList(person, list);
    return this.has(person, 'support:manage');
  }

  /** Whoever sees a list sees its grouping; managers of Support rule them all. */
  seesGrouping(person: Person, { lists }: Grouping): boolean {
    return this.has(person, 'support:manage') || lists.some((list) => this.seesList(person, list));
  }

  seesReply(person: Person, { lists }: StoredReply): boolean {
    if (this.has(person, 'support:manage')) return true;
    if (!this.has(person, 'support:use')) return false;
    return lists.length === 0 || lists.some((list) => this.level(person, list) >= 10);
  }

  seesEntry(person: Person, { task, isPrivate }: Pick<Entry, 'task' | 'isPrivate'>): boolean {
    return this.seesTask(person, task) && (!isPrivate || this.level(person, task.list) >= 10);
  }

  seesBlob(person: Person, blobId: string): boolean {
    if (person.blobId === blobId) return true;
    if (blobId === this.world.rawMail) return this.has(person, 'mail:manage');
    if (this.world.files.some((file) => file.blobId === blobId && this.level(person, file.task.list) >= 10))
      return true;
    return this.world.entries.some((entry) => entry.blobId === blobId && this.seesEntry(person, entry));
  }

  /** Members of Internal see everybody but those who are kept for few; all see themselves and where they are named. */
  seesPrincipal({ name, client, isAdmin, isInternal, inTeam }: Person, id: string): boolean {
    if (!this.world.principals.includes(id)) return false;
    if (isAdmin || client.principalId === id) return true;
    const named = this.world.restricted.get(id);
    return named ? named.has(name) || named.has('everyone') || (inTeam && named.has('team')) : isInternal;
  }

  /** Read as a colleague, who is not there for the own things alone. */
  readsEnd(person: Person, [type, id]: End): boolean {
    if (type === 'Principal') return this.seesPrincipal(person, id);
    const task = this.world.tasks.find((one) => one.id === id);
    return task !== undefined && this.level(person, task.list) >= 10;
  }

  writesEnd(person: Person, [type, id]: End): boolean {
    const task = this.world.tasks.find((one) => type === 'Task' && one.id === id);
    return task === undefined ? person.isAdmin : this.level(person, task.list) >= 30;
  }

  /** Members of Internal and administrators know all custom fields, others those for customers. */
  knowsFields(person: Person, set: string): boolean {
    const { forCustomers } = this.world.fieldSets.find(({ id }) => id === set)!;
    return forCustomers || person.isInternal || this.has(person, 'core:administer');
  }

  isAgent(id: string, list: List): boolean {
    const person = this.world.people.find(({ client }) => client.principalId === id);
    return person !== undefined && this.level(person, list) >= 10;
  }
}
