import { type Context, Database, inject, injectable, Records, SetError } from '../../core/api';
import { CLOSED, OPEN } from './status';
import { LegacyStatus, ShownStatus } from './status.entity';
import { LegacyTicket } from './ticket.entity';

/** Which statuses there are for which tickets. */
@injectable()
export class LegacyStatuses {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /** True for a status that tickets of the type may be given: one of the type or of all, and one that it offers. */
  async isOf(statusId: number, typeId: number): Promise<boolean> {
    if (statusId === OPEN || statusId === CLOSED) return true;
    if (!(await this.belongs(statusId, typeId))) return false;
    const shown = (await this.shown([typeId])).get(typeId) ?? [];
    return shown.length === 0 || shown.includes(statusId);
  }

  /** Ids of the statuses that each type offers, in order; none when it offers all. */
  async shown(typeIds: readonly number[]): Promise<Map<number, number[]>> {
    const rows = await this.database.rows.with(ShownStatus, 'typeId', typeIds);
    const byType = new Map<number, number[]>(typeIds.map((id) => [id, []]));
    for (const { typeId, statusId } of rows.sort((a, b) => a.statusId - b.statusId)) byType.get(typeId)?.push(statusId);
    return byType;
  }

  /** Wire values by type: those that the caller sees. */
  async shownTo(typeIds: readonly number[], context: Context): Promise<Map<number, string[]>> {
    const shown = await this.shown(typeIds);
    const seen = await this.records.visibleIds('LegacyTicketStatus', [...new Set([...shown.values()].flat())], context);
    return new Map([...shown].map(([id, ids]) => [id, ids.filter((one) => seen.has(one)).map(String)]));
  }

  /**
   * @param typeId null for one that is made
   * @throws SetError naming `showStatuses` for one that the caller does not see, or that is of another type
   */
  async checkShown(statusIds: readonly number[], typeId: number | null, context: Context): Promise<void> {
    const seen = await this.records.visibleIds('LegacyTicketStatus', statusIds, context);
    for (const id of statusIds)
      if (!seen.has(id) || !(await this.belongs(id, typeId)))
        throw SetError.invalid('showStatuses', 'must be a list of statuses of this type');
  }

  /** Makes these what the type offers. Needs a transaction. */
  async show(typeId: number, statusIds: readonly number[]): Promise<void> {
    const { manager } = this.database;
    await manager.delete(ShownStatus, { typeId });
    for (const statusId of statusIds) await manager.insert(ShownStatus, { typeId, statusId });
  }

  /** Tickets in a status that goes are open again, and no type offers it; what messages say of the past stays. */
  async takeAway(statusId: number): Promise<void> {
    const { manager } = this.database;
    const tickets = await manager.find(LegacyTicket, { where: { statusId }, order: { id: 'ASC' } });
    for (const { id } of tickets) await this.records.update('LegacyTicket', id, { statusId: OPEN });
    const offering = await manager.find(ShownStatus, { where: { statusId }, order: { typeId: 'ASC' } });
    for (const [typeId, ids] of await this.shown(offering.map((row) => row.typeId))) {
      const showStatuses = ids.filter((id) => id !== statusId);
      await this.records.update('LegacyTicketType', typeId, {}, { showStatuses });
    }
  }

  private async belongs(statusId: number, typeId: number | null): Promise<boolean> {
    const [status] = await this.database.rows.with(LegacyStatus, 'id', [statusId]);
    return status !== undefined && (status.typeId === null || status.typeId === typeId);
  }
}
