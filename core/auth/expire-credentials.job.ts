import { inject, injectable } from 'inversify';
import { Job } from '../jobs/job';
import { Credentials } from './credentials.service';
import { RateLimit } from './rate-limit';

/** Removes sessions and links that let nobody in any more, and counts of tries long past. */
@injectable()
export class ExpireCredentials extends Job {
  readonly id = 'core.credentials';
  override readonly title = 'Remove ended sessions and links';
  override readonly every = 3600;

  constructor(
    @inject(Credentials) private readonly credentials: Credentials,
    @inject(RateLimit) private readonly limit: RateLimit,
  ) {
    super();
  }

  async run(): Promise<void> {
    await this.credentials.expire();
    await this.limit.expire();
  }
}
