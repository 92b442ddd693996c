import { createTransport } from 'nodemailer';
import { eventually } from '../../core/testing/eventually';
import type { FreshDatabase, TestDatabase } from '../../core/testing/servers/databases';
import { Dovecot } from '../../core/testing/servers/dovecot';
import { freePort } from '../../core/testing/servers/ports';
import { SmtpSink } from '../../core/testing/servers/smtp-sink';
import type { Client, Moment } from './moments';
import { breathe, Person, rest } from './person';
import { Program } from './program';

/** Something a client sent, and whether it was told that it is safe. */
export interface Sent {
  /** A word that nothing else holds. */
  readonly token: string;
  readonly via: Client;
  readonly what: 'ticket' | 'reply' | 'answer' | 'note' | 'request';
  /** The moment of the kill in whose round it was sent. */
  readonly round: string;
  acknowledged: boolean;
}

interface Mail extends Sent {
  readonly raw: string;
  readonly to: string;
}

/** What each client sends in a round before it takes its time. */
const QUICK = 3;
const MAILBOX = 'desk@example.test';
const CUSTOMER = 'carla@example.com';
const ADMIN_PASSWORD = 'the password of the administrator';

/** A program on its data, everybody who uses it, and the book of what they were promised. */
export class Desk {
  readonly book: Sent[] = [];
  private readonly unsent: Mail[] = [];
  private count = 0;
  private program: Program | null = null;
  private agent: Person | null = null;
  private customer: Person | null = null;
  private manager: Person | null = null;
  private baseTicket = '';
  private replyTo = '';
  private taskListId = '';

  private constructor(
    readonly fresh: FreshDatabase,
    readonly dovecot: Dovecot,
    readonly sink: SmtpSink,
    private readonly port: number,
    private readonly smtpPort: number,
  ) {}

  /** Fills a new desk, signs everybody in, and has one ticket answered, so that there is something to reply to. */
  static async open(database: TestDatabase): Promise<Desk> {
    const dovecot = await Dovecot.start();
    await dovecot.addUser(MAILBOX, 'geheim');
    const desk = new Desk(await database.fresh(), dovecot, await SmtpSink.start(), await freePort(), await freePort());
    const program = await desk.start(undefined, ['--demo']);
    const password = /demo agent: bram \/ (\S+)/.exec(program.printed)?.[1] ?? '';
    desk.manager = await Person.signIn(desk.url, 'ada', password);
    desk.agent = await Person.signIn(desk.url, 'bram', password);
    desk.customer = await Person.signIn(desk.url, 'carla', password);
    await desk.configure(desk.manager);
    return desk;
  }

  get url(): string {
    return `http://localhost:${String(this.port)}`;
  }

  /** Runs the program into its death while the clients of this moment are at work. */
  async dieAt({ name, fault, after, clients }: Moment): Promise<void> {
    const program = this.spawn(fault);
    const timers: NodeJS.Timeout[] = [];
    const switchOff = (event: 'start' | 'ready'): void => {
      if (after?.event === event) timers.push(setTimeout(() => program.kill(), after.milliseconds));
    };
    try {
      switchOff('start');
      // A kill may also come while it starts; then the clients find nobody, which is how it is.
      await Promise.race([program.ready(), program.ended]).catch(() => undefined);
      switchOff('ready');
      const isOver = (): boolean => !program.isRunning;
      const [ended] = await Promise.all([program.end(60), ...clients.map((client) => this.work(client, name, isOver))]);
      if (ended !== 'SIGKILL') throw new Error(`It ended by itself (${String(ended)}):\n${program.complained}`);
    } finally {
      timers.forEach(clearTimeout);
      program.kill();
      await program.ended;
    }
  }

  /** Starts it once more, sends again what was not acknowledged, and waits until nothing is left to do. */
  async recover(seconds: number): Promise<void> {
    await this.start();
    for (const mail of this.unsent.splice(0)) await this.submit(mail);
    const imap = this.book.filter(({ via }) => via === 'imap').length;
    await eventually(
      'all queues to be empty',
      async () => {
        const entries = (await this.manager?.all<{ source: string; state: string }>('LedgerEntry')) ?? [];
        const outbox = (await this.manager?.all<{ state: string }>('OutboxMessage')) ?? [];
        const isFetched = entries.filter(({ source }) => source === 'imap').length >= imap;
        return (
          isFetched &&
          entries.every(({ state }) => state !== 'stored') &&
          outbox.every(({ state }) => !['held', 'queued', 'sending'].includes(state))
        );
      },
      seconds,
    );
  }

  /** @returns exit code */
  async stop(): Promise<number | string> {
    return (await this.program?.stop()) ?? 0;
  }

  async close(): Promise<void> {
    this.program?.kill();
    await this.program?.ended;
    await this.dovecot.stop();
    await this.sink.stop();
    await this.fresh.drop();
  }

  private spawn(fault: string | undefined, args: readonly string[] = []): Program {
    this.program = new Program(
      {
        GROUPWARE_DATA: this.fresh.data,
        GROUPWARE_PORT: String(this.port),
        GROUPWARE_SMTP_PORT: String(this.smtpPort),
        GROUPWARE_ADMIN_PASSWORD: ADMIN_PASSWORD,
        ...(this.fresh.url === undefined ? {} : { GROUPWARE_DATABASE_URL: this.fresh.url }),
        ...(fault === undefined ? {} : { GROUPWARE_TEST_FAULT: fault }),
      },
      args,
    );
    return this.program;
  }

