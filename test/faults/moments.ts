import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mulberry32 } from '../../core/testing/mulberry32';

/** Who is at work when the program is killed. */
export type Client = 'smtp' | 'imap' | 'agent' | 'customer';
const EVERYBODY: readonly Client[] = ['smtp', 'imap', 'agent', 'customer'];

/** When the program is killed. */
export interface Moment {
  readonly name: string;
  /** `<fault point>:<hit>`: it kills itself there. */
  readonly fault?: string;
  /** Killed from outside, so many milliseconds after it was started or said that it is ready. */
  readonly after?: { readonly event: 'start' | 'ready'; readonly milliseconds: number };
  readonly clients: readonly Client[];
}

const root = join(__dirname, '../..');

/** Fault points of what administrators start from the command line: no client reaches them, and other tests do. */
export const OF_COMMANDS = 'migration.';

/** The names of all fault points in the sources, so that a new one is tested without being listed here. */
export function faultPoints(): string[] {
  const files = ['core', 'modules'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/(^|\/)ui\//.test(path))
      .map((path) => join(root, folder, path)),
  );
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bfault\('([^']+)'\)/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)].sort();
}

/**
 * The moments of one run: every fault point once, those of the intake for each way a mail comes in, every commit of
 * the database with all clients at work, and some that only the clock chooses. The same seed gives the same moments.
 */
export function momentsOf(seed: number): Moment[] {
  const random = mulberry32(seed);
  const pick = (most: number): number => 1 + Math.floor(random() * most);
  const moments: Moment[] = [];
  const at = (point: string, hit: number, clients: readonly Client[]): void => {
    moments.push({
      name: `${point}:${String(hit)} (${clients.join(', ')})`,
      fault: `${point}:${String(hit)}`,
      clients,
    });
  };
  for (const point of faultPoints()) {
    if (point.startsWith('core.start.') || point.startsWith(OF_COMMANDS)) continue;
    if (point.startsWith('core.')) at(point, pick(20), EVERYBODY);
    else if (point.startsWith('mail.intake.'))
      for (const client of ['smtp', 'imap'] as const) at(point, pick(3), [client]);
    else if (point.startsWith('mail.imap.')) at(point, pick(3), ['imap']);
    else if (point.startsWith('mail.outbox.')) at(point, pick(3), ['agent']);
    else at(point, pick(3), EVERYBODY);
  }
  for (const event of ['start', 'ready'] as const) {
    const milliseconds = pick(900);
    moments.push({
      name: `${String(milliseconds)} ms after ${event}`,
      after: { event, milliseconds },
      clients: EVERYBODY,
    });
  }
  return shuffled(moments, random);
}

/** Faults of the very first start, one after the other on the same new data: migrations, key, account, installers. */
export function firstStarts(seed: number): string[] {
  const random = mulberry32(seed);
  const pick = (most: number): number => 1 + Math.floor(random() * most);
  const step = (): string => `core.start.step:${String(pick(20))}`;
  const commits = ['core.database.before-commit:1', 'core.database.committed:1', 'core.database.committed:2'];
  return [step(), step(), 'core.start.key:1', 'core.start.account:1', ...commits];
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
