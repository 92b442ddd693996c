import { inject, injectable } from 'inversify';
import { Blobs, Clock, Database, fault, Job, Log, Random, Records, SecretKey } from '../../core/api';
import { compose } from './compose';
import { connectionProblem } from './connection-problem';
import { MailRelay, RELAY_ID, RELAY_PASSWORD_PLACE } from './mail-relay.entity';
import { OUTBOX_JOB } from './outbox.service';
import { OutboxMessage } from './outbox-message.entity';
import { afterTry, type Verdict } from './outbox-verdict';
import { SealedBodies } from './sealed-body';
import { type DeliveryResult, deliver } from './smtp-delivery';

/** A message that is sent longer than this was left behind by a program that is gone: all timeouts together are less. */
const LEASE_SECONDS = 20 * 60;

/** A claimed message, and the relay to send it by. */
interface Task {
  readonly message: OutboxMessage;
  readonly relay: MailRelay;
  readonly claim: string;
}

/**
 * Sends what is queued, one message after the other. Each is claimed by compare-and-set, so any number of nodes may
 * run this; and a message whose outcome nobody knows is never sent again by itself.
 */
@injectable()
export class OutboxJob extends Job {
  readonly id = OUTBOX_JOB;
  override readonly title = 'Send outgoing mail';
  override readonly every = 30;
  private isFirstRun = true;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Blobs) private readonly blobs: Blobs,
    @inject(SealedBodies) private readonly sealedBodies: SealedBodies,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.recover();
    await this.forgetExpired();
    while (!signal.aborted) {
      const task = await this.claim();
      if (!task) return;
      const result = await this.send(task);
      const isReachable = await this.finish(task, result);
      if (!isReachable) return;
    }
  }

  /** Messages whose sender died: sent again only when certainly nothing of them left. */
  private async recover(): Promise<void> {
    // With SQLite there is one program, so whatever it finds at its start was its predecessor's.
    const isAlone = this.isFirstRun && this.database.dialect === 'sqlite';
    this.isFirstRun = false;
    const deadline = new Date(this.clock.now().getTime() - LEASE_SECONDS * 1000);
    const left = await this.database.manager.findBy(OutboxMessage, { state: 'sending' });
    for (const { id, claim, claimedAt } of left) {
      if (!isAlone && claimedAt !== null && claimedAt > deadline) continue;
      await this.database.transaction(async () => {
        const message = await this.database.manager.findOneBy(OutboxMessage, { id });
        if (message?.state !== 'sending' || message.claim !== claim) return;
        const change = message.dataBegun
          ? {
              state: 'uncertain',
              lastError: 'The program ended while the message was on its way; it may have arrived.',
            }
          : { state: 'queued', claim: null };
        await this.records.update('OutboxMessage', id, change);
      });
    }
  }

  /** What a confidential message says is worth nothing after its time: it is not sent any more, and forgotten. */
  private async forgetExpired(): Promise<void> {
    const over = await this.database.manager
      .createQueryBuilder(OutboxMessage, 'm')
      .where('m.sealed IS NOT NULL AND m.expiresAt <= :now', { now: this.clock.now() })
      .getMany();
    for (const { id } of over) {
      await this.database.transaction(async () => {
        const message = await this.database.manager.findOneBy(OutboxMessage, { id });
        if (!message || message.state === 'sending') return;
        const isLate = message.state === 'held' || message.state === 'queued';
        const late = { state: 'failed', nextAttemptAt: null, lastError: 'It was not sent in time.' };
        await this.records.update('OutboxMessage', id, { sealed: null, ...(isLate ? late : {}) });
      });
    }
  }

  /** Takes the next message that is due, or null when there is none or nothing can be sent now. */
  private claim(): Promise<Task | null> {
    const claim = this.random.token();
    return this.database.transaction(async () => {
      const { manager } = this.database;
      const relay = await manager.findOneBy(MailRelay, { id: RELAY_ID });
      if (!relay || relay.host === '' || relay.isPaused) return null;
      const next = await manager
        .createQueryBuilder(OutboxMessage, 'm')
        .where("m.state = 'queued' AND (m.nextAttemptAt IS NULL OR m.nextAttemptAt <= :now)", { now: this.clock.now() })
        .orderBy('m.id')
        .getOne();
      if (!next) return null;
      const change = { state: 'sending' as const, claim, claimedAt: this.clock.now(), dataBegun: false };
      await this.records.update('OutboxMessage', next.id, change);
      fault('mail.outbox.claimed');
      return { message: Object.assign(next, change), relay, claim };
    });
  }

  private async send({ message, relay, claim }: Task): Promise<DeliveryResult> {
    let raw: Buffer;
    try {
      raw = await this.raw(message);
    } catch (error) {
      this.log.error({ err: error, outboxMessage: message.id }, 'A message could not be composed');
      return { kind: 'refused', isFinal: true, detail: 'The message could not be put together.', refused: [] };
    }
    const { host, port, security, username, passwordSecret } = relay;
    const password = passwordSecret === null ? '' : this.secretKey.decrypt(RELAY_PASSWORD_PLACE, passwordSecret);
    const result = await deliver(
      { host, port, security, username, password },
      {
        from: returnPathOf(message),
        to: message.recipients.map(({ address }) => address).filter((address) => isDue(message, address)),
        raw,
        beforeData: () => this.beginData(message.id, claim),
      },
    );
    fault('mail.outbox.delivered');
    return result;
  }

  /** The same bytes in every try: they are made once and kept. */
  private async raw(message: OutboxMessage): Promise<Buffer> {
    if (message.blobId !== null) return this.blobs.bytes(message.blobId);
    const bytes = (blobId: string): Promise<Buffer> => this.blobs.bytes(blobId);
    // Kept bytes could be read: the same text under the same Message-ID is made anew.
    if (message.isConfidential) return compose(Object.assign(message, this.sealedBodies.open(message)), bytes);
    const raw = await compose(message, bytes);
    const { blobId } = await this.blobs.keep(raw);
    await this.database.transaction(() => this.database.manager.update(OutboxMessage, message.id, { blobId }));
    return raw;
  }

  /** From here on the message may have left. @throws Error when it was taken from us meanwhile */
  private async beginData(id: number, claim: string): Promise<void> {
    await this.database.transaction(async () => {
      const { manager } = this.database;
      const message = await manager.findOneBy(OutboxMessage, { id });
      if (message?.state !== 'sending' || message.claim !== claim) throw new Error('The message is no longer ours');
      await manager.update(OutboxMessage, id, { dataBegun: true });
    });
    fault('mail.outbox.data');
  }

  /** Notes the result. @returns false when nothing else should be tried now */
  private async finish({ message, relay, claim }: Task, result: DeliveryResult): Promise<boolean> {
    const isPaused = result.kind === 'login-refused';
    const isReachable = !isPaused && result.kind !== 'unreachable';
    const error = 'error' in result ? connectionProblem(result.error, relay) : null;
    await this.database.transaction(async () => {
      const { manager } = this.database;
      const now = await manager.findOneBy(OutboxMessage, { id: message.id });
      // Another node may have given us up; who knows the outcome says so all the same.
      if (now?.claim === claim && (now.state === 'sending' || now.state === 'uncertain')) {
        const verdict: Verdict = afterTry(now, result, error, this.clock.now());
        const isOver = verdict.state === 'sent';
        await this.records.update('OutboxMessage', message.id, { ...verdict, ...(isOver ? { sealed: null } : {}) });
      }
      const state = isReachable ? 'ok' : 'error';
      const current = await manager.findOneBy(MailRelay, { id: RELAY_ID });
      // A relay that was changed while we tried the old one starts without our verdict.
      const isSame = current?.host === relay.host && current.passwordSecret === relay.passwordSecret;
      if (current && isSame && (current.state !== state || current.lastError !== error)) {
        await this.records.update('MailRelay', RELAY_ID, { state, lastError: error, isPaused });
      }
      fault('mail.outbox.before-commit');
    });
    fault('mail.outbox.finished');
    return isReachable;
  }
}

function isDue({ delivered, rejected }: OutboxMessage, address: string): boolean {
  return !delivered.includes(address) && !rejected.some((one) => one.address === address && one.kind === 'hard');
}

/**
 * Where it comes back to when it cannot be delivered. What stands in a thread is missed there by somebody, whoever wrote
 * it; what nobody would learn of has none, so that no program answers it (RFC 3834 §3.3).
 */
function returnPathOf({ kind, commentId, sender }: OutboxMessage): string {
  return kind === 'reply' || commentId !== null ? sender.address : '';
}
