import type { EntityManager } from 'typeorm';
import type { Caller } from '../audit/caller';
import type { AuditEvent } from '../audit/entry';

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

/** A user's level on an ACL that changes once the transaction commits. */
export interface AccessChange {
  readonly userId: number;
  readonly aclId: number;
  readonly wasLevel: number;
}

/** Everything one transaction collects besides its rows. */
export class UnitOfWork {
  changes: ObjectChange[] = [];
  accessChanges: AccessChange[] = [];
  /** Users whose view changed so much that they must read it anew. */
  resync: number[] = [];
  /** What the audit log will say of it. */
  notes: (AuditEvent & { readonly by: Readonly<Caller> })[] = [];
  /** Effects outside the database: run after the commit, dropped with a rollback. */
  afterCommit: (() => void)[] = [];
  /** What was read under its lock, where nobody else can change it. Whoever changes it clears this. */
  readonly known = new Map<unknown, unknown>();
  /** Committed or rolled back: code that nobody waited for must not find it any more. */
  isOver = false;

  constructor(readonly manager: EntityManager) {}

  /** Where a savepoint begins, so that a rollback to it can also forget what was collected since. */
  mark(): () => void {
    const { changes, accessChanges, resync, afterCommit, notes } = this;
    const lengths = [changes.length, accessChanges.length, resync.length, afterCommit.length, notes.length] as const;
    return () => {
      this.known.clear();
      this.changes = this.changes.slice(0, lengths[0]);
      this.accessChanges = this.accessChanges.slice(0, lengths[1]);
      this.resync = this.resync.slice(0, lengths[2]);
      this.afterCommit = this.afterCommit.slice(0, lengths[3]);
      this.notes = this.notes.slice(0, lengths[4]);
    };
  }
}
