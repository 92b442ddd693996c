import { fetched } from './plain-http';
import type { Reading } from './reading';
import type { Visit, Visitors } from './visitors';

/** What stands on each first screen when it can be used, and the bars of its weight. */
const SCREENS = [
  {
    name: 'Help, customer',
    username: 'customer',
    address: '#help?completed=1',
    weight: 250,
    isThere: "document.querySelector('help-requests .rows li a') !== null",
  },
  {
    name: 'Support, agent',
    username: 'agent',
    address: '#support?progress=any',
    weight: 400,
    isThere: 'bench.rowsThere()',
  },
] as const;

const MOST_CPU_MS = 1000;
const EMPTY = 'data:text/html,<title>Empty</title>';

/** First screens on a cold cache: what comes over the wire until nothing more is asked for, and what that costs. */
export async function firstScreens(
  visitors: Visitors,
  rounds: number,
  say: (what: string) => void,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const { name, username, address, weight, isThere } of SCREENS) {
    say(`first screen of ${name}`);
    const seen: Record<'sent' | 'gzip' | 'shown' | 'plain' | 'cpu' | 'scripts' | 'empty', number[]> = {
      ...{ sent: [], gzip: [], shown: [], plain: [], cpu: [], scripts: [], empty: [] },
    };
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const visit = await visitors.visit(username, address);
      await visit.page.evaluate(`bench.until(() => ${isThere})`);
      seen.shown.push(performance.now() - start);
      await visit.traffic.settled();
      const { all, scripts } = await visit.cpu();
      seen.cpu.push(all);
      seen.scripts.push(scripts);
      seen.sent.push(visit.traffic.bytes / 1000);
      const plain = await fetched(filesOf(visit, visitors.origin));
      seen.gzip.push(plain.bytes / 1000);
      seen.plain.push(plain.milliseconds);
      await visit.close();
      const empty = await visitors.visit(null, EMPTY);
      await empty.traffic.settled();
      seen.empty.push((await empty.cpu()).all);
      await empty.close();
    }
    const reading = (what: string, rest: Omit<Reading, 'name'>): void => {
      readings.push({ name: `${name}: ${what}`, ...rest });
    };
    reading('sent to a browser with an empty cache', {
      ...{ unit: 'kB', bar: weight, values: seen.sent },
      raw: { what: 'its files as gzip, by plain HTTP', values: seen.gzip },
    });
    reading('CPU of the page', {
      ...{ unit: 'ms', bar: MOST_CPU_MS, values: seen.cpu },
      raw: { what: 'an empty page', values: seen.empty },
    });
    reading('of it scripts', { unit: 'ms', bar: null, values: seen.scripts, raw: null });
    reading('from the address to the rows', {
      ...{ unit: 'ms', bar: null, values: seen.shown },
      raw: { what: 'its files by plain HTTP', values: seen.plain },
    });
  }
  return readings;
}

/** The program's own files of a page; what needs somebody to be signed in is not for everybody to fetch. */
function filesOf({ traffic }: Visit, origin: string): string[] {
  const paths = [`${origin}/`, ...traffic.files.filter((address) => address.startsWith(`${origin}/ui/`))];
  return [...new Set(paths)];
}
