import { sortKey } from '../../database/sort-key';
import { joined } from '../../search/document-words';
import { Audience } from '../../sharing/audience';
import type { TestHost } from '../test-host';
import type { Values } from './bulk';
import { chance, textOf, titleOf } from './content';
import type { Desk } from './desk';

const COMMENTS = 3;
/** A ticket and its comments: as many changes, and as many documents to be found. */
const OBJECTS = COMMENTS + 1;
/** Seconds from one ticket to the next; the last one is made now. */
const PACE = 60;
const PROGRESS = ['completed', 'completed', 'completed', 'completed', 'cancelled', 'in-process', 'needs-action'];

/** One ticket that the program itself has stored: what no rule of the bench decides is taken from it. */
interface Model {
  readonly task: Values;
  readonly ticket: Values;
  readonly comments: readonly Values[];
  readonly document: Values;
}

/** Numbers before the first of ours. */
interface Before {
  readonly task: number;
  readonly comment: number;
  readonly document: number;
  readonly principal: number;
  /** Of the changes. */
  readonly seq: number;
}

/** Somebody for whom tickets are. */
interface Customer {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

/** An object as it is found and as its making is logged. */
export interface Known {
  readonly type: 'Principal' | 'Task' | 'Comment';
  readonly id: number;
  /** What a hit opens. */
  readonly owner: { readonly type: 'Principal' | 'Task'; readonly id: number };
  readonly at: Values[string];
  /** Number of the change that made it. */
  readonly seq: number;
  readonly documentId: number;
  readonly words: string;
  /** Keys of who sees it. */
  readonly audience: readonly string[];
}

/** What there is to be stored, by numbers from 0. The same number is always the same. */
export class Tickets {
  private readonly now = Math.floor(Date.now() / 1000) * 1000;

  constructor(
    private readonly desk: Desk,
    private readonly model: Model,
    private readonly before: Before,
    readonly count: number,
    readonly customers: number,
    /** Properties by whose words a ticket is found. */
    private readonly search: readonly string[],
  ) {}

  /** The nth customer files into this list. The first is the desk's. */
  customer(n: number): Customer {
    if (n === 0) return { id: Number(this.desk.customer.principalId), name: 'Customer', email: 'customer@example.org' };
    return { id: this.before.principal + n, name: `Customer ${String(n)}`, email: `customer${String(n)}@example.org` };
  }

  /** The list of the nth ticket, and of the nth customer: one after the other, over and over. */
  list(n: number): Desk['lists'][number] {
    return this.desk.lists[n % this.desk.lists.length] as Desk['lists'][number];
  }

  /** The rows of the nth ticket. */
  rows(n: number): { task: Values; ticket: Values; comments: Values[]; customer: Customer } {
    const next = chance(n + 2_000_000_011);
    const lists = this.desk.lists.length;
    // Of those who file into this list.
    const own = Math.floor((this.customers - 1 - (n % lists)) / lists) + 1;
    const customer = this.customer((n % lists) + lists * Math.floor(next() * own));
    const createdAt = this.now - (this.count - n) * PACE * 1000;
    const at = (minutes: number): string => stamp(Math.min(this.now, createdAt + minutes * 60_000));
    const id = this.before.task + 1 + n;
    const priority = Math.floor(next() * 10);
    const task = {
      ...this.model.task,
      id,
      uid: `bench-${String(n)}`,
      taskListId: this.list(n).id,
      title: titleOf(n),
      titleKey: sortKey(titleOf(n)),
      progress: PROGRESS[Math.floor(next() * PROGRESS.length)],
      createdAt: at(0),
      modifiedAt: at(Math.floor(next() * 40_000)),
      priority,
      priorityKey: priority === 0 ? 10 : priority,
      due: next() < 0.5 ? null : at(Math.floor(next() * 40_000)),
      responsibleId: next() < 0.4 ? null : Number((next() < 0.2 ? this.desk.agent : this.desk.admin).principalId),
    };
    const comments = this.model.comments.map((comment, k) => ({
      ...comment,
      id: this.before.comment + 1 + n * COMMENTS + k,
      entityId: id,
      text: textOf(n * COMMENTS + k),
      createdAt: at(k),
    }));
    const ticket = {
      ...this.model.ticket,
      taskId: id,
      customerId: customer.id,
      customerName: customer.name,
      customerNameKey: sortKey(customer.name),
      customerEmail: customer.email,
      lastCommentId: newest(comments, false),
      lastNoteId: newest(comments, true),
    };
    return { task, ticket, comments, customer };
  }

