import type { Database } from '../../database/database';
import { sortKey } from '../../database/sort-key';
import { Types } from '../../jmap/types';
import { keysOf } from '../../search/document-words';
import { SearchScopes } from '../../search/search-scopes.service';
import { Audience } from '../../sharing/audience';
import type { TestHost } from '../test-host';
import { Bulk, type Values } from './bulk';
import type { Desk } from './desk';
import { type Known, modelOf, Tickets } from './tickets';

/** Tickets whose rows are made at once. */
const BATCH = 2000;
/** Scopes that are asked for at once. */
const SCOPES = 2000;

/** Hears now and then how far the storing is. */
type Progress = (done: string) => void;

/**
 * Stores customers, and many tickets with three comments each, by SQL of its own, as if each had been made in one
 * transaction: with their changes, states, audiences and words. What the program sends or notes beside that (mails,
 * audit) is left out.
 */
export class Load {
  private readonly database: Database;
  private readonly scopes = new Map<string, number>();

  private constructor(
    private readonly host: TestHost,
    private readonly desk: Desk,
    private readonly tickets: Tickets,
    private readonly bulk: Bulk,
    private readonly progress: Progress,
  ) {
    this.database = host.database;
  }

  /** @param customers all of them, the desk's own included; at least one for each list */
  static async run(
    host: TestHost,
    desk: Desk,
    count: number,
    customers: number,
    progress: Progress = () => undefined,
  ): Promise<void> {
    const model = await modelOf(host, desk);
    const latest = async (table: string, column = 'id'): Promise<number> => {
      const statement = ['SELECT COALESCE(MAX(', column, '), 0) AS latest FROM', table].join(' ');
      const [row] = await host.database.manager.query<{ latest: number }[]>(statement);
      return Number(row?.latest);
    };
    const before = {
      task: await latest('tasks_task'),
      comment: await latest('comments_comment'),
      document: await latest('core_search_document'),
      principal: await latest('core_principal'),
      seq: await latest('core_account', 'seq'),
    };
    const { search } = host.get(Types).get('Task');
    const tickets = new Tickets(desk, model, before, count, customers, search);
    const bulk = await Bulk.of(host.configuration);
    try {
      const load = new Load(host, desk, tickets, bulk, progress);
      await load.prepareScopes();
      await load.storeCustomers();
      await load.storeTickets();
      for (let list = 0; list < desk.lists.length; list++) await load.storeList(list);
      progress('indexes');
    } finally {
      await bulk.end();
    }
    await storeStates(host.database, tickets.lastSeq);
  }

  /** Has the program make the scopes of all that will be found. */
  private async prepareScopes(): Promise<void> {
    const numbers = Array.from({ length: this.tickets.customers }, (_, n) => n);
    const customers = numbers.map((n) => Audience.submitter(this.tickets.list(n).aclId, this.tickets.customer(n).id));
    const keys = [...this.desk.lists.map(({ aclId }) => Audience.readers(aclId)), ...customers];
    const people = numbers.map((n) => Audience.person(this.tickets.customer(n).id));
    await this.prepare('Principal', 'Principal', [Audience.internal, ...people]);
    for (const type of ['Task', 'Comment']) await this.prepare(type, 'Task', keys);
  }

  private async prepare(type: string, ownerType: string, keys: readonly string[]): Promise<void> {
    const asked = new Set(keys);
    const placed = keys.map((key) => ({ type, ownerType, audience: [key] }));
    await this.database.transaction(async () => {
      for (let at = 0; at < placed.length; at += SCOPES) {
        const found = await this.host.get(SearchScopes).of(placed.slice(at, at + SCOPES));
        for (const { id, audience } of found.flat())
          if (asked.has(audience)) this.scopes.set(`${type} ${audience}`, id);
      }
    });
  }

  private scope(type: string, key: string): number {
    return this.scopes.get(`${type} ${key}`) ?? 0;
  }

  /** Customers without login; the first is there. */
  private async storeCustomers(): Promise<void> {
    const rows: Batch = new Map();
    const sorted = new Sorted();
    for (let n = 1; n < this.tickets.customers; n++) {
      const { id, name, email } = this.tickets.customer(n);
      const known = this.tickets.knownCustomer(n);
      put(rows, 'core_principal', { id, type: 'individual', name, nameKey: sortKey(name), email });
      put(rows, 'core_address', { principalId: id, email });
      this.file(rows, known);
      this.sort(sorted, known, Audience.internal);
    }
    await this.store(rows);
    await sorted.store(this.bulk);
  }

