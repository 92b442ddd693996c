import type { SendMailOptions } from 'nodemailer';
import { NotificationMailJob } from '../../../core/notifications/mail/notification-mail.job';
import type { Client } from '../../../core/testing/client';
import { eventually } from '../../../core/testing/eventually';
import type { FixedClock } from '../../../core/testing/fixed-clock';
import type { PanelsDesk } from '../panels-desk';
import { bare, type Mailroom } from './mailroom';
import { type Agent, COLLEAGUES, type Person } from './people';
import { type Letter, type Message, mailboxOf, type Plan, type Ticket } from './plan';

/** How far the clock goes with each act. Seconds: two notifications about one ticket never come into one mail. */
const STEP = 660;

/** What people do without looking at it: by mail, and by the API as the panels use it. The plan is told each time. */
export class Acts {
  constructor(
    readonly desk: PanelsDesk,
    readonly clock: FixedClock,
    readonly plan: Plan,
    readonly mailroom: Mailroom,
    readonly clients: ReadonlyMap<string, Client>,
    readonly admin: Client,
  ) {}

  as({ key }: Person): Client {
    const client = this.clients.get(key);
    if (client === undefined) throw new Error(`${key} cannot sign in`);
    return client;
  }

  /** Time goes by, whoever acts next. */
  later(seconds = STEP): void {
    this.clock.advance(seconds);
    this.plan.now += seconds;
  }

  async mails(from: Person, type: string, subject: string, text: string): Promise<Ticket> {
    this.later();
    const mailbox = mailboxOf(type);
    const message = await this.send(from, { to: mailbox, subject, text });
    const id = await this.desk.ticketOf(subject);
    const ticket = this.plan.open({ id, subject, customer: from, openedBy: from, type, mailbox });
    this.plan.say(ticket, { by: from, role: 'customer', text, isPrivate: false, message });
    this.plan.confirm(ticket, message);
    return ticket;
  }

  /** Answers a mail as a mail program does: to its Reply-To, with its Message-ID. */
  async answersMail(from: Person, letter: Letter, text: string): Promise<void> {
    this.later();
    const { ticket } = letter;
    if (ticket === null) throw new Error('Nobody answers that mail');
    const { id, replyTo, references, subject } = await this.mailroom.find(letter);
    const known = [...references, id].map((one) => `<${one}>`);
    const mail = { to: replyTo ?? '', subject: `Re: ${subject}`, text, inReplyTo: `<${id}>`, references: known };
    const message = await this.send(from, mail);
    const isTheirs = [ticket.customer.address, ...ticket.cc].includes(from.address);
    const voice = isTheirs ? ({ by: from, role: 'customer' } as const) : ({ by: null, role: 'stranger' } as const);
    this.plan.say(ticket, { ...voice, text, isPrivate: !isTheirs, message });
    ticket.mailbox = (replyTo ?? '').replace(/\+[^@]*/, '');
    await this.heard(ticket);
  }

  /** Files a request as Help does. */
  async asks(customer: Person, type: string, subject: string, text: string): Promise<Ticket> {
    this.later();
    const { id } = await this.as(customer).create('Task', { title: subject, taskListId: await this.listOf(type) });
    await this.as(customer).create('Comment', { entityType: 'Task', entityId: id, text, isPrivate: false });
    return this.asked(customer, type, subject, text, id);
  }

  /** Tells the plan of a request that was filed in Help. */
  asked(customer: Person, type: string, subject: string, text: string, id: string): Ticket {
    const ticket = this.plan.open({ id, subject, customer, openedBy: customer, type, mailbox: null });
    this.plan.say(ticket, { by: customer, role: 'customer', text, isPrivate: false });
    return ticket;
  }

  /** An agent writes down what a customer says by telephone. */
  async files(agent: Agent, customer: Person, type: string, subject: string, text: string): Promise<Ticket> {
    this.later();
    const [customerId = ''] = await this.admin.query('Principal', { text: customer.name });
    const values = { title: subject, taskListId: await this.listOf(type), customerId };
    const { id } = await this.as(agent).create('Task', values);
    const ticket = this.plan.open({ id, subject, customer, openedBy: agent, type, mailbox: null });
    await this.answers(agent, ticket, text);
    return ticket;
  }

