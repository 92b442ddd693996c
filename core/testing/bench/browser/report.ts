import { quantile } from '../measure';
import { circumstances } from '../report';
import type { Reading } from './reading';

/** What was measured in the browser, as Markdown, and which bars were missed. */
export function browserReport(tickets: number, rounds: number, browser: string, readings: readonly Reading[]): string {
  const rows = readings.map(({ name, unit, bar, values, raw }) => {
    const beside = raw === null ? ' | | ' : `${raw.what} | ${shown(raw.values, 0.5)} | ${shown(raw.values, 0.95)}`;
    return `| ${name} | ${unit} | ${bar === null ? '' : String(bar)} | ${shown(values, 0.5)} | ${shown(values, 0.95)} | ${beside} |`;
  });
  const missed = missedBars(readings);
  return (
    `\nbrowser: ${tickets.toLocaleString('en')} tickets\n${circumstances(`Chromium ${browser}`, rounds)}\n\n` +
    '| | unit | at most | median | p95 | beside it | median | p95 |\n|---|---|--:|--:|--:|---|--:|--:|\n' +
    `${rows.join('\n')}\n\n${missed.length === 0 ? 'All bars are met.' : `Missed at the median: ${missed.join('; ')}.`}\n`
  );
}

/** Names of what is more than it may be, at the median. */
function missedBars(readings: readonly Reading[]): string[] {
  return readings.filter(({ bar, values }) => bar !== null && quantile(values, 0.5) > bar).map(({ name }) => name);
}

function shown(values: readonly number[], share: number): string {
  const value = quantile(values, share);
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
