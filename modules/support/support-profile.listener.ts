import { Database, inject, injectable, RecordListener, type Row } from '../../core/api';
import { SupportProfile } from './support-profile.entity';

/** What somebody has chosen goes with them, and a chosen ticket type when it goes. */
@injectable()
export class SupportProfilesGo extends RecordListener {
  constructor(@inject(Database) private readonly database: Database) {
    super();
  }

  override async destroying(type: string, { id }: Row): Promise<void> {
    const { manager } = this.database;
    if (type === 'User') await manager.delete(SupportProfile, { principalId: id });
    if (type === 'TaskList')
      await manager.update(SupportProfile, { defaultTaskListId: id }, { defaultTaskListId: null });
  }
}
