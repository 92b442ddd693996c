import { Database, inject, injectable, RecordListener, type Row } from '../../../core/api';
import { ReadFloor, ReadMark } from './read-mark.entity';

/** Marks go with the ticket, and with whoever has read. */
@injectable()
export class ReadMarksGo extends RecordListener {
  constructor(@inject(Database) private readonly database: Database) {
    super();
  }

  override async destroying(type: string, { id }: Row): Promise<void> {
    const { manager } = this.database;
    if (type === 'Task') await manager.delete(ReadMark, { taskId: id });
    if (type !== 'User') return;
    await manager.delete(ReadMark, { principalId: id });
    await manager.delete(ReadFloor, { principalId: id });
  }
}
