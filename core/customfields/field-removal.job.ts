import { inject, injectable } from 'inversify';
import { Job } from '../jobs/job';
import { FieldRemovals } from './field-removals.service';

/** Goes on where it was when it is stopped: each step is stored. */
@injectable()
export class FieldRemovalJob extends Job {
  readonly id = 'core.customFields';
  override readonly title = 'Remove the values of deleted custom fields';
  override readonly every = 15;

  constructor(@inject(FieldRemovals) private readonly removals: FieldRemovals) {
    super();
  }

  run(signal: AbortSignal): Promise<void> {
    return this.removals.work(signal);
  }
}
