import { inject, injectable } from 'inversify';
import { AuditTrail } from '../audit/audit-trail';
import { Database } from '../database/database';
import { Job } from '../jobs/job';
import { Clock } from '../ports/clock';
import { Log } from '../ports/log';
import { Problem } from '../problem';
import { Credentials } from './credentials.service';
import { Directory } from './directory.service';
import { Invitations } from './invitations.service';
import { KnownDevices } from './known-devices';
import { Letters } from './letters/letters.service';
import { ANSWER_JOB, type Asked, LinkRequests } from './link-requests.service';
import { RateLimit } from './rate-limit';
import { sendingBuckets } from './sign-in-buckets';
import { SignInSettings } from './sign-in-settings';
import { addressOf } from './words';

const HOUR = 3_600_000;

/** Sends the links that people have asked for at the door, to those who may have one. */
@injectable()
export class AnswerLinkRequests extends Job {
  readonly id = ANSWER_JOB;
  override readonly title = 'Send the links that people asked for';
  override readonly every = 30;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(LinkRequests) private readonly requests: LinkRequests,
    @inject(Directory) private readonly directory: Directory,
    @inject(Credentials) private readonly credentials: Credentials,
    @inject(Invitations) private readonly invitations: Invitations,
    @inject(Letters) private readonly letters: Letters,
    @inject(KnownDevices) private readonly devices: KnownDevices,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(SignInSettings) private readonly settings: SignInSettings,
    @inject(AuditTrail) private readonly trail: AuditTrail,
    @inject(Clock) private readonly clock: Clock,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const asked = await this.requests.next();
      if (!asked) return;
      try {
        await this.database.transaction(async () => {
          if (await this.requests.take(asked.id)) await this.answer(asked);
        });
      } catch (error) {
        this.log.error({ err: error }, 'Somebody who asked for a link could not be answered');
        // One that cannot be answered must not keep the others waiting; whoever asked can ask again.
        await this.database.transaction(() => this.requests.take(asked.id));
      }
    }
  }

  private answer(asked: Asked): Promise<void> {
    return asked.kind === 'password' ? this.answerPassword(asked) : this.answerRegistration(asked);
  }

  /**
   * To the address that was typed, without a word that was typed by whoever asked. Somebody who has an account is told
   * so; nobody becomes anybody before the link in the mail was used.
   */
  private async answerRegistration({ typed, locale }: Asked): Promise<void> {
    const address = addressOf(typed);
    if (address === null || !(await this.settings.isOpenFor(address)) || !(await this.letters.reaches(address))) return;
    if (!(await this.isWithin(`address ${address}`, null))) return;
    const known = await this.directory.findByEmail(address);
    const receiver = known && (await this.letters.receiverOf(known.id));
    if (!receiver) return this.invitations.register(address, locale);
    await this.letters.send({ kind: 'registered', path: '/', secretUntil: null }, { ...receiver, address });
  }

  /** To the address of the account and to no other, whatever was typed. */
  private async answerPassword({ typed, device }: Asked): Promise<void> {
    if (!(await this.settings.read()).passwordReset) return;
    const user = await this.directory.findUser(typed);
    const receiver = user && (await this.letters.receiverOf(user.id));
    if (!user || !receiver || !(await this.letters.reaches(receiver.address))) return;
    const own = device !== null && this.devices.knows(device, user.id) ? device : null;
    if (!(await this.isWithin(`user ${String(user.id)}`, own))) return;
    const token = await this.credentials.createPasswordLink(user.id, HOUR);
    const secretUntil = new Date(this.clock.now().getTime() + HOUR);
    await this.letters.send({ kind: 'password', path: `/#first-login/${token}`, secretUntil }, receiver);
    const actor = { id: null, name: user.username };
    await this.trail.note({ action: 'link-sent', type: 'User', objectId: user.id, title: user.username, actor });
  }

  /** False when enough links have been sent to them lately; these are still good. */
  private async isWithin(to: string, device: string | null): Promise<boolean> {
    try {
      await this.limit.take(sendingBuckets(to, device));
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 429) throw error;
      this.log.info({ to }, 'A further link was not sent: those of the last hour are still good');
      return false;
    }
  }
}
