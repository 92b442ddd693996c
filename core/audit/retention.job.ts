import { inject, injectable } from 'inversify';
import { Job } from '../jobs/job';
import { Clock } from '../ports/clock';
import { CoreSettings } from '../settings/core-settings';
import { AuditTrail } from './audit-trail';

const DAY = 24 * 3600 * 1000;

/** Forgets audit entries after the time that the settings say. */
@injectable()
export class AuditRetention extends Job {
  readonly id = 'core.audit-retention';
  override readonly title = 'Forget old audit entries';
  override readonly cron = '40 3 * * *';

  constructor(
    @inject(AuditTrail) private readonly trail: AuditTrail,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    const { auditDays } = await this.settings.read();
    const forgotten = await this.trail.forget(new Date(this.clock.now().getTime() - auditDays * DAY));
    if (forgotten > 0) await this.trail.note({ action: 'forget', type: 'AuditEntry', count: forgotten });
  }
}
