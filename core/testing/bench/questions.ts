import type { Client } from '../client';
import type { TestHost } from '../test-host';
import { COMMON, PARTED, RARE, textOf } from './content';
import { dearest } from './dearest';
import type { Desk } from './desk';
import { type Figure, measure } from './measure';

/** One line of the table: through the program, and the same by hand-written SQL. */
export interface Line {
  readonly name: string;
  readonly program: Figure;
  readonly raw: Figure | null;
  /** What was answered, so that a test can see that something was. */
  readonly size: number;
}

const PAGE = 50;
/** Requests at a time when tickets are created. */
const WRITERS = 8;
/** Tickets that are changed at once, by so many in a request, and how often: each time takes seconds. */
const MANY = { tickets: 1000, together: 100, rounds: 5 } as const;
/** What can be taken back of a changed ticket. */
const CHANGED = [
  'progress',
  'statusId',
  'percentComplete',
  'responsibleId',
  'taskListId',
  'due',
  'priority',
  'categories',
  'watchers',
];
const SUPPORT = { role: 'support', isMerged: false };
const NEWEST = [{ property: 'modifiedAt', isAscending: false }];
/** Columns of the grid by which agents sort. */
const ORDERS = [
  'id',
  'title',
  'due',
  'responsibleId',
  'progress',
  'modifiedAt',
  'customerName',
  'taskListId',
  'priority',
];
/** What agents check at the left of the panel, one at a time. */
const CHECKED: Readonly<Record<string, object>> = {
  'needs action': { progress: ['needs-action'] },
  completed: { progress: ['completed'] },
  open: { isCompleted: false },
  mine: { responsible: ['mine'] },
  unassigned: { responsible: ['unassigned'] },
  'of others': { responsible: ['others'] },
  watched: { isWatched: true },
  'not read': { isUnread: true },
};

/**
 * Asks everything that the bench measures, `rounds` times each.
 * @param say hears what is asked
 * @param thread number of comments of the ticket that is opened
 */
