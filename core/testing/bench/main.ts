import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { available as chromiumAvailable } from '../servers/chromium';
import { available, type TestDatabase, testDatabases } from '../servers/databases';
import { measuredInBrowser } from './browser/measured';
import { browserReport } from './browser/report';
import { measureMigration } from './migration/measured';
import { migrationReport } from './migration/report';
import { ask } from './questions';
import { report } from './report';
import { type Stored, storedSet } from './stored';

const HELP = `npm run bench -- [--tickets 10000] [--rounds 40] [--database sqlite,mariadb] [--keep FOLDER] [--browser]
npm run bench -- --migration 100000 [--database sqlite,mariadb]
Makes tickets with three comments each in a new database and prints what questions cost, in milliseconds; on both
databases unless one is named, as far as MariaDB answers (GROUPWARE_TEST_MARIADB names another server). With --keep the
set stays (on MariaDB as schema groupware_bench_<tickets>), and the next run with the same folder and number measures
it without storing it anew.
With --browser it measures screens in a real Chromium instead, 10 rounds unless told otherwise, on the first database.
With --migration it makes a Group-Office database of so many tickets with five messages each on MariaDB, and measures how
the built program brings them into each database, beside a bare copy of the same rows.
`;

/** `npm run bench`. */
export async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tickets: { type: 'string', default: '10000' },
      rounds: { type: 'string' },
      database: { type: 'string', default: 'sqlite,mariadb' },
      keep: { type: 'string' },
      browser: { type: 'boolean', default: false },
      migration: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [tickets, rounds] = [Number(values.tickets), Number(values.rounds ?? (values.browser ? 10 : 40))];
  const names = values.database.split(',');
  const isKnown = names.every((name) => name === 'sqlite' || name === 'mariadb');
  const brought = Number(values.migration ?? 1);
  if (values.help || ![tickets, rounds, brought].every(isNumber) || !isKnown) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const noBrowser = values.browser ? await chromiumAvailable() : null;
  if (noBrowser !== null) {
    process.stderr.write(`The browser cannot be measured: ${noBrowser}\n`);
    process.exitCode = 1;
    return;
  }
  const databases = testDatabases().filter(({ name }) => names.includes(name));
  if (values.migration !== undefined) {
    const missing = await available();
    if (missing === null) process.stdout.write(migrationReport(await measureMigration(databases, brought, say)));
    else process.stderr.write(`The source is a database on MariaDB: ${missing}\n`);
    process.exitCode = missing === null ? 0 : 1;
    return;
  }
  for (const database of values.browser ? databases.slice(0, 1) : databases) {
    const missing = database.name === 'mariadb' ? await available() : null;
    const bench = values.browser ? screens : questions;
    if (missing === null) await measured(database, tickets, rounds, values.keep ?? null, bench);
    else process.stdout.write(`\nMariaDB is left out: ${missing}\n`);
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Measures something of a set, and answers the report. */
type Bench = (
  database: TestDatabase,
  tickets: number,
  rounds: number,
  set: Stored,
  say: (line: string) => void,
) => Promise<string>;

const questions: Bench = async ({ name }, tickets, rounds, set, say) =>
  report(name, tickets, rounds, set, await ask(set.host, set.desk, rounds, say));

const screens: Bench = async (_database, tickets, rounds, { host, desk }, say) => {
  const { browser, readings } = await measuredInBrowser(host, desk, rounds, say);
  return browserReport(tickets, rounds, browser, readings);
};

async function measured(
  database: TestDatabase,
  tickets: number,
  rounds: number,
  keep: string | null,
  bench: Bench,
): Promise<void> {
  const say = (line: string): void => {
    process.stderr.write(`${database.name}: ${line}\n`);
  };
  const set = await storedSet(database, tickets, keep === null ? null : resolve(keep), say);
  try {
    process.stdout.write(await bench(database, tickets, rounds, set, say));
  } finally {
    await set.close();
  }
}

function isNumber(number: number): boolean {
  return Number.isInteger(number) && number > 0;
}
