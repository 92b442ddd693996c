import type { Client } from '../client';
import type { TestHost } from '../test-host';
import { COMMON, PARTED, RARE, textOf } from './content';
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
const SUPPORT = { role: 'support' };
const NEWEST = [{ property: 'modifiedAt', isAscending: false }];

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
  await line(
    'tickets with a word of a third of the comments, agent',
    () => list(agent, { ...SUPPORT, text: COMMON[0] }, true),
    null,
  );
  say('creates');
  lines.push(await creates(host, desk, rounds));
  return lines;
}

async function list(client: Client, filter: object, calculateTotal: boolean): Promise<number> {
  const [, got] = await client.request(
    ['Task/query', { filter, sort: NEWEST, limit: PAGE, calculateTotal }],
    ['Task/get', { '#ids': { resultOf: '0', name: 'Task/query', path: '/ids' } }],
  );
  return (got?.[1]['list'] as unknown[]).length;
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