  /** What is stored ticket after ticket. */
  private async storeTickets(): Promise<void> {
    const { count } = this.tickets;
    for (let from = 0; from < count; from += BATCH) {
      const rows: Batch = new Map();
      for (let n = from; n < Math.min(count, from + BATCH); n++) {
        const made = this.tickets.rows(n);
        put(rows, 'tasks_task', made.task);
        put(rows, 'support_ticket', made.ticket);
        for (const comment of made.comments) put(rows, 'comments_comment', comment);
        for (const known of this.tickets.known(n, made)) this.file(rows, known);
      }
      await this.store(rows);
      this.progress(`${Math.min(count, from + BATCH).toLocaleString('en')} tickets`);
    }
  }

  /** What is stored in the order of audiences and words: of one list, whose tickets share them. */
  private async storeList(list: number): Promise<void> {
    const sorted = new Sorted();
    const readers = Audience.readers(this.tickets.list(list).aclId);
    for (let n = list; n < this.tickets.count; n += this.desk.lists.length) {
      for (const known of this.tickets.known(n, this.tickets.rows(n))) this.sort(sorted, known, readers);
    }
    await sorted.store(this.bulk);
    this.progress(`words of ${String(list + 1)} lists`);
  }

  /** The rows about an object that go in one after the other. */
  private file(rows: Batch, known: Known): void {
    const { seq, type, id, audience, documentId } = known;
    const change = { seq, type, objectId: id, operation: 'c', audienceBefore: '', audienceAfter: audience.join(' ') };
    put(rows, 'core_change', change);
    put(rows, 'core_search_document', this.tickets.document(known));
    for (const key of audience) put(rows, 'core_search_audience', { documentId, scopeId: this.scope(type, key) });
  }

  /** And those that go in sorted. @param readers the one key that many people have */
  private sort(sorted: Sorted, { type, audience, seq, documentId, words, owner }: Known, readers: string): void {
    for (const key of audience) sorted.hear(type, key, seq);
    const scopeId = this.scope(type, readers);
    for (const word of keysOf(words)) sorted.find(scopeId, word, documentId, owner.id);
  }

  private async store(batch: Batch): Promise<void> {
    for (const [table, rows] of batch) await this.bulk.insert(table, rows);
  }
}

/** Rows by table. */
type Batch = Map<string, Values[]>;

function put(batch: Batch, table: string, row: Values): void {
  listIn(batch, table).push(row);
}

/** Rows that go in in the order of their tables' keys. */
class Sorted {
  private readonly heard = new Map<string, [type: string, audience: string, seq: number][]>();
  private readonly found = new Map<string, [scopeId: number, word: string, documentId: number, ownerId: number][]>();

  hear(type: string, audience: string, seq: number): void {
    listIn(this.heard, `${type} ${audience}`).push([type, audience, seq]);
  }

  find(scopeId: number, word: string, documentId: number, ownerId: number): void {
    listIn(this.found, `${String(scopeId)} ${word}`).push([scopeId, word, documentId, ownerId]);
  }

  async store(bulk: Bulk): Promise<void> {
    await bulk.insertLists('core_change_audience', ['type', 'audience', 'seq'], inOrder(this.heard));
    await bulk.insertLists('core_search_word', ['scopeId', 'word', 'documentId', 'ownerId'], inOrder(this.found));
  }
}

/** The latest number of each audience, and the account's. */
async function storeStates(database: Database, seq: number): Promise<void> {
  const latest = 'SELECT type, audience, MAX(seq) FROM core_change_audience GROUP BY type, audience';
  const all = "SELECT type, '*', MAX(seq) FROM core_change GROUP BY type";
  await database.transaction(async () => {
    for (const query of [latest, all]) {
      await database.manager.query(['REPLACE INTO core_audience_state (type, audience, seq)', query].join(' '));
    }
    await database.manager.query('UPDATE core_account SET seq = ?', [seq]);
  });
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key);
  if (known) return known;
  const made: T[] = [];
  lists.set(key, made);
  return made;
}

function inOrder<T>(lists: ReadonlyMap<string, T[]>): T[] {
  return [...lists.keys()].sort().flatMap((key) => lists.get(key) ?? []);
}
