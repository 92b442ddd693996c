import { In, MoreThanOrEqual } from 'typeorm';
import { Belongings, Database, Directory, inject, injectable, Records } from '../../core/api';
import { TicketsSettings } from './settings';
import { OPEN } from './status';
import { LegacyTicket } from './ticket.entity';
import { LegacyTypes } from './types.service';

/**
 * Legacy tickets that are not closed, in somebody's hands. Closed ones keep their responsible: that is history, and so is
 * all of them as long as they are read-only.
 */
@injectable()
export class OpenLegacyTickets extends Belongings {
  readonly title = 'Open legacy tickets they are responsible for';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(LegacyTypes) private readonly types: LegacyTypes,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
  ) {
    super();
  }

  async count(principalIds: readonly number[]): Promise<Map<number, number>> {
    const counts = new Map<number, number>();
    for (const { agentId } of await this.of(principalIds))
      if (agentId !== null) counts.set(agentId, (counts.get(agentId) ?? 0) + 1);
    return counts;
  }

  /** The successor gets those of types that they manage; the others are nobody's. */
  async handOver(principalId: number, successorId: number | null): Promise<void> {
    const successor = successorId === null ? null : await this.directory.contextOf(successorId);
    for (const { id, typeId } of await this.of([principalId])) {
      const isAgent = successor !== null && (await this.types.isAgent(typeId, successor));
      await this.records.update('LegacyTicket', id, { agentId: isAgent ? successorId : null });
    }
  }

  private async of(principalIds: readonly number[]): Promise<LegacyTicket[]> {
    if ((await this.settings.read()).isReadOnly) return [];
    return this.database.manager.find(LegacyTicket, {
      select: { id: true, typeId: true, agentId: true },
      where: { agentId: In([...principalIds]), statusId: MoreThanOrEqual(OPEN) },
      order: { id: 'ASC' },
    });
  }
}
