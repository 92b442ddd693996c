import { inject, injectable } from 'inversify';
import { Repeats } from '../audit/repeats';
import { SecretKey } from '../config/secret-key';
import { Database } from '../database/database';
import { JobRunner } from '../jobs/job-runner';
import { Clock } from '../ports/clock';
import { KnownDevices } from './known-devices';
import { LinkRequest } from './link-request.entity';
import { RateLimit } from './rate-limit';
import { askingBuckets, type Visitor } from './sign-in-buckets';

/** Job that answers. */
export const ANSWER_JOB = 'core.links';
const PLACE = 'core_link_request|sealed';

/** What somebody at the door has said. */
export interface Asked {
  readonly kind: LinkRequest['kind'];
  /** User name or mail address, as typed. */
  readonly typed: string;
  /** BCP 47 tag of the page. */
  readonly locale: string;
  /** Mark of a browser on which somebody has signed in before, or null. */
  readonly device: string | null;
}

/**
 * Requests for a link by mail. All that is done while the visitor waits is to write down what was typed, so that
 * neither the answer nor the time it takes says whether there is such a person; a job looks later.
 */
@injectable()
export class LinkRequests {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(KnownDevices) private readonly devices: KnownDevices,
    @inject(Repeats) private readonly repeats: Repeats,
    @inject(JobRunner) private readonly jobs: JobRunner,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Problem 429 after too many from one network */
  async ask({ kind, typed, locale }: Omit<Asked, 'device'>, visitor: Visitor): Promise<void> {
    const device = this.devices.genuine(visitor.device);
    await this.limit.take(askingBuckets(visitor.address, device));
    await this.repeats.note({ action: 'link-asked', title: kind });
    const sealed = this.secretKey.encrypt(PLACE, JSON.stringify({ typed, locale, device }));
    await this.database.transaction(async () => {
      await this.database.manager.insert(LinkRequest, { kind, sealed, createdAt: this.clock.now() });
      this.database.afterCommit(() => {
        this.jobs.wake(ANSWER_JOB);
      });
    });
  }

  /** The oldest that waits, or null. */
  async next(): Promise<(Asked & { readonly id: number }) | null> {
    const row = await this.database.manager.findOne(LinkRequest, { where: {}, order: { id: 'ASC' } });
    if (!row) return null;
    const { id, kind, sealed } = row;
    return {
      id,
      kind,
      ...(JSON.parse(this.secretKey.decrypt(PLACE, sealed)) as Pick<Asked, 'typed' | 'locale' | 'device'>),
    };
  }

  /** Needs a transaction. @returns false when another node has answered it */
  async take(id: number): Promise<boolean> {
    const { affected } = await this.database.manager.delete(LinkRequest, { id });
    return affected !== 0;
  }
}
