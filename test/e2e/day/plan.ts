import type { Agent, Person } from './people';

// What should be, in plain data. Nothing of the program is used here: the rules are written down a second time.

export type Progress = 'needs-action' | 'in-process' | 'completed';

/** A mail, by its Message-ID; null until it was seen on the wire. */
export interface Message {
  id: string | null;
}

export interface Entry {
  /** Place among all entries of the day. */
  readonly order: number;
  readonly at: number;
  /** Null for the desk itself, and for somebody who has no part in the ticket. */
  readonly by: Person | null;
  readonly role: 'customer' | 'agent' | 'desk' | 'stranger';
  readonly text: string;
  readonly isPrivate: boolean;
  readonly message: Message | null;
}

export interface Ticket {
  readonly id: string;
  readonly subject: string;
  readonly customer: Person;
  readonly openedBy: Person;
  type: string;
  /** Mailbox that its people last wrote to. */
  mailbox: string | null;
  cc: readonly string[];
  progress: Progress;
  responsible: Agent | null;
  category: string | null;
  partOf: Ticket | null;
  /** Who came into the CC of the other ticket by the merge. */
  joined: readonly string[];
  readonly entries: Entry[];
}

/** A mail that must leave, and nothing more. */
export interface Letter extends Message {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Mails that it continues, oldest first. */
  readonly thread: readonly Message[];
  /** The ticket that an answer to it belongs to; null for mails that nobody answers. */
  readonly ticket: Ticket | null;
  /** A program has written it, and says so. */
  readonly isAutomatic: boolean;
}

/** A ticket as its customer sees it. */
export interface Request {
  readonly subject: string;
  readonly progress: Progress;
  readonly thread: readonly string[];
}

/** Seconds. */
const DAY = 86_400;
/** Most mails that a mail names; the first is always among them. */
const MOST_REFERENCES = 20;

export class Plan {
  readonly tickets: Ticket[] = [];
  readonly letters: Letter[] = [];
  /** Seconds since the day began. */
  now = 0;
  private orders = 0;
  /** When somebody was last told that a mail had come. */
  private readonly confirmed = new Map<string, number>();
  /** The newest entry of a ticket that somebody has read. */
  private readonly read = new Map<string, number>();

  open(what: Pick<Ticket, 'id' | 'subject' | 'customer' | 'openedBy' | 'type' | 'mailbox'>): Ticket {
    const ticket: Ticket = {
      ...what,
      ...{ cc: [], progress: 'needs-action', responsible: null, category: null, partOf: null, joined: [], entries: [] },
    };
    this.tickets.push(ticket);
    return ticket;
  }

  /** The ticket and, when it was merged, the one that it is a part of. */
  private chain(ticket: Ticket): Ticket[] {
    return ticket.partOf ? [ticket, ticket.partOf] : [ticket];
  }

  partsOf(ticket: Ticket): Ticket[] {
    return this.tickets.filter(({ partOf }) => partOf === ticket);
  }

  /** What was said in a ticket and in those that are part of it. */
  threadOf(ticket: Ticket): Entry[] {
    const all = [ticket, ...this.partsOf(ticket)].flatMap(({ entries }) => entries);
    return all.sort((a, b) => a.order - b.order);
  }

  say(ticket: Ticket, said: Pick<Entry, 'by' | 'role' | 'text' | 'isPrivate'> & { message?: Message }): Letter | null {
    const { by, role, text, isPrivate, message = null } = said;
    const isFirst = !ticket.entries.some((entry) => !entry.isPrivate);
    const isAnswer = !isPrivate && (role === 'agent' || role === 'desk');
    const letter = isAnswer ? this.letterOf(ticket, said) : null;
    const order = ++this.orders;
    ticket.entries.push({ order, at: this.now, by, role, text, isPrivate, message: letter ?? message });
    for (const one of this.chain(ticket)) {
      if (by !== null) this.read.set(keyOf(by, one), order);
      if (isPrivate) continue;
      if (role === 'customer') one.progress = 'needs-action';
      if (role !== 'agent' || (isFirst && one === ticket)) continue;
      if (one.responsible !== null && one.responsible !== by) continue;
      one.responsible = by as Agent;
      one.progress = 'in-process';
    }
    return letter;
  }

  private letterOf(ticket: Ticket, { by, text }: Pick<Entry, 'by' | 'text'>): Letter {
    const thread = this.threadOf(ticket)
      .filter(({ isPrivate }) => !isPrivate)
      .map(({ message }) => message)
      .filter((message) => message !== null);
    const letter: Letter = {
      id: null,
      from: `${by === null ? ticket.type : `${by.name} (${ticket.type})`} <${ticket.mailbox ?? mailboxOf(ticket.type)}>`,
      to: [...new Set([ticket.customer.address, ...ticket.cc])],
      subject: `Re: ${ticket.subject} [#${ticket.id}]`,
      text,
      thread: thread.length > MOST_REFERENCES ? [thread[0]!, ...thread.slice(1 - MOST_REFERENCES)] : thread,
      ticket,
      isAutomatic: by === null,
    };
    this.letters.push(letter);
    return letter;
  }

