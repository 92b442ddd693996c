import type { Database } from '../../database/database';
import { insertRows } from '../../database/insert-rows';
import { sortKey } from '../../database/sort-key';
import { Types } from '../../jmap/types';
import { joined, keysOf } from '../../search/document-words';
import { SearchScopes } from '../../search/search-scopes.service';
import { Audience } from '../../sharing/audience';
import type { TestHost } from '../test-host';
import { chance, textOf, titleOf } from './content';
import type { Desk } from './desk';

type Value = string | number | boolean | null | undefined;
type Values = Readonly<Record<string, Value>>;

/** Tickets of one transaction. */
const BATCH = 2000;
const COMMENTS = 3;
const DOCUMENTS = COMMENTS + 1;
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

/**
 * Stores many tickets with three comments each by SQL of its own, as if each had been made in one transaction: with
 * their changes, states, audiences and words. What the program sends or notes beside that (mails, audit) is left out.
 */
export class Load {
  private readonly database: Database;
  private readonly now = Math.floor(Date.now() / 1000) * 1000;
  /** Numbers before the first of ours. */
  private before = { task: 0, comment: 0, document: 0, seq: 0 };
  private readonly scopes = new Map<string, number>();

  private constructor(
    private readonly host: TestHost,
    private readonly desk: Desk,
    private readonly tickets: number,
    private readonly model: Model,
  ) {
    this.database = host.database;
  }

  static async run(host: TestHost, desk: Desk, tickets: number): Promise<void> {
    const load = new Load(host, desk, tickets, await modelOf(host, desk));
    await load.prepare();
    for (let from = 0; from < tickets; from += BATCH) await load.store(from, Math.min(tickets, from + BATCH));
    for (let list = 0; list < desk.lists.length; list++) await load.storeWords(list);
    await load.storeStates();
  }

  private async prepare(): Promise<void> {
    const latest = async (table: string, column = 'id'): Promise<number> => {
      const statement = ['SELECT COALESCE(MAX(', column, '), 0) AS latest FROM', table].join(' ');
      const [row] = await this.database.manager.query<{ latest: number }[]>(statement);
      return Number(row?.latest);
    };
    this.before = {
      task: await latest('tasks_task'),
      comment: await latest('comments_comment'),
      document: await latest('core_search_document'),
      seq: await latest('core_account', 'seq'),
    };
    const { lists, customers } = this.desk;
    const keys = new Set(lists.map(({ aclId }) => Audience.readers(aclId)));
    for (const [n, { id }] of customers.entries()) keys.add(Audience.submitter(this.listOf(n).aclId, id));
    for (const type of ['Task', 'Comment']) {
      const placed = [...keys].map((key) => ({ type, ownerType: 'Task', audience: [key] }));
      await this.database.transaction(async () => {
        for (let at = 0; at < placed.length; at += BATCH) {
          const found = await this.host.get(SearchScopes).of(placed.slice(at, at + BATCH));
          for (const { id, audience } of found.flat())
            if (keys.has(audience)) this.scopes.set(`${type} ${audience}`, id);
        }
      });
    }
  }

  /** The nth list, over and over. */
  private listOf(n: number): Desk['lists'][number] {
    return this.desk.lists[n % this.desk.lists.length] as Desk['lists'][number];
  }

  /** All rows about the nth ticket but those of words. */
  private ticket(n: number): { task: Values; ticket: Values; comments: Values[]; keys: string[][] } {
    const { lists, customers } = this.desk;
    const next = chance(n + 2_000_000_011);
    const list = this.listOf(n);
    // Of those who file into this list; the first files into the first one.
    const own = Math.floor((customers.length - 1 - (n % lists.length)) / lists.length) + 1;
    const customer = customers[
      (n % lists.length) + lists.length * Math.floor(next() * own)
    ] as Desk['customers'][number];
    const createdAt = this.now - (this.tickets - n) * PACE * 1000;
    const at = (minutes: number): string => stamp(Math.min(this.now, createdAt + minutes * 60_000));
    const id = this.before.task + 1 + n;
    const task = {
      ...this.model.task,
      id,
      uid: `bench-${String(n)}`,
      taskListId: list.id,
      title: titleOf(n),
      titleKey: sortKey(titleOf(n)),
      progress: PROGRESS[Math.floor(next() * PROGRESS.length)],
      createdAt: at(0),
      modifiedAt: at(Math.floor(next() * 40_000)),
    };
    const ticket = {
      ...this.model.ticket,
      taskId: id,
      customerId: customer.id,
      customerName: customer.name,
      customerNameKey: sortKey(customer.name),
      customerEmail: customer.email,
    };
    const comments = this.model.comments.map((comment, k) => ({
      ...comment,
      id: this.before.comment + 1 + n * COMMENTS + k,
      entityId: id,
      text: textOf(n * COMMENTS + k),
      createdAt: at(k),
    }));
    const all = [Audience.readers(list.aclId), Audience.submitter(list.aclId, customer.id)].sort();
    const readers = [Audience.readers(list.aclId)];
    return { task, ticket, comments, keys: [all, ...comments.map((c) => (isTrue(c, 'isPrivate') ? readers : all))] };
  }