  async answers(agent: Agent, ticket: Ticket, text: string): Promise<Letter> {
    this.later();
    await this.write(agent, ticket, text, false);
    return this.plan.say(ticket, { by: agent, role: 'agent', text, isPrivate: false })!;
  }

  async notes(agent: Agent, ticket: Ticket, text: string): Promise<void> {
    this.later();
    await this.write(agent, ticket, text, true);
    this.plan.say(ticket, { by: agent, role: 'agent', text, isPrivate: true });
  }

  async replies(customer: Person, ticket: Ticket, text: string): Promise<void> {
    this.later();
    await this.write(customer, ticket, text, false);
    this.plan.say(ticket, { by: customer, role: 'customer', text, isPrivate: false });
  }

  async closes(customer: Person, ticket: Ticket): Promise<void> {
    await this.change(customer, ticket, { progress: 'completed' });
    ticket.progress = 'completed';
  }

  async reopens(customer: Person, ticket: Ticket): Promise<void> {
    await this.change(customer, ticket, { progress: 'needs-action' });
    ticket.progress = 'needs-action';
  }

  async assigns(by: Agent, ticket: Ticket, agent: Agent): Promise<void> {
    await this.change(by, ticket, { responsibleId: this.as(agent).principalId });
    this.plan.assign(ticket, agent, by);
    await this.tellAgents();
  }

  /** Mails that wait a moment leave before anything else happens on their tickets. */
  async tellAgents(): Promise<void> {
    this.later();
    await this.desk.host.get(NotificationMailJob).run(new AbortController().signal);
  }

  async copies(by: Agent, ticket: Ticket, ...people: readonly Person[]): Promise<void> {
    const cc = people.map(({ address }) => address);
    await this.change(by, ticket, { cc });
    ticket.cc = cc;
  }

  async merges(by: Agent, part: Ticket, whole: Ticket, ...followers: readonly Person[]): Promise<void> {
    const mergedCc = followers.map(({ address }) => address);
    await this.change(by, part, { mergedIntoId: whole.id, mergedCc });
    this.plan.merge(part, whole, mergedCc);
  }

  async undoesMerge(by: Agent, part: Ticket): Promise<void> {
    await this.change(by, part, { mergedIntoId: null });
    this.plan.undoMerge(part);
  }

  async movesTo(by: Agent, ticket: Ticket, type: string): Promise<void> {
    await this.change(by, ticket, { taskListId: await this.listOf(type) });
    ticket.type = type;
  }

  async reads(agent: Agent, ticket: Ticket): Promise<void> {
    this.later();
    await this.as(agent).call('Ticket/markRead', { ids: [ticket.id] });
    this.plan.look(agent, ticket);
  }

  /** From here on whatever comes is new to them. */
  async begin(): Promise<void> {
    for (const colleague of COLLEAGUES) await this.as(colleague).call('Ticket/markRead', { ids: null });
  }

  async listOf(type: string): Promise<string> {
    const { list } = await this.admin.get<{ id: string; name: string }>('TaskList', null);
    const found = list.find(({ name }) => name === type);
    if (found === undefined) throw new Error(`There is no ticket type ${type}`);
    return found.id;
  }

  /** Waits until the thread has as many entries as the plan. */
  async heard({ id, entries }: Ticket): Promise<void> {
    const filter = { entityType: 'Task', entityId: [id] };
    await eventually(
      `entry ${String(entries.length)} of #${id}`,
      async () => (await this.admin.query('Comment', filter)).length === entries.length,
    );
  }

  private async change(by: Person, { id }: Ticket, patch: Record<string, unknown>): Promise<void> {
    this.later();
    await this.as(by).update('Task', id, patch);
  }

  private async write(by: Person, { id }: Ticket, text: string, isPrivate: boolean): Promise<void> {
    await this.as(by).create('Comment', { entityType: 'Task', entityId: id, text, isPrivate });
  }

  private async send({ name, address }: Person, mail: SendMailOptions): Promise<Message> {
    return { id: bare(await this.desk.mail({ from: { name, address }, ...mail })) };
  }
}
