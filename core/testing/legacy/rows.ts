import { mulberry32 } from '../mulberry32';
import { AGENTS, CONTACTS, CUSTOMERS, GONE_GROUP, GONE_STATUS, GONE_TYPE, GONE_USER, STATUSES, TYPES } from './tables';
import { bytesOf, subjectOf } from './texts';

type Value = string | number | null | Buffer;
/** Columns of a row, by name. */
export type Columns = Readonly<Record<string, Value>>;

export interface Recipe {
  readonly seed: number;
  readonly tickets: number;
  /** Messages of a ticket, at the average. */
  readonly messages: number;
}

/** A ticket as its table has it, with its messages and all else that hangs on it. */
export interface MadeTicket {
  readonly ticket: Columns & { readonly id: number };
  readonly messages: readonly Columns[];
  readonly folders: readonly Columns[];
  readonly files: readonly Columns[];
}

const [EARLIEST, LATEST] = [1_262_304_000, 1_720_000_000];
/** The last second that the columns for times can hold. */
const END_OF_TIME = 2 ** 31 - 1;
/** Messages whose ticket is not there any more: one of so many tickets has left one. */
const ORPHAN_EVERY = 97;

/** Odd cases, each of one of so many tickets, or messages: every one is met among a few hundred tickets. */
const EVERY = {
  goneStatus: 37,
  goneType: 101,
  goneAgent: 61,
  goneGroup: 89,
  ticketGroup: 13,
  anonymous: 23,
  ofContact: 29,
  madeByAgent: 7,
  noNumber: 83,
  noTime: 103,
  lateTime: 107,
  due: 11,
  manyCc: 43,
  brokenCc: 31,
  strangePriority: 109,
  folder: 9,
} as const;

/**
 * The nth ticket of a source. The same recipe always gives the same; each ticket depends on its number alone. The last
 * tenth has ids over 99,999, which make longer numbers.
 */
export function ticketAt(n: number, { seed, tickets, messages }: Recipe): MadeTicket {
  const random = mulberry32(seed + n * 7919);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const below = (most: number): number => Math.floor(random() * most);
  const is = (name: keyof typeof EVERY): boolean => (n + seed) % EVERY[name] === 0;
  const id = idAt(n, tickets);
  const ctime = is('noTime') ? 0 : is('lateTime') ? END_OF_TIME : EARLIEST + below(LATEST - EARLIEST);
  const year = new Date((ctime || EARLIEST) * 1000).getUTCFullYear();
  const person = personOf(n, is, pick, below);
  const folder = is('folder') ? 500_000 + n : 0;
  const made = madeMessages(n, { seed, tickets, messages }, id, ctime, folder, person);
  const last = made.at(-1);
  return {
    ticket: {
      id,
      ticket_number: is('noNumber') ? null : `${String(year)}${String(id).padStart(5, '0')}`,
      ticket_verifier: 10_000_000 + below(90_000_000),
      priority: is('strangePriority') ? 7 : below(3),
      status_id: is('goneStatus') ? GONE_STATUS : pick([0, 0, -1, -1, -1, ...STATUSES]),
      type_id: is('goneType') ? GONE_TYPE : pick(TYPES),
      ...person,
      agent_id: is('goneAgent') ? GONE_USER : pick([0, ...AGENTS]),
      subject: subjectOf(n, seed),
      ctime,
      mtime: is('noTime') ? 0 : Number(last?.['ctime'] ?? ctime),
      muser_id: pick([0, ...AGENTS]),
      files_folder_id: folder,
      unseen: below(2),
      group_id: is('goneGroup') ? GONE_GROUP : is('ticketGroup') ? 1 + below(2) : 0,
      order_id: below(20) === 0 ? 1 + below(500) : 0,
      last_response_time: Number(last?.['ctime'] ?? 0),
      cc_addresses: is('manyCc')
        ? Array.from({ length: 24 }, (_, at) => `copy${String(at)}@example.net`).join(',')
        : is('brokenCc')
          ? `Customer <Customer10@Example.net>; broken@; customer10@example.net contact${String(1 + below(CONTACTS))}@example.com`
          : '',
      due_date: is('lateTime') ? END_OF_TIME : is('due') ? ctime + 86_400 : null,
    },
    messages: made,
    folders: folder === 0 ? [] : [{ id: folder, parent_id: 1, name: `20${String(n)}`, acl_id: 0 }],
    files: folder === 0 ? [] : filesOf(n, folder, ctime),
  };
}

/** A message whose ticket was deleted, of every so many tickets. */
export function orphanAt(n: number, recipe: Recipe): Columns[] {
  if ((n + recipe.seed) % ORPHAN_EVERY !== 0) return [];
  return [messageOf({ ticket_id: 900_000_000 + n, content: Buffer.from('Nobody knows of what'), ctime: EARLIEST + n })];
}

function idAt(n: number, tickets: number): number {
  return n < tickets * 0.9 ? n + 1 : Math.max(100_000, Math.ceil(tickets * 0.9) + 1) + n;
}

