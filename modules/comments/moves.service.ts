import { inject, injectable } from 'inversify';
import { type Context, type Draft, Level, Records, type Row, SetError, seenReferences } from '../../core/api';

/**
 * Entries that are shown with another object than the one they were written for. Such an entry keeps all that it has,
 * and knows where it came from, so that it can go back.
 */
@injectable()
export class Moves {
  constructor(@inject(Records) private readonly records: Records) {}

  /** Wire values of `movedFromId` by entry, for those who see the object it came from. */
  async origins(rows: readonly Row[], context: Context): Promise<Map<number, string>> {
    const shown = new Map<number, string>();
    for (const type of new Set(rows.map((row) => String(row['entityType'])))) {
      const own = rows.filter((row) => row['entityType'] === type);
      for (const [id, from] of await seenReferences(this.records, type, own, 'movedFromId', context))
        shown.set(id, from);
    }
    return shown;
  }

  /** @throws SetError unless nothing but the object changes, and the caller may write that and the one it leaves */
  async check(draft: Draft, context: Context): Promise<void> {
    if (draft.changes().some((name) => name !== 'entityId'))
      throw SetError.forbidden('Comments cannot be changed, but moved');
    const { before, values } = draft;
    const type = String(values['entityType']);
    const [from, to] = [Number(before?.['entityId']), Number(values['entityId'])];
    // Unknown and forbidden answer alike.
    if (!(await this.records.visibleIds(type, [to], context)).has(to))
      throw SetError.invalid('entityId', 'is no such object');
    const writable = await this.records.visibleIds(type, [from, to], context, Level.write);
    if (!writable.has(from)) throw SetError.forbidden('You may not move comments from here');
    if (!writable.has(to)) throw SetError.invalid('entityId', 'is an object that you may not change');
  }

  /** Notes where an entry that moves came from; nothing once it is back. */
  saving({ before, values }: Draft): void {
    const origin = Number(before?.['movedFromId'] ?? before?.['entityId']);
    values['movedFromId'] = origin === values['entityId'] ? null : origin;
  }
}
