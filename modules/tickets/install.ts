import { Directory, Installer, inject, injectable, Level, Records, Sharing } from '../../core/api';
import { USE } from './permission';

/** What a new installation of the legacy module begins with: a type of which everybody files tickets, and its agents. */
@injectable()
export class OpenTheCounter extends Installer {
  constructor(
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {
    super();
  }

  async install(): Promise<void> {
    const agents = await this.directory.groupNamed('Legacy ticket agents');
    await this.directory.permit(USE, agents);
    for (const name of ['In progress', 'Not resolved']) await this.records.insert('LegacyTicketStatus', { name });
    const type = await this.records.insert<{ id: number; aclId: number }>('LegacyTicketType', {
      name: 'Tickets',
    } as object);
    await this.sharing.grant(type.aclId, new Map([[agents, Level.manage]]));
  }
}
