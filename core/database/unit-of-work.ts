import type { EntityManager } from 'typeorm';
import type { Caller } from '../audit/caller';
import type { AuditEvent } from '../audit/entry';
import type { Dialect } from './columns';
import type { Runner } from './growing-data-source';
import { isSeldom } from './kept';

/** An object that will differ for somebody once the transaction commits. */
export interface ObjectChange {
  readonly type: string;
  readonly id: number;
  /** c = created, u = updated, d = destroyed. */
  readonly operation: 'c' | 'u' | 'd';
  /** Audience keys that saw the object before and that see it afterwards, see core/sharing/audience.ts. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Keys whose holders hear of it: usually all of both; fewer when the others are shown no difference. */
  readonly told: readonly string[];
}

/** A user's level on an ACL, or their organisation there, that changes once the transaction commits. */
export interface AccessChange {
  readonly userId: number;
  readonly aclId: number;
  readonly wasLevel: number;
  readonly wasOrganisationId: string | null;
}

/** The number of a change of an object that the holders of the key hear of. */
export interface Told {
  readonly type: string;
  readonly id: number;
  readonly key: string;
  readonly seq: number;
}

/** Statements that change no row. */
const READS = /^\s*(SELECT|SAVEPOINT|RELEASE|COMMIT)\b/;
/** Those that change rows of the table they name; any other may change whatever there is. */
const WRITES = /^\s*(?:INSERT INTO|REPLACE INTO|DELETE FROM|UPDATE(?=\s+\S+\s+SET\b))\s+["`]?(\w+)/;

/** A rollback writes nothing, but what was read since its savepoint may be wrong. */
const UNDOES = /^ROLLBACK\b/;

/** Everything one transaction collects besides its rows. */
export class UnitOfWork {
  /** The account's counter. */
  seq = 0;
  /** The account's, see Kept; null once something of what is kept was written to. */
  keptMark: string | null = null;
  changes: ObjectChange[] = [];
  accessChanges: AccessChange[] = [];
  /** Tables that it wrote to; null among them when nobody knows what. */
  readonly written = new Set<string | null>();
  /** Users whose view changed so much that they must read it anew. */
  resync: number[] = [];
  /** What the change log was given of it already. */
  told: readonly Told[] = [];
  /** True when that was somebody's access too. */
  movesAccess = false;
  /** What the audit log will say of it. */
  notes: (AuditEvent & { readonly by: Readonly<Caller> })[] = [];
  /** Effects outside the database: run after the commit, dropped with a rollback. */
  afterCommit: (() => void)[] = [];
  /** What was read under its lock, where nobody else can change it. */
  private readonly known = new Map<unknown, Promise<unknown>>();
  /** Table → keys of what was read from it. */
  private readonly readFrom = new Map<string, Set<unknown>>();
  /** Committed or rolled back: code that nobody waited for must not find it any more. */
  isOver = false;

  constructor(
    private readonly runner: Runner,
    readonly dialect: Dialect,
  ) {}

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Runs a write whose answer nobody needs; its failure may come with that of a later statement. */
  async put(statement: string, values: readonly unknown[]): Promise<void> {
    await this.runner.put(statement, values);
  }

  /** Reads something once, until one of these tables is written to. */
  once<T>(tables: readonly string[], key: unknown, read: () => Promise<T>): Promise<T> {
    const known = this.known.get(key) as Promise<T> | undefined;
    if (known) return known;
    const value = read();
    this.known.set(key, value);
    for (const table of tables) this.readFrom.set(table, (this.readFrom.get(table) ?? new Set()).add(key));
    return value;
  }

  /** To be called with every statement: what is known of a table that it writes to is forgotten. */
  sees(statement: string): void {
    if (READS.test(statement)) return;
    const table = WRITES.exec(statement)?.[1];
    if (!UNDOES.test(statement)) {
      this.written.add(table ?? null);
      if (isSeldom(table)) this.keptMark = null;
    }
    if (table === undefined) {
      this.known.clear();
      return;
    }
    for (const key of this.readFrom.get(table) ?? []) this.known.delete(key);
    this.readFrom.delete(table);
  }

  /** Where a savepoint begins, so that a rollback to it can also forget what was collected since. */
  mark(): () => void {
    const { seq, told, movesAccess, changes, accessChanges, resync, afterCommit, notes } = this;
    const lengths = [changes.length, accessChanges.length, resync.length, afterCommit.length, notes.length] as const;
    return () => {
      Object.assign(this, { seq, told, movesAccess });
      this.changes = this.changes.slice(0, lengths[0]);
      this.accessChanges = this.accessChanges.slice(0, lengths[1]);
      this.resync = this.resync.slice(0, lengths[2]);
      this.afterCommit = this.afterCommit.slice(0, lengths[3]);
      this.notes = this.notes.slice(0, lengths[4]);
    };
  }
}