export async function ask(
  host: TestHost,
  desk: Desk,
  rounds: number,
  say: (question: string) => void = () => undefined,
  thread = 200,
): Promise<Line[]> {
  const { agent, customer } = desk;
  const long = await longThread(desk, thread);
  const raw =
    (statement: string, values: unknown[] = []): (() => Promise<unknown>) =>
    () =>
      host.database.manager.query(statement, values);
  const lists = desk.lists.filter((_, n) => n % 5 === 0).map(({ id }) => id);
  const places = lists.map(() => '?').join(', ');
  const page = `SELECT * FROM tasks_task JOIN support_ticket ON taskId = id WHERE taskListId IN (${places}) ORDER BY modifiedAt DESC LIMIT ${PAGE}`;
  const lines: Line[] = [];
  const line = async (
    name: string,
    work: () => Promise<number>,
    sql: (() => Promise<unknown>) | null,
  ): Promise<void> => {
    say(name);
    const size = await work();
    lines.push({ name, size, program: await measure(rounds, work), raw: sql && (await measure(rounds, sql)) });
  };
  await line('list: 50 tickets by last change, agent', () => list(agent, SUPPORT, false), raw(page, lists));
  await line(
    'list: the same with the number of all',
    () => list(agent, SUPPORT, true),
    raw(`SELECT COUNT(*) FROM tasks_task WHERE taskListId IN (${places})`, lists),
  );
  await line(
    'list: 50 tickets by last change, customer',
    () => list(customer, SUPPORT, false),
    raw(
      `SELECT * FROM support_ticket JOIN tasks_task ON id = taskId WHERE customerId = ? ORDER BY modifiedAt DESC LIMIT ${PAGE}`,
      [Number(customer.principalId)],
    ),
  );
  await line(
    'counters: tickets by progress, agent',
    () => counters(agent),
    raw(`SELECT progress, COUNT(*) FROM tasks_task WHERE taskListId IN (${places}) GROUP BY progress`, lists),
  );
  await line(
    `open a ticket with ${thread} comments`,
    () => open(agent, long),
    raw("SELECT * FROM comments_comment WHERE entityType = 'Task' AND entityId = ? ORDER BY id", [Number(long)]),
  );
  const found =
    'SELECT objectId FROM core_search_document WHERE id IN (SELECT documentId FROM core_search_word WHERE scopeId IN (SELECT id FROM core_search_scope WHERE isShared = 1) AND word = ?) ORDER BY at DESC LIMIT 20';
  await line('search a word of 0.1 % of the comments, agent', () => search(agent, RARE), null);
  await line('search the same, administrator', () => search(desk.admin, RARE), raw(found, [RARE]));
  await line('search the same, customer', () => search(customer, RARE), null);
  await line('search a word of a third of the comments, agent', () => search(agent, COMMON[0]), null);
  await line('search two such words, administrator', () => search(desk.admin, COMMON.join(' ')), null);
  await line(
    'search two words that are never together, administrator',
    () => search(desk.admin, PARTED.join(' ')),
    null,
  );
  await line('search one letter, agent', () => search(agent, 'p'), null);
  const common = { ...SUPPORT, text: COMMON[0] };
  await line('tickets with a word of a third of the comments, agent', () => list(agent, common, false), null);
  await line('the same with the number of all', () => list(agent, common, true), null);
  await line('choose a ticket: two letters, agent', () => list(agent, { ...SUPPORT, text: 'pr' }, false), null);
  await line('choose a person: two letters, agent', () => people(agent, 'cu'), null);
  await readBefore(host, agent, 0.01);
  await line(
    'tickets that are not read, with the number of all, agent',
    () => list(agent, { ...SUPPORT, isUnread: true }, true),
    null,
  );
  say('orders and filters');
  const filters = { ...CHECKED, 'one list': { taskListIds: [String(lists[0])] }, 'one customer': ofCustomer(customer) };
  const byOrder = ORDERS.map((property) => [property, () => list(agent, SUPPORT, false, [{ property }])] as const);
  const byFilter = Object.entries(filters).map(
    ([name, filter]) => [name, () => list(agent, { ...SUPPORT, ...filter }, true)] as const,
  );
  lines.push(await dearest('list in any order', Object.fromEntries(byOrder), rounds));
  lines.push(await dearest('list of one filter, with the number of all', Object.fromEntries(byFilter), rounds));
  say('creates');
  lines.push(await creates(host, desk, rounds));
  say('changes many');
  lines.push(await changesMany(host, desk, Math.min(rounds, MANY.rounds)));
  return lines;
}

function ofCustomer({ principalId }: Client): object {
  return { customerId: [principalId] };
}

async function list(client: Client, filter: object, calculateTotal: boolean, sort: object[] = NEWEST): Promise<number> {
  const [, got] = await client.request(
    ['Task/query', { filter, sort, limit: PAGE, calculateTotal }],
    ['Task/get', { '#ids': { resultOf: '0', name: 'Task/query', path: '/ids' } }],
  );
  return (got?.[1]['list'] as unknown[]).length;
}

/** People as a field offers them while one types. */
async function people(client: Client, text: string): Promise<number> {
  const [, got] = await client.request(
    ['Principal/query', { filter: { type: 'individual', text }, sort: [{ property: 'name' }], limit: PAGE }],
    ['Principal/get', { '#ids': { resultOf: '0', name: 'Principal/query', path: '/ids' } }],
  );
  return (got?.[1]['list'] as unknown[]).length;
}

/** Has somebody have read all but the last tickets. @param part how many these are, of all */
async function readBefore(host: TestHost, { principalId }: Client, part: number): Promise<void> {
  const { database } = host;
  const [newest] = await database.manager.query<{ taskId: number; commentId: number }[]>(
    'SELECT (SELECT MAX(id) FROM tasks_task) AS taskId, (SELECT MAX(id) FROM comments_comment) AS commentId',
  );
  const { taskId, commentId } = newest ?? { taskId: 0, commentId: 0 };
  await database.transaction(async () => {
    await database.manager.query('DELETE FROM support_read_floor WHERE principalId = ?', [principalId]);
    await database.manager.query('INSERT INTO support_read_floor (principalId, taskId, commentId) VALUES (?, ?, ?)', [
      Number(principalId),
      Math.floor(taskId * (1 - part)),
      Math.floor(commentId * (1 - part)),
    ]);
  });
}

