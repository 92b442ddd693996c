import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import { AuditRow } from './audit.entity';
import type { AuditedChange } from './entry';

/** What became of an object at some moment. */
export interface PastChange {
  readonly id: number;
  readonly objectId: number;
  readonly at: Date;
  readonly action: 'create' | 'update';
  /** Null for the host itself. */
  readonly actorId: number | null;
  /** An administrator did it in that person's name. */
  readonly isOnBehalf: boolean;
  /** Values as they were written, of all properties: whoever shows them to somebody asks first which of it they may see. */
  readonly changes: readonly AuditedChange[];
}

/** What the audit log keeps of objects, for services that tell a part of it to others than administrators. */
@injectable()
export class AuditHistory {
  constructor(@inject(Database) private readonly database: Database) {}

  /** How objects of a type were made and changed, the newest first, at most so many entries. */
  async of(type: string, ids: readonly number[], most: number): Promise<PastChange[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.manager.find(AuditRow, {
      select: { id: true, objectId: true, at: true, action: true, actorId: true, onBehalf: true, changes: true },
      where: { type, objectId: In([...ids]), action: In(['create', 'update']), outcome: 'done' },
      order: { id: 'DESC' },
      take: most,
    });
    return rows.map(({ id, objectId, at, action, actorId, onBehalf, changes }) => ({
      ...{ id, objectId: Number(objectId), at, actorId },
      action: action === 'create' ? 'create' : 'update',
      isOnBehalf: onBehalf !== null,
      changes: JSON.parse(changes) as AuditedChange[],
    }));
  }
}
