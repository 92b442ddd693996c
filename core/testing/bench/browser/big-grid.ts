import type { Desk } from '../desk';
import { questions } from './grid-questions';
import { scrolling } from './grid-scrolling';
import type { Reading } from './reading';
import type { Visitors } from './visitors';

/** The grid of all tickets, as an administrator has it: scrolling, jumping, sorting and filtering. */
export async function bigGrid(
  visitors: Visitors,
  { admin }: Desk,
  rounds: number,
  say: (what: string) => void,
): Promise<Reading[]> {
  const visit = await visitors.visit('admin', '#support?progress=any');
  const { page } = visit;
  await page.evaluate('bench.until(bench.rowsThere)');
  await visit.traffic.settled();
  const size = await page.evaluate<number>('bench.size()');
  say(`grid of ${size.toLocaleString('en')} tickets`);
  const scrolled = await scrolling(visitors, visit, size, rounds);
  const asked = await questions(visit, admin, size, rounds);
  await visit.close();
  return [...scrolled, ...asked].map((reading) => ({
    ...reading,
    name: `${size.toLocaleString('en')} rows: ${reading.name}`,
  }));
}
