import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { available, type TestDatabase, testDatabases } from '../servers/databases';
import { ask } from './questions';
import { report } from './report';
import { storedSet } from './stored';

const HELP = `npm run bench -- [--tickets 10000] [--rounds 40] [--database sqlite,mariadb] [--keep FOLDER]
Makes tickets with three comments each in a new database and prints what questions cost, in milliseconds; on both
databases unless one is named, as far as MariaDB answers (GROUPWARE_TEST_MARIADB names another server). With --keep the
set stays (on MariaDB as schema groupware_bench_<tickets>), and the next run with the same folder and number measures
it without storing it anew.
`;

/** `npm run bench`. */
export async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tickets: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '40' },
      database: { type: 'string', default: 'sqlite,mariadb' },
      keep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [tickets, rounds] = [Number(values.tickets), Number(values.rounds)];
  const names = values.database.split(',');
  const isKnown = names.every((name) => name === 'sqlite' || name === 'mariadb');
  if (values.help || !isNumber(tickets) || !isNumber(rounds) || !isKnown) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  for (const database of testDatabases().filter(({ name }) => names.includes(name))) {
    const missing = database.name === 'mariadb' ? await available() : null;
    if (missing === null) await measured(database, tickets, rounds, values.keep ?? null);
    else process.stdout.write(`\nMariaDB is left out: ${missing}\n`);
  }
}

async function measured(database: TestDatabase, tickets: number, rounds: number, keep: string | null): Promise<void> {
  const say = (line: string): void => {
    process.stderr.write(`${database.name}: ${line}\n`);
  };
  const set = await storedSet(database, tickets, keep === null ? null : resolve(keep), say);
  try {
    const lines = await ask(set.host, set.desk, rounds, say);
    process.stdout.write(await report(database.name, tickets, rounds, set, lines));
  } finally {
    await set.close();
  }
}

function isNumber(number: number): boolean {
  return Number.isInteger(number) && number > 0;
}