  /** Whoever has not been told so within a day is told that the mail came. */
  confirm(ticket: Ticket, mail: Message): void {
    const { address } = ticket.customer;
    if (this.now - (this.confirmed.get(address) ?? -DAY) < DAY) return;
    this.confirmed.set(address, this.now);
    this.letters.push({
      id: null,
      from: `${ticket.type} <${mailboxOf(ticket.type)}>`,
      to: [address],
      subject: `Request received [#${ticket.id}]`,
      text: `We have received your request and gave it the number ${ticket.id}.\n\nPlease answer to this mail to add something; we will come back to you.`,
      thread: [mail],
      ticket,
      isAutomatic: true,
    });
  }

  assign(ticket: Ticket, agent: Agent, by: Person): void {
    if (ticket.responsible === agent) return;
    ticket.responsible = agent;
    if (ticket.progress !== 'completed') ticket.progress = 'needs-action';
    if (agent !== by) this.notify(agent, ticket, `${by.name} assigned a ticket to you`);
  }

  /** What an agent is told by mail; its text is in the hands of the program. */
  private notify(agent: Agent, ticket: Ticket, what: string): void {
    const subject = `${what}: ${ticket.subject}`;
    const from = `Groupware <${mailboxOf('Support')}>`;
    this.letters.push({
      ...{ id: null, from, to: [agent.address], subject, text: what, thread: [], ticket: null, isAutomatic: true },
    });
  }

  merge(part: Ticket, whole: Ticket, followers: readonly string[]): void {
    part.partOf = whole;
    part.joined = followers.filter((address) => address !== whole.customer.address && !whole.cc.includes(address));
    whole.cc = [...whole.cc, ...part.joined];
  }

  undoMerge(part: Ticket): void {
    const { partOf, joined } = part;
    if (partOf) partOf.cc = partOf.cc.filter((address) => !joined.includes(address));
    part.partOf = null;
    part.joined = [];
  }

  /** Tickets whose customers have not answered for so many days. */
  expiring(days: number, except: { readonly type?: string; readonly category?: string } = {}): Ticket[] {
    return this.tickets.filter((ticket) => {
      const said = this.threadOf(ticket).filter(({ isPrivate }) => !isPrivate);
      const spoken = said.filter(({ role }) => role !== 'desk').at(-1);
      const isOld = this.now - (said.at(-1)?.at ?? this.now) > days * DAY;
      const isWaiting = ticket.progress === 'in-process' && ticket.partOf === null && spoken?.role === 'agent';
      const isSpared = ticket.type === except.type || (ticket.category !== null && ticket.category === except.category);
      return isOld && isWaiting && !isSpared;
    });
  }

  look(agent: Agent, ticket: Ticket): void {
    for (const one of [ticket, ...this.partsOf(ticket)])
      if (this.isUnread(agent, one)) this.read.set(keyOf(agent, one), this.threadOf(one).at(-1)?.order ?? 0);
  }

  private isUnread(agent: Agent, ticket: Ticket): boolean {
    const mark = this.read.get(keyOf(agent, ticket));
    if (mark === undefined) return ticket.openedBy !== agent || ticket.entries.some(({ by }) => by !== agent);
    return this.threadOf(ticket).some(({ order }) => order > mark);
  }

  /** What stands behind the boxes at the left of Support, and beside its name: what nobody has is left out. */
  countersOf(agent: Agent): Record<string, number> {
    const mine = this.tickets.filter(({ type, partOf }) => {
      const isPart = partOf !== null && agent.reads.includes(partOf.type);
      return agent.reads.includes(type) && !isPart;
    });
    const of = (progress: Progress): number => mine.filter((ticket) => ticket.progress === progress).length;
    const open = mine.filter(({ progress }) => progress !== 'completed');
    const unread = open.filter((ticket) => this.isUnread(agent, ticket));
    return {
      'needs-action': of('needs-action'),
      'in-process': of('in-process'),
      completed: of('completed'),
      unread: unread.length,
      own: unread.filter(({ responsible }) => responsible === agent).length,
    };
  }

  /** Requests of a customer, own ones and those with the customer in CC: what each says, by number. */
  requestsOf(customer: Person): Record<string, Request> {
    const sees = ({ customer: { address }, cc }: Ticket): boolean => [address, ...cc].includes(customer.address);
    const seen = this.tickets.filter((ticket) => sees(ticket) && !(ticket.partOf && sees(ticket.partOf)));
    return Object.fromEntries(
      seen.map((ticket) => {
        const words = this.threadOf(ticket).filter((entry) => !entry.isPrivate);
        const hidden = new Set(
          this.partsOf(ticket)
            .filter((part) => !sees(part))
            .flatMap(({ entries }) => entries),
        );
        const thread = words.filter((entry) => !hidden.has(entry)).map(({ text }) => text);
        return [ticket.id, { subject: ticket.subject, progress: ticket.progress, thread }];
      }),
    );
  }
}

export function mailboxOf(type: string): string {
  return `${type.toLowerCase()}@localhost`;
}

/** All that was said for colleagues alone. */
export function secretsOf({ tickets }: Plan): string[] {
  return tickets.flatMap(({ entries }) => entries.filter(({ isPrivate }) => isPrivate).map(({ text }) => text));
}

function keyOf({ key }: Person, { id }: Ticket): string {
  return `${key} ${id}`;
}
