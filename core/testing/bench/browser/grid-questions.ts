import type { Client } from '../../client';
import type { Reading } from './reading';
import type { Visit } from './visitors';

const PAGE = 50;
/** Rows between jumps, so that none leads to a page that the grid still has. */
const APART = 10 * PAGE;
const ALL = { role: 'support', isMerged: false };
const NEWEST = { property: 'modifiedAt', isAscending: false };
/** What the sorter of the subject asks for, click after click. */
const ORDERS = [{ property: 'title' }, { property: 'title', isAscending: false }, NEWEST];
/** States of progress with the texts of their boxes. */
const STATES = Object.entries({ completed: 'Completed', 'in-process': 'In progress', cancelled: 'Cancelled' });

/** A page of rows, as the program answers it without a browser. */
interface Page {
  readonly first: string;
  readonly milliseconds: number;
}

/** What the grid has to ask the program for, from the jump or click until its rows are drawn. */
export async function questions(
  { page, heap }: Visit,
  admin: Client,
  size: number,
  rounds: number,
): Promise<Reading[]> {
  const measured = (what: string): Promise<number> => page.evaluate<number>(`bench.${what}`);
  const jumps: number[] = [];
  const asked: number[] = [];
  const target = Math.floor((size - 1) * 0.9);
  for (let round = 0; round < rounds; round++) {
    await measured('jump(0)');
    const index = Math.max(0, target - round * APART);
    jumps.push(await measured(`jump(${String(index)})`));
    asked.push((await pageOf(admin, {}, NEWEST, index - (index % PAGE))).milliseconds);
  }
  const [bytes, elements] = [await heap(), await measured('elements()')];
  await measured('jump(0)');

  const sorts: number[] = [];
  const sorted: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { first, milliseconds } = await pageOf(admin, {}, ORDERS[round % ORDERS.length] ?? NEWEST);
    sorts.push(await measured(`sort('title', '${first}')`));
    sorted.push(milliseconds);
  }

  const newest = await pageOf(admin, {}, NEWEST);
  await page.evaluate("location.hash = '#support?progress=any'");
  await measured(`until(() => bench.rowsThere() && bench.first() === '${newest.first}')`);
  const [state, text] = await stateBeside(admin, newest.first);
  const checks: number[] = [];
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { first, milliseconds } = await pageOf(admin, round % 2 === 0 ? { progress: [state] } : {}, NEWEST);
    checks.push(await measured(`check('${text}', '${first}')`));
    found.push(milliseconds);
  }
  const once = (name: string, unit: Reading['unit'], value: number): Reading => ({
    ...{ name, unit, bar: null, values: [value], raw: null },
  });
  return [
    reading('jump to 90 %, until the rows are there', jumps, asked),
    once('heap of the scripts after it', 'MB', bytes / 1_000_000),
    once('elements after it', 'elements', elements),
    reading('sort by subject, until the rows are there', sorts, sorted),
    reading('check a state of progress, until the rows are there', checks, found),
  ];
}

function reading(name: string, values: readonly number[], raw: readonly number[]): Reading {
  return { name, unit: 'ms', bar: null, values, raw: { what: 'the same page by the API', values: raw } };
}

async function pageOf(admin: Client, filter: object, sort: object, position = 0): Promise<Page> {
  const start = performance.now();
  const [query] = await admin.request(
    ['Task/query', { filter: { ...ALL, ...filter }, sort: [sort], position, limit: PAGE, calculateTotal: true }],
    ['Task/get', { '#ids': { resultOf: '0', name: 'Task/query', path: '/ids' } }],
  );
  const [first = ''] = query?.[1]['ids'] as string[];
  return { first, milliseconds: performance.now() - start };
}

/** A state in which another ticket comes first, so that its rows can be told from those of all. */
async function stateBeside(admin: Client, first: string): Promise<[state: string, text: string]> {
  for (const [state, text] of STATES) {
    const found = await pageOf(admin, { progress: [state] }, NEWEST);
    if (found.first !== '' && found.first !== first) return [state, text];
  }
  throw new Error('All tickets are of one state');
}
