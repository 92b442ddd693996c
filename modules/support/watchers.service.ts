import { inject, injectable } from 'inversify';
import { Database, Directory, type Draft, idOf, Level, Principal, Records, SetError } from '../../core/api';
import { Watcher } from './watcher.entity';

/** Most people who watch one ticket. */
const MOST_WATCHERS = 50;

/** Unknown and forbidden answer alike. */
const UNKNOWN = 'must name people who exist';

/** Who watches which tickets. Whoever cannot read one any more still stands there, and is told nothing. */
@injectable()
export class Watchers {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
  ) {}

  /** Wire values by ticket. */
  async shown(taskIds: readonly number[]): Promise<Map<number, Record<string, true>>> {
    const rows = await this.database.rows.with(Watcher, 'taskId', taskIds);
    const byTask = new Map<number, Record<string, true>>(taskIds.map((id) => [id, {}]));
    for (const { taskId, principalId } of rows) (byTask.get(taskId) ?? {})[String(principalId)] = true;
    return byTask;
  }

  /** Reads them from the wire: a map, so that two who begin to watch at once both do (RFC 8620 §5.3, PatchObject). */
  parse(value: unknown): { value: readonly number[] } | { fault: string } {
    if (
      typeof value !== 'object' ||
      value === null ||
      Array.isArray(value) ||
      Object.values(value).some((is) => is !== true)
    )
      return { fault: 'must map ids of people to true' };
    const people = Object.keys(value).map(idOf);
    if (people.length > MOST_WATCHERS) return { fault: `must have at most ${String(MOST_WATCHERS)} entries` };
    const known = people.filter((id) => id !== null);
    return known.length === people.length ? { value: known } : { fault: UNKNOWN };
  }

  /** Everybody who watches one of these. */
  async of(taskIds: readonly number[]): Promise<number[]> {
    const rows = await this.database.rows.with(Watcher, 'taskId', taskIds);
    return [...new Set(rows.map(({ principalId }) => principalId))];
  }

  /**
   * Stores who watches from now on, once the ticket itself is stored. Needs a transaction.
   * @throws SetError naming `watchers` for somebody added whom the caller does not see, or who may not read the ticket
   */
  async saved(draft: Draft): Promise<void> {
    const given = draft.extras.get('watchers') as readonly number[] | undefined;
    if (!given) return;
    const had = await this.of([draft.id]);
    await this.check(
      draft,
      given.filter((id) => !had.includes(id)),
    );
    const { manager } = this.database;
    for (const principalId of had.filter((id) => !given.includes(id)))
      await manager.delete(Watcher, { taskId: draft.id, principalId });
    for (const principalId of given.filter((id) => !had.includes(id)))
      await manager.insert(Watcher, { taskId: draft.id, principalId });
  }

  /** For a ticket that goes. */
  async leave(taskId: number): Promise<void> {
    await this.database.manager.delete(Watcher, { taskId });
  }

  private async check({ id, actor }: Draft, added: readonly number[]): Promise<void> {
    const known = actor && (await this.records.visibleIds('Principal', added, actor));
    for (const principalId of added) {
      if (known && !known.has(principalId)) throw SetError.invalid('watchers', UNKNOWN);
      const reader = await this.directory.contextOf(principalId);
      const reads = reader && (await this.records.visibleIds('Task', [id], reader, Level.read)).has(id);
      if (!reads) throw SetError.invalid('watchers', `name ${await this.nameOf(principalId)}, who may not read this`);
    }
  }

  private async nameOf(id: number): Promise<string> {
    const person = await this.database.manager.findOneBy(Principal, { id });
    return person?.name ?? String(id);
  }
}