  /** The nth customer, from 1, as they are found. */
  knownCustomer(n: number): Known {
    const { id, name, email } = this.customer(n);
    return {
      ...{ type: 'Principal', id, owner: { type: 'Principal', id }, at: null },
      ...{ seq: this.before.seq + n, documentId: this.before.document + n, words: joined([name, email]) },
      audience: [Audience.internal, Audience.person(id)],
    };
  }

  /** The nth ticket and its comments, as they are found. */
  known(n: number, { task, ticket, comments, customer }: ReturnType<Tickets['rows']>): Known[] {
    const { aclId } = this.list(n);
    const readers = [Audience.readers(aclId)];
    const all = [...readers, Audience.submitter(aclId, customer.id)].sort();
    const values: Values = { ...task, ...ticket };
    const title = this.search.map((name) => String(values[name] ?? ''));
    const owner = { type: 'Task', id: Number(task['id']) } as const;
    return [task, ...comments].map((row: Values, k) => ({
      ...{ type: k === 0 ? 'Task' : 'Comment', id: Number(row['id']), owner, at: row['createdAt'] },
      // After those of the customers, of whom the first was there.
      seq: this.before.seq + this.customers + n * OBJECTS + k,
      documentId: this.before.document + this.customers + n * OBJECTS + k,
      words: joined(k === 0 ? title : [String(row['text'])]),
      audience: Number(row['isPrivate'] ?? 0) === 1 ? readers : all,
    }));
  }

  /** Number of the last change. */
  get lastSeq(): number {
    return this.before.seq + this.customers - 1 + this.count * OBJECTS;
  }

  /** The row by which an object is found. */
  document({ type, id, owner, at, documentId, words }: Known): Values {
    const { version } = this.model.document;
    return { id: documentId, type, objectId: id, ownerType: owner.type, ownerId: owner.id, at, version, words };
  }
}

/** Id of the last of the comments that are private, or that are not. */
function newest(comments: readonly Values[], isPrivate: boolean): number {
  return Math.max(...comments.filter((row) => Boolean(row['isPrivate']) === isPrivate).map((row) => Number(row['id'])));
}

/** Has the program itself store a ticket with its comments, and reads what it has stored. */
export async function modelOf(host: TestHost, { admin, customer, lists }: Desk): Promise<Model> {
  const { id } = await admin.create('Task', {
    title: 'Model',
    taskListId: String(lists[0]?.id),
    customerId: customer.principalId,
  });
  const comment = { entityType: 'Task', entityId: id, text: 'Model' };
  await customer.create('Comment', { ...comment, isPrivate: false });
  await customer.create('Comment', { ...comment, isPrivate: false });
  await admin.create('Comment', { ...comment, isPrivate: true });
  const rows = (statement: string): Promise<Values[]> => host.database.manager.query(statement, [Number(id)]);
  const [task = {}] = await rows('SELECT * FROM tasks_task WHERE id = ?');
  const [ticket = {}] = await rows('SELECT * FROM support_ticket WHERE taskId = ?');
  const comments = await rows("SELECT * FROM comments_comment WHERE entityType = 'Task' AND entityId = ? ORDER BY id");
  const [document = {}] = await rows("SELECT * FROM core_search_document WHERE type = 'Task' AND objectId = ?");
  return { task, ticket, comments, document };
}

/** An instant as both databases store it. */
function stamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ');
}