async function counters(client: Client): Promise<number> {
  const states = ['needs-action', 'in-process', 'completed', 'failed', 'cancelled'];
  const answers = await client.request(
    ...states.map(
      (progress) =>
        ['Task/query', { filter: { ...SUPPORT, progress: [progress] }, limit: 0, calculateTotal: true }] as const,
    ),
  );
  return answers.reduce((sum, [, { total }]) => sum + Number(total), 0);
}

async function open(client: Client, id: string): Promise<number> {
  const [, , comments] = await client.request(
    ['Task/get', { ids: [id] }],
    ['Comment/query', { filter: { entityType: 'Task', entityId: id }, sort: [{ property: 'createdAt' }] }],
    ['Comment/get', { '#ids': { resultOf: '1', name: 'Comment/query', path: '/ids' } }],
  );
  return (comments?.[1]['list'] as unknown[]).length;
}

async function search(client: Client, text: string): Promise<number> {
  const { list: found } = await client.call('Search/query', { filter: { text } });
  return (found as unknown[]).length;
}

async function longThread({ admin, customer, lists }: Desk, length: number): Promise<string> {
  const { id } = await admin.create('Task', {
    title: 'Long',
    taskListId: String(lists[0]?.id),
    customerId: customer.principalId,
  });
  const create = Object.fromEntries(
    Array.from({ length }, (_, n) => [
      `c${String(n)}`,
      { entityType: 'Task', entityId: id, text: textOf(n * 1000), isPrivate: true },
    ]),
  );
  await admin.call('Comment/set', { create });
  return id;
}

/** Tickets a second, as the milliseconds of one while several requests are under way. */
async function creates(host: TestHost, { agent, customer, lists }: Desk, rounds: number): Promise<Line> {
  let made = 0;
  const create = (): Promise<unknown> =>
    agent.create('Task', {
      title: textOf(made++),
      taskListId: String(lists[0]?.id),
      customerId: customer.principalId,
    });
  const many = (work: () => Promise<unknown>) => (): Promise<unknown> =>
    Promise.all(Array.from({ length: WRITERS }, work));
  const shared = ({ median, p95, work }: Figure): Figure => ({
    median: median / WRITERS,
    p95: p95 / WRITERS,
    work: work / WRITERS,
  });
  const program = shared(await measure(rounds, many(create)));
  const insert = (): Promise<unknown> =>
    host.database.transaction(() =>
      host.database.manager.query(
        "INSERT INTO tasks_task (uid, taskListId, title, description, progress, percentComplete, priority, createdAt, modifiedAt) VALUES (?, ?, 'Raw', '', 'completed', 100, 0, '2020-01-01', '2020-01-01')",
        [`raw-${String(Date.now())}-${String(made++)}`, lists[0]?.id],
      ),
    );
  return {
    name: 'create a ticket, 8 requests at a time',
    size: made,
    program,
    raw: shared(await measure(rounds, many(insert))),
  };
}

/** The same change of many tickets, as the bulk bar of a grid asks for it: what they are, and then the change if they still are. */
async function changesMany(host: TestHost, { agent }: Desk, rounds: number): Promise<Line> {
  const ids = (await agent.query('Task', SUPPORT, NEWEST)).slice(0, MANY.tickets);
  const states = ['in-process', 'needs-action'];
  let round = 0;
  const change = async (): Promise<void> => {
    const progress = states[round++ % states.length];
    for (let start = 0; start < ids.length; start += MANY.together) {
      const some = ids.slice(start, start + MANY.together);
      const { state } = await agent.get('Task', some, CHANGED);
      const update = Object.fromEntries(some.map((id) => [id, { progress }]));
      const { notUpdated } = await agent.call('Task/set', { ifInState: state, update });
      if (notUpdated !== null) throw new Error(JSON.stringify(notUpdated));
    }
  };
  const statement = `UPDATE tasks_task SET progress = ? WHERE id IN (${ids.map(() => '?').join(', ')})`;
  const update = (): Promise<unknown> =>
    host.database.transaction(() =>
      host.database.manager.query(statement, [states[round++ % states.length], ...ids.map(Number)]),
    );
  return {
    name: `change the progress of ${ids.length.toLocaleString('en')} tickets, ${String(MANY.together)} in a request, agent`,
    size: ids.length,
    program: await measure(rounds, change),
    raw: await measure(rounds, update),
  };
}
