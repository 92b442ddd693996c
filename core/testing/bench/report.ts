import { cpus, loadavg, totalmem } from 'node:os';
import type { Figure } from './measure';
import type { Line } from './questions';
import type { Stored } from './stored';

/** What was measured, as Markdown, with the circumstances without which the numbers say nothing. */
export async function report(
  name: string,
  tickets: number,
  rounds: number,
  { host, lists, customers, effort }: Stored,
  lines: readonly Line[],
): Promise<string> {
  const statement = host.database.dialect === 'mysql' ? 'SELECT VERSION() AS v' : 'SELECT sqlite_version() AS v';
  const [row] = await host.database.manager.query<{ v: string }[]>(statement);
  const set = `${amount(tickets)} tickets, ${amount(tickets * 3)} comments, ${amount(lists)} lists, ${amount(customers)} customers, stored in ${effort.seconds.toFixed(0)} s, ${effort.work.toFixed(0)} s of them work`;
  const table = lines.map(
    ({ name: question, program, raw }) =>
      `| ${question} | ${shown(program)} | ${program.work.toFixed(1)} | ${raw ? shown(raw) : ' | '} |`,
  );
  return (
    `\n${name}: ${set}\n${circumstances(`database ${row?.v ?? ''}`, rounds)}\n\n` +
    '| milliseconds | median | p95 | of it work | SQL: median | p95 |\n|---|--:|--:|--:|--:|--:|\n' +
    `${table.join('\n')}\n`
  );
}

/** The machine at this moment. @param program what is measured on it, with its version */
export function circumstances(program: string, rounds: number): string {
  const processors = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  const load = `${loadavg()[0]?.toFixed(1) ?? ''} processes at work in the last minute`;
  return `${String(processors.length)} cores (${processors[0]?.model.trim() ?? ''}), ${memory}, Node.js ${process.versions.node}, ${program}, ${load}, ${String(rounds)} rounds`;
}

function shown({ median, p95 }: Figure): string {
  return `${median.toFixed(1)} | ${p95.toFixed(1)}`;
}

function amount(number: number): string {
  return number.toLocaleString('en');
}