type Person = Readonly<Record<'user_id' | 'cuser_id' | 'contact_id', number | null>> & Columns;

/** For whom it is: a user, somebody whom an agent made it for, a contact, or a name alone. */
function personOf(
  n: number,
  is: (name: keyof typeof EVERY) => boolean,
  pick: <T>(from: readonly T[]) => T,
  below: (most: number) => number,
): Person {
  const named = (first: string, last: string, email: string): Columns => ({
    first_name: first,
    middle_name: n % 4 === 0 ? 'van' : '',
    last_name: last,
    email,
    company: n % 5 === 0 ? 'ACME Rocket Powered Products' : '',
    phone: n % 6 === 0 ? '+31 555' : '',
  });
  const contact = 1 + below(CONTACTS);
  if (is('anonymous'))
    return {
      user_id: 0,
      cuser_id: 0,
      contact_id: null,
      ...named('Anon', String(n), n % 2 === 0 ? '' : 'nobody at all'),
    };
  if (is('ofContact')) return { user_id: 0, cuser_id: 2, contact_id: contact, ...named('Con', 'Tact', '') };
  if (is('madeByAgent')) {
    const agent = pick(AGENTS);
    const email = `Stranger${String(below(200))}@Example.net`;
    return { user_id: agent, cuser_id: agent, contact_id: contact, ...named('Stran', 'Ger', email) };
  }
  const user = pick(CUSTOMERS);
  return {
    user_id: user,
    cuser_id: user,
    contact_id: 0,
    ...named('Customer', String(user), n % 17 === 0 ? 'elsewhere@example.com' : `customer${String(user)}@example.net`),
  };
}

function madeMessages(
  n: number,
  { seed, messages }: Recipe,
  ticketId: number,
  from: number,
  folder: number,
  { user_id }: Person,
): Columns[] {
  const random = mulberry32(seed + n * 7919 + 1);
  const below = (most: number): number => Math.floor(random() * most);
  const count = n % 41 === 0 ? 0 : 1 + below(messages * 2 - 1);
  return Array.from({ length: count }, (_, at) => {
    const key = n * 997 + at;
    const isAgents = at % 2 === 1;
    const hasStatus = isAgents && below(4) === 0;
    const hasType = isAgents && below(30) === 0;
    const hasHours = isAgents && below(6) === 0;
    const ctime = from > 0 && from < LATEST ? from + at * 3600 + below(1800) : at * 60;
    const author = isAgents ? AGENTS[below(3)] : key % 211 === 0 ? GONE_USER : key % 3 === 0 ? user_id : 0;
    return messageOf({
      ticket_id: ticketId,
      content: bytesOf(key, seed, hasStatus && below(2) === 0),
      attachments: folder > 0 && at === 0 ? tokensOf(n, folder) : '',
      is_note: isAgents && below(3) === 0 ? 1 : 0,
      user_id: author ?? 0,
      ctime,
      mtime: key % 19 === 0 ? ctime + 60 : ctime,
      ...(hasStatus ? { has_status: 1, status_id: [0, -1, 1, GONE_STATUS][below(4)] ?? 0 } : {}),
      ...(hasType ? { has_type: 1, type_id: [1, 2, GONE_TYPE][below(3)] ?? 1 } : {}),
      ...(hasHours ? { rate_id: 1, rate_amount: 80, rate_hours: 0.25 * (1 + below(8)), rate_name: 'Hour' } : {}),
      rate_cost_code: hasHours && below(2) === 0 ? 'C1' : null,
      template_id: isAgents && below(5) === 0 ? 1 : null,
    });
  });
}

function messageOf(given: Columns): Columns {
  return {
    ...{
      ticket_id: 0,
      status_id: 0,
      type_id: 0,
      has_status: 0,
      has_type: 0,
      content: null,
      attachments: '',
      is_note: 0,
    },
    ...{
      user_id: 0,
      ctime: 0,
      mtime: 0,
      rate_id: 0,
      rate_amount: 0,
      rate_hours: 0,
      rate_name: '',
      rate_cost_code: null,
    },
    ...{ template_id: null },
    ...given,
  };
}

/** The files of a ticket that its messages name as {@link tokensOf} has it, and one that none does. */
function filesOf(n: number, folder: number, time: number): Columns[] {
  return ['screen.png', 'log, of today.txt', 'forgotten.pdf'].map((name, at) => ({
    id: 1_000_000 + n * 3 + at,
    folder_id: folder,
    name,
    size: 10 + at,
    mtime: time,
    ctime: time,
    extension: name.slice(-3),
  }));
}

/** How a message says which files it has: by id, by name, by path, several ways at once, or of files that are gone. */
function tokensOf(n: number, folder: number): string {
  const id = String(1_000_000 + n * 3);
  return (
    [
      id,
      'screen.png',
      `tickets/0-Fault/2019/${String(folder)}/screen.png`,
      `${id},log, of today.txt`,
      `${id};gone.png\nscreen.png`,
      '99999999',
    ][n % 6] ?? id
  );
}
