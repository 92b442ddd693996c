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

const LOOK =
  'body{font:15px/1.5 system-ui;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}td.n{text-align:end;font-variant-numeric:tabular-nums}';

/** The report as a page that stands by itself. */
export function htmlOf(report: Report): string {
  const { source, shape, isDryRun, began, ended, counts, stages, types, reasons } = report;
  const { comparison, access, unexplained } = report;
  const title = `${isDryRun ? 'Dry run' : 'Migration'} of ${source}`;
  const verdict = isDryRun
    ? 'Nothing was written.'
    : unexplained.length === 0
      ? 'All rows are accounted for.'
      : 'Not everything is accounted for:';
  const parts = [
    `<p>${escapeHtml(`${began} to ${ended}. ${shape.join(', ')}.`)}</p>`,
    `<p><strong>${verdict}</strong></p>`,
    list(unexplained),
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
  return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${LOOK}</style>\n<h1>${escapeHtml(title)}</h1>\n${parts.join('\n')}\n</html>\n`;
}

function list(sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>`;
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const cell = (value: string | number): string =>
    typeof value === 'number' ? `<td class="n">${value.toLocaleString('en')}</td>` : `<td>${escapeHtml(value)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${heads.map((head) => `<th>${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}
