import { parseArgs } from 'node:util';
import { available, testDatabases } from '../servers/databases';
import { bench } from './bench';
import type { Figure } from './measure';

const HELP = `npm run bench -- [--tickets 10000] [--rounds 40] [--mariadb | --sqlite]
Makes tickets with three comments each in a new database and prints what questions cost, in milliseconds. Without a
choice on both databases, as far as MariaDB answers (GROUPWARE_TEST_MARIADB names another server).
`;

/** `npm run bench`. */
export async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tickets: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '40' },
      mariadb: { type: 'boolean', default: false },
      sqlite: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [tickets, rounds] = [Number(values.tickets), Number(values.rounds)];
  if (values.help || !Number.isInteger(tickets) || tickets < 1 || !Number.isInteger(rounds) || rounds < 1) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const isAny = !values.mariadb && !values.sqlite;
  for (const database of testDatabases().filter(({ name }) => isAny || values[name])) {
    const missing = database.name === 'mariadb' ? await available() : null;
    if (missing !== null) {
      process.stdout.write(`\nMariaDB is left out: ${missing}\n`);
      continue;
    }
    const { lines, lists, customers, loaded } = await bench(database, tickets, rounds);
    const size = `${amount(tickets)} tickets, ${amount(tickets * 3)} comments, ${amount(lists)} lists, ${amount(customers)} customers`;
    const table = lines.map(
      ({ name, program, raw }) =>
        `| ${name} | ${shown(program)} | ${program.work.toFixed(1)} | ${raw ? shown(raw) : ' | '} |`,
    );
    process.stdout.write(
      `\n${database.name}: ${size}, stored in ${loaded.toFixed(0)} s\n\n` +
        '| milliseconds | median | p95 | of it work | SQL: median | p95 |\n|---|--:|--:|--:|--:|--:|\n' +
        `${table.join('\n')}\n`,
    );
  }
}

function shown({ median, p95 }: Figure): string {
  return `${median.toFixed(1)} | ${p95.toFixed(1)}`;
}

function amount(number: number): string {
  return number.toLocaleString('en');
}