  private start(fault?: string, args: readonly string[] = []): Promise<Program> {
    return this.spawn(fault, args).ready();
  }

  private async configure(manager: Person): Promise<void> {
    const admin = await Person.signIn(this.url, 'admin', ADMIN_PASSWORD);
    await admin.update('MailRelay', 'singleton', { host: this.sink.host, port: this.sink.port, security: 'none' });
    const [list] = await manager.all<{ id: string }>('TaskList', { role: 'support' });
    this.taskListId = list?.id ?? '';
    await manager.create('MailAccount', {
      name: 'Desk',
      address: MAILBOX,
      kind: 'imap',
      host: '127.0.0.1',
      port: this.dovecot.imapPort,
      security: 'none',
      username: MAILBOX,
      password: 'geheim',
      importFrom: 'all',
      taskListId: this.taskListId,
      isEnabled: true,
    });
    await this.submit(this.mail('smtp', 'ticket', 'set-up'));
    const ticket = await eventually('the first ticket', async () => {
      const tickets = await manager.all<{ id: string; title: string }>('Task', { role: 'support' });
      return tickets.find(({ title }) => title === this.book[0]?.token);
    });
    this.baseTicket = ticket.id;
    await this.write('agent', 'answer', 'set-up');
    const [answer] = await this.sink.received(1, 30_000);
    this.replyTo = /^Reply-To: <?([^>\r\n]+)/im.exec(answer?.raw.toString('latin1') ?? '')?.[1] ?? '';
    if (!this.replyTo.includes('+t')) throw new Error('The first answer has no signed address');
    await this.stop();
  }

  /** One client at its work until the program is dead: what it waits for comes sooner or later, whatever hit it is. */
  private async work(client: Client, round: string, isOver: () => boolean): Promise<void> {
    for (let turn = 0; !isOver(); turn++) {
      if (client === 'smtp') {
        // What was not acknowledged comes first, as in the queue of a mail server.
        const mail = this.unsent.shift() ?? this.mail('smtp', turn % 2 === 0 ? 'ticket' : 'reply', round);
        await this.submit(mail);
      } else if (client === 'imap') {
        await this.drop(round, turn);
      } else {
        await this.write(client, client === 'customer' ? 'request' : turn % 3 === 2 ? 'note' : 'answer', round);
      }
      await (turn < QUICK ? breathe() : rest());
    }
  }

  /** Hands a mail to the listener; it is acknowledged when the listener has said 250, and kept for later otherwise. */
  private async submit(mail: Mail): Promise<void> {
    const transport = createTransport({
      host: 'localhost',
      port: this.smtpPort,
      ignoreTLS: true,
      socketTimeout: 30_000,
    });
    try {
      await transport.sendMail({ envelope: { from: CUSTOMER, to: [mail.to] }, raw: mail.raw });
      mail.acknowledged = true;
    } catch {
      this.unsent.push(mail);
    } finally {
      transport.close();
    }
  }

  /** Leaves a mail in the mailbox, by the mail server that owns it; whatever we are doing, it is ours from then on. */
  private async drop(round: string, turn: number): Promise<void> {
    const mail = this.mail('imap', turn % 2 === 0 ? 'ticket' : 'reply', round);
    await this.dovecot.deliver(mail.raw, MAILBOX, CUSTOMER);
    mail.acknowledged = true;
  }

  private async write(client: Client, what: Sent['what'], round: string): Promise<void> {
    const entry = this.enter(client, what, round);
    const comment = { entityType: 'Task', text: `This is ${entry.token}.`, isPrivate: what === 'note' };
    try {
      if (client === 'agent') {
        await this.agent?.create('Comment', { ...comment, entityId: this.baseTicket });
        entry.acknowledged = true;
        return;
      }
      const results = await this.customer?.request(
        ['Task/set', { create: { k: { title: entry.token, taskListId: this.taskListId } } }],
        ['Comment/set', { create: { c: { ...comment, entityId: '#k' } } }],
      );
      entry.acknowledged = results?.every(({ created }) => created !== null && created !== undefined) ?? false;
    } catch {
      // Nobody answered: it may be there or not.
    }
  }

  private enter(via: Client, what: Sent['what'], round: string): Sent {
    this.count += 1;
    const entry = { token: `tok${String(this.count)}en`, via, what, round, acknowledged: false };
    this.book.push(entry);
    return entry;
  }

  private mail(via: Client, what: Sent['what'], round: string): Mail {
    const entry = this.enter(via, what, round);
    const to = what === 'reply' ? this.replyTo : via === 'imap' ? MAILBOX : 'support@localhost';
    const raw = [
      `From: Carla Jansen <${CUSTOMER}>`,
      `To: ${to}`,
      `Subject: ${entry.token}`,
      `Message-ID: <${entry.token}@example.com>`,
      'Date: Mon, 23 Nov 2026 08:00:00 +0000',
      '',
      `This is ${entry.token}.`,
      '',
    ].join('\r\n');
    return Object.assign(entry, { raw, to });
  }
}
