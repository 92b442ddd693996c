import { inject, injectable } from 'inversify';
import { RecordListener, Records } from '../../core/api';
import { Merges } from './merges.service';

/** Whoever sees a task of late, or no more, sees of others that they are part of it, or no more. */
@injectable()
export class MergedParts extends RecordListener {
  constructor(
    @inject(Merges) private readonly merges: Merges,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  override async moved(type: string, id: number): Promise<void> {
    if (type !== 'Task') return;
    for (const part of await this.merges.partsOf(id)) await this.records.touch('Task', part, ['mergedIntoId']);
  }
}