  /** The search documents of the nth ticket. */
  private documents(
    n: number,
  ): { id: number; type: string; objectId: Value; at: Value; words: string; keys: string[] }[] {
    const { task, ticket, comments, keys } = this.ticket(n);
    const { search } = this.host.get(Types).get('Task');
    const values: Values = { ...task, ...ticket };
    const texts = [search.map((name) => String(values[name] ?? '')), ...comments.map(({ text }) => [String(text)])];
    return [task, ...comments].map((row, k) => ({
      id: this.before.document + 1 + n * DOCUMENTS + k,
      type: k === 0 ? 'Task' : 'Comment',
      objectId: row['id'],
      at: row['createdAt'],
      words: joined(texts[k] ?? []),
      keys: keys[k] ?? [],
    }));
  }

  private async store(from: number, to: number): Promise<void> {
    const numbers = Array.from({ length: to - from }, (_, at) => from + at);
    const tickets = numbers.map((n) => this.ticket(n));
    const objects = tickets.flatMap(({ task, comments, keys }) =>
      [task, ...comments].map((row, k) => ({ type: k === 0 ? 'Task' : 'Comment', id: row['id'], keys: keys[k] ?? [] })),
    );
    const seq = (at: number): number => this.before.seq + 1 + from * DOCUMENTS + at;
    const documents = numbers.flatMap((n) => this.documents(n));
    await this.database.transaction(async () => {
      await this.insert(
        'tasks_task',
        tickets.map(({ task }) => task),
      );
      await this.insert(
        'support_ticket',
        tickets.map(({ ticket }) => ticket),
      );
      await this.insert(
        'comments_comment',
        tickets.flatMap(({ comments }) => comments),
      );
      await this.insert(
        'core_change',
        objects.map(({ type, id, keys }, at) => ({
          seq: seq(at),
          type,
          objectId: id,
          operation: 'c',
          audienceBefore: '',
          audienceAfter: keys.join(' '),
        })),
      );
      await this.insert(
        'core_change_audience',
        objects.flatMap(({ type, keys }, at) => keys.map((audience) => ({ type, audience, seq: seq(at) }))),
      );
      await this.insert(
        'core_search_document',
        documents.map(({ keys: _, ...document }, at) => ({
          ...this.model.document,
          ...document,
          ownerType: 'Task',
          ownerId: this.before.task + 1 + from + Math.floor(at / DOCUMENTS),
        })),
      );
      await this.insert(
        'core_search_audience',
        documents.flatMap(({ id, type, keys }) =>
          keys.map((key) => ({ documentId: id, scopeId: this.scopes.get(`${type} ${key}`) })),
        ),
      );
    });
  }

  /** Rows of words in the order of their table, list by list. */
  private async storeWords(list: number): Promise<void> {
    const rows: { scopeId: number; word: string; documentId: number; ownerId: number }[] = [];
    const key = Audience.readers(this.listOf(list).aclId);
    for (let n = list; n < this.tickets; n += this.desk.lists.length) {
      for (const { id, type, words } of this.documents(n)) {
        const scopeId = this.scopes.get(`${type} ${key}`) ?? 0;
        for (const word of keysOf(words))
          rows.push({ scopeId, word, documentId: id, ownerId: this.before.task + 1 + n });
      }
    }
    rows.sort(
      (a, b) => a.scopeId - b.scopeId || (a.word < b.word ? -1 : a.word > b.word ? 1 : a.documentId - b.documentId),
    );
    for (let at = 0; at < rows.length; at += 100_000) {
      await this.database.transaction(() => this.insert('core_search_word', rows.slice(at, at + 100_000)));
    }
  }

  /** The latest number of each audience, and the account's. */
  private async storeStates(): Promise<void> {
    const latest = 'SELECT type, audience, MAX(seq) FROM core_change_audience GROUP BY type, audience';
    const all = "SELECT type, '*', MAX(seq) FROM core_change GROUP BY type";
    await this.database.transaction(async () => {
      const { manager } = this.database;
      for (const query of [latest, all]) {
        await manager.query(['REPLACE INTO core_audience_state (type, audience, seq)', query].join(' '));
      }
      await manager.query('UPDATE core_account SET seq = seq + ?', [this.tickets * DOCUMENTS]);
    });
  }

  private insert(table: string, rows: readonly Values[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {});
    return insertRows(
      this.database.manager,
      table,
      columns,
      rows.map((row) => columns.map((column) => row[column])),
    );
  }
}

async function modelOf(host: TestHost, { admin, customer, lists }: Desk): Promise<Model> {
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

function isTrue(row: Values, column: string): boolean {
  return Number(row[column]) === 1;
}
