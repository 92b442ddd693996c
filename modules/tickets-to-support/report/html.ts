import { escapeHtml } from '../../../core/api';
import type { Fate } from '../plan/discrepancy';
import type { Report } from './report';

const FATES: Readonly<Record<Fate, string>> = {
  changed: 'changed',
  split: 'split',
  noPlace: 'has no place',
  broken: 'broken',
  skipped: 'left out',
};

/** Readable by day and by night, on a phone and on paper. */
const LOOK = [
  ':root{color-scheme:light dark;--line:light-dark(#d9dce3,#3c414c);--soft:light-dark(#555c69,#a9b0bd);--good:light-dark(#e5f5ea,#173622);--bad:light-dark(#fdeceb,#43211f)}',
  'body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}',
  'h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.1rem;margin-block:2rem .5rem}.soft{color:var(--soft)}',
  '.verdict{padding:.6rem 1rem;border-radius:.5rem}.good{background:var(--good)}.bad{background:var(--bad)}',
  '.table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{border-bottom:1px solid var(--line)}th{color:var(--soft);font-size:.85rem}',
  '@media print{body{margin:0;max-width:none;font-size:10pt}h2{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}.table{overflow:visible}.verdict{border:1px solid}}',
].join('');

// With the cells themselves: where the page is shown inside another, that one's sheet is in force.
const TEXT = ' style="text-align:start;vertical-align:top;padding:.3rem .6rem"';
const NUMBER = ' style="text-align:end;vertical-align:top;padding:.3rem .6rem;white-space:nowrap"';

/** The page loads nothing and runs nothing, whatever the values of the source say. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** The report as a page that stands by itself. */
export function htmlOf(report: Report): string {
  const { source, shape, isDryRun, began, ended, counts, stages, types, reasons } = report;
  const { comparison, access, unexplained } = report;
  const title = `${isDryRun ? 'Dry run' : 'Migration'} of ${source}`;
  const look = !isDryRun && unexplained.length > 0 ? 'bad' : 'good';
  const verdict = isDryRun
    ? 'Nothing was written.'
    : unexplained.length === 0
      ? 'All rows are accounted for.'
      : 'Not everything is accounted for:';
  const parts = [
    `<p class="soft">${escapeHtml(`${minute(began)} to ${minute(ended)} (UTC). ${shape.join(', ')}.`)}</p>`,
    `<div class="verdict ${look}"><strong>${verdict}</strong>${list(unexplained)}</div>`,
    '<h2>In the source</h2>',
    table(
      ['Table', 'Rows'],
      [
        ['ti_tickets', counts.tickets],
        ['ti_messages', counts.messages],
        ['messages without ticket', counts.orphans],
      ],
    ),
    '<h2>What was done</h2>',
    table(
      ['Stage', 'Tickets', 'Messages', 'Seconds'],
      stages.map(({ stage, tickets, messages, seconds }) => [stage, tickets, messages, seconds]),
    ),
    '<h2>Types</h2>',
    table(
      ['Type', 'Name', 'Statuses', 'Read', 'Here'],
      types.map(({ id, name, statuses }) => {
        const sums = comparison?.types.find(({ typeId }) => typeId === id);
        return [id, name, statuses.join(', '), sums?.read ?? '', sums?.here ?? ''];
      }),
    ),
    ...(comparison
      ? [
          '<h2>Compared</h2>',
          table(
            ['Table', 'Read', 'Here', 'Without an object of their own', 'Digest read', 'Digest here'],
            comparison.tables.map(({ table: name, read, here, without, digests }) => [
              name,
              read,
              here,
              without,
              ...digests,
            ]),
          ),
          `<p>Hours worked: ${String(comparison.hours[0])} read, ${String(comparison.hours[1])} here.</p>`,
        ]
      : []),
    '<h2>What is not as it was</h2>',
    table(
      ['Rows', 'Table', 'Column', 'What becomes of it', 'Why'],
      reasons.map(({ rows, table: name, column, fate, reason }) => [rows, name, column ?? '', FATES[fate], reason]),
    ),
    '<p>Each row is in discrepancies.jsonl.</p>',
    ...(comparison && comparison.unexplained.length > 0
      ? [
          '<h2>What nothing explains</h2>',
          table(
            ['Table', 'Row', 'Property', 'Expected', 'Found'],
            comparison.unexplained.map(({ table: name, id, property, expected, found }) => [
              name,
              id,
              property,
              expected,
              found,
            ]),
          ),
        ]
      : []),
    ...(access.length > 0
      ? [
          '<h2>Who sees what</h2>',
          table(
            ['User', 'Type', 'Tickets looked at', 'Saw', 'Sees', 'Why'],
            access.map(({ user, typeId, tickets, saw, sees, reason }) => [
              user,
              typeId,
              tickets,
              saw,
              sees,
              reason ?? '',
            ]),
          ),
        ]
      : []),
  ];
  return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>${escapeHtml(title)}</title><style>${LOOK}</style>\n<main>\n<h1>${escapeHtml(title)}</h1>\n${parts.join('\n')}\n</main>\n</html>\n`;
}

function list(sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>`;
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const cell = (value: string | number): string =>
    typeof value === 'number'
      ? `<td${NUMBER}>${value.toLocaleString('en')}</td>`
      : `<td${TEXT}>${escapeHtml(value)}</td>`;
  const head = (name: string, at: number): string =>
    `<th scope="col"${typeof rows[0]?.[at] === 'number' ? NUMBER : TEXT}>${escapeHtml(name)}</th>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<div class="table" tabindex="0"><table width="100%"><thead><tr>${heads.map(head).join('')}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** `2026-12-01 09:30` */
function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
