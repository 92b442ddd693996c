import { circumstances } from '../report';
import type { Measured } from './measured';

/** What was measured, as Markdown. */
export function migrationReport(all: readonly Measured[]): string {
  const rows = all.map(({ database, source, stages, bare, peak, work }) => {
    const rate = (seconds = Number.NaN): string => Math.round(source.messages / seconds).toLocaleString('en');
    const memory = peak === null ? '' : `${(peak / 2 ** 20).toFixed(0)} MB`;
    return `| ${database} | ${rate(stages['bringing'])} | ${rate(stages['comparing'])} | ${rate(bare)} | ${work === null ? '' : work.toFixed(0)} | ${memory} |`;
  });
  const [{ source } = { source: { tickets: 0, messages: 0 } }] = all;
  const [tickets, messages] = [source.tickets, source.messages].map((number) => number.toLocaleString('en'));
  return (
    `\nmigration: ${tickets ?? ''} tickets with ${messages ?? ''} messages\n${circumstances('a Group-Office database on MariaDB', 1)}\n\n` +
    '| messages a second into | brought | compared | bare copy | work in s | memory at most |\n|---|--:|--:|--:|--:|--:|\n' +
    `${rows.join('\n')}\n`
  );
}
