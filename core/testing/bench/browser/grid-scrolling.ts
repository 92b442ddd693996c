import type { Reading } from './reading';
import type { Visit, Visitors } from './visitors';

const LONGEST_FRAME_MS = 100;
const MOST_ROWS = 2500;
const ROW_HEIGHT = 37;
/** Pixels a frame: eight rows, as somebody turns the wheel who looks for something. */
const STEP = 8 * ROW_HEIGHT;
/** One takes ten seconds, and many times that where others use the machine. */
const MOST_ROUNDS = 5;

/** What `bench` says of frames, in milliseconds. */
interface Frames {
  readonly longest: number;
  /** How many took more than 100. */
  readonly many: number;
  /** From its beginning to its end, in the frame in which it was longest; 0 when none was over 50. */
  readonly work: number;
}
/** The same, and what the page's main thread computed for a frame on average, whoever else used the machine. */
type Scroll = Frames & { readonly cpu: number };

/** Scrolls from the top over some thousand rows, beside the same over plain lines on a page of their own. */
export async function scrolling(visitors: Visitors, visit: Visit, size: number, rounds: number): Promise<Reading[]> {
  const rows = Math.min(MOST_ROWS, size);
  const times = Math.max(1, Math.floor((rows * ROW_HEIGHT) / STEP));
  const scroll = async ({ page, cpu }: Visit, what: string): Promise<Scroll> => {
    await page.bringToFront();
    const before = await cpu();
    const frames = await page.evaluate<Frames>(`bench.${what}(${String(STEP)}, ${String(times)})`);
    return { ...frames, cpu: ((await cpu()).all - before.all) / times };
  };
  const grid: Scroll[] = [];
  const plain: Scroll[] = [];
  const other = await visitors.visit(null, 'data:text/html,<title>Plain lines</title>');
  for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round++) {
    grid.push(await scroll(visit, 'scrollGrid'));
    plain.push(await scroll(other, 'scrollPlain'));
  }
  await other.close();
  await visit.page.bringToFront();
  const reading = (what: string, rest: Pick<Reading, 'unit' | 'bar'>, of: (scroll: Scroll) => number): Reading => ({
    ...{ name: `scrolling over ${rows.toLocaleString('en')}, ${what}`, ...rest, values: grid.map(of) },
    raw: { what: 'plain lines', values: plain.map(of) },
  });
  return [
    reading('longest frame', { unit: 'ms', bar: LONGEST_FRAME_MS }, ({ longest }) => longest),
    reading('frames over 100 ms', { unit: 'frames', bar: 0 }, ({ many }) => many),
    reading('longest work in a frame', { unit: 'ms', bar: null }, ({ work }) => work),
    reading('CPU of a frame on average', { unit: 'ms', bar: null }, ({ cpu }) => cpu),
  ];
}
