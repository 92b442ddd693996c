import { inject, injectable } from 'inversify';
import { Clock, Daemon, Database, delay, Log, later, Random, Records, SecretKey, textOf } from '../../core/api';
import { connectionProblem, isAuthenticationFailure } from './connection-problem';
import { ImapSession } from './imap.session';
import { Ledger } from './ledger.service';
import { MailAccount, passwordPlace } from './mail-account.entity';

const SLOWEST_RETRY_SECONDS = 15 * 60;
/** How often the accounts are looked at, for changes that another node made. */
const RECONCILE_MILLISECONDS = 60_000;

/** Keeps one connection to each mailbox that mail is fetched from. */
@injectable()
export class ImapSource extends Daemon {
  /** Seconds between two looks into a mailbox whose server says nothing by itself. */
  pollSeconds = 60;
  private readonly watches = new Map<number, Watch>();
  private isRunning = false;
  private pending: Promise<void> = Promise.resolve();
  private cancelReconcile = (): void => undefined;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Ledger) private readonly ledger: Ledger,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  async start(): Promise<void> {
    this.isRunning = true;
    this.accountsChanged();
    await this.pending;
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.pending;
    this.cancelReconcile();
    await Promise.all([...this.watches.values()].map((watch) => watch.stop()));
    this.watches.clear();
  }

  /** To be called after accounts were made, changed or removed: connections follow at once. */
  accountsChanged(): void {
    if (!this.isRunning) return;
    this.cancelReconcile();
    this.pending = this.pending
      .then(() => this.reconcile())
      .catch((error: unknown) => {
        this.log.error({ err: error }, 'The mail accounts could not be read');
      })
      .then(() => {
        this.cancelReconcile = later(RECONCILE_MILLISECONDS, () => {
          this.accountsChanged();
        });
      });
  }

  /** Starts and ends connections so that there is exactly one for each enabled account, made with its present settings. */
  private async reconcile(): Promise<void> {
    const accounts = await this.database.manager.findBy(MailAccount, { kind: 'imap', isEnabled: true });
    const wanted = new Map(accounts.map((account) => [account.id, account]));
    for (const [id, watch] of this.watches) {
      const account = wanted.get(id);
      if (account && settingsOf(account) === watch.settings) continue;
      await watch.stop();
      this.watches.delete(id);
    }
    for (const [id, account] of wanted) {
      if (!this.watches.has(id))
        this.watches.set(id, new Watch(settingsOf(account), (signal) => this.watch(id, signal)));
    }
  }

  /** Connects again and again until told to stop, or until the server refuses our password: more tries could lock it. */
  private async watch(id: number, signal: AbortSignal): Promise<void> {
    let failures = 0;
    const working = (): void => {
      failures = 0;
    };
    while (!signal.aborted) {
      try {
        const account = await this.database.manager.findOneBy(MailAccount, { id });
        if (!account || !(await this.attempt(account, signal, working))) return;
      } catch (error) {
        this.log.error({ err: error, account: id }, 'A mail account could not be read; it is tried again later');
      }
      await delay(this.pause(++failures) * 1000, signal);
    }
  }

  /** One connection, from its beginning to its end. @returns false when another one must not be tried */
  private async attempt(account: MailAccount, signal: AbortSignal, working: () => void): Promise<boolean> {
    try {
      await this.session(account, signal, working);
    } catch (error) {
      if (signal.aborted) return false;
      this.log.debug({ err: error, account: account.id }, 'A mailbox connection ended');
      await this.note(account.id, 'error', connectionProblem(error, account));
      return !isAuthenticationFailure(error);
    }
    return true;
  }

  private async session(account: MailAccount, signal: AbortSignal, working: () => void): Promise<void> {
    const { passwordSecret } = account;
    const password = passwordSecret === null ? '' : this.secretKey.decrypt(passwordPlace(account.id), passwordSecret);
    const session = new ImapSession(account, password, this.ledger, this.database, this.clock);
    const end = (): void => {
      session.close();
    };
    signal.addEventListener('abort', end);
    try {
      await session.open();
      while (!signal.aborted) {
        await session.fetchNew(signal);
        working();
        await this.note(account.id, 'ok', null);
        await session.somethingNew(this.pollSeconds * 1000, signal);
      }
    } finally {
      signal.removeEventListener('abort', end);
      session.close();
    }
  }

  /** Exponential with jitter, so that many connections cut at once do not come back at once. */
  private pause(failures: number): number {
    return Math.min(SLOWEST_RETRY_SECONDS, 2 ** Math.min(failures, 10)) * (0.5 + this.random.fraction() / 2);
  }

  /** Shows the state to people. Only a change of it is news; the time of the last check is not. */
  private async note(id: number, state: MailAccount['state'], lastError: string | null): Promise<void> {
    const lastCheckedAt = this.clock.now();
    await this.database
      .transaction(async () => {
        const { manager } = this.database;
        const account = await manager.findOneBy(MailAccount, { id });
        if (!account?.isEnabled) return;
        if (account.state !== state || account.lastError !== lastError) {
          await this.records.update('MailAccount', id, { state, lastError });
        }
        if (state === 'ok') await manager.update(MailAccount, id, { lastCheckedAt });
      })
      .catch((error: unknown) => {
        this.log.error({ err: error, account: id }, `The state of a mail account could not be noted: ${textOf(error)}`);
      });
  }
}

/** A loop that can be ended and waited for. */
class Watch {
  private readonly stopping = new AbortController();
  private readonly ended: Promise<void>;

  constructor(
    readonly settings: string,
    run: (signal: AbortSignal) => Promise<void>,
  ) {
    this.ended = run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }
}

/** Everything that a connection depends on; a new password counts even when it reads the same. */
function settingsOf({ host, port, security, username, passwordSecret, mailbox, importFrom }: MailAccount): string {
  return JSON.stringify([host, port, security, username, passwordSecret, mailbox, importFrom]);
}
