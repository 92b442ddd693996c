import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatNumber, LightElement } from '../../../core/ui/api';
import type { Summary } from './migration';
import { word } from './texts';

type Cells = readonly (string | number | null)[];
/** `<ticket-migration-summary .summary=${…}>`: what a report says in numbers. */
@customElement('ticket-migration-summary')
export class MigrationSummary extends LightElement {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      padding-block-start: var(--gap-s);
    }
    .scroll {
      overflow-x: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      font-variant-numeric: tabular-nums;
    }
    caption {
      padding-block-end: 4px;
      font-weight: 550;
      text-align: start;
    }
    th,
    td {
      padding: 5px 8px;
      border-bottom: 1px solid var(--line);
      text-align: start;
      vertical-align: top;
    }
    thead th {
      color: var(--text-soft);
      font-size: 12.5px;
      font-weight: 550;
    }
    tbody th {
      font-weight: 550;
      overflow-wrap: anywhere;
    }
    .number {
      text-align: end;
      white-space: nowrap;
    }
    p {
      margin: 0;
    }
  `;

  @property({ attribute: false }) summary!: Summary;

  override render(): TemplateResult {
    const { shape, counts, types, tables, hours, reasons, moreReasons } = this.summary;
    const isCompared = tables.length > 0;
    return html`
      <p class="soft">${shape.join(', ')}</p>
      ${this.table(
        'inSource',
        ['table', '#rows'],
        [
          ['ti_tickets', counts.tickets],
          ['ti_messages', counts.messages],
          [word('orphans'), counts.orphans],
        ],
      )}
      ${this.table(
        'types',
        isCompared ? ['type', '#read', '#here'] : ['type'],
        types.map(({ name, read, here }) => (isCompared ? [name, read, here] : [name])),
      )}
      ${
        isCompared
          ? this.table(
              'tables',
              ['table', '#read', '#here', '#without', 'content'],
              tables.map(({ table, read, here, without, isAlike }) => [
                table,
                read,
                here,
                without,
                word(isAlike ? 'alike' : 'unlike'),
              ]),
            )
          : nothing
      }
      ${hours === null ? nothing : html`<p>${word('hours', { read: hours[0], here: hours[1] })}</p>`}
      ${this.table(
        'reasons',
        ['#rows', 'place', 'fate', 'why'],
        reasons.map(({ rows, table, column, fate, reason }) => [
          rows,
          column === null ? table : `${table}.${column}`,
          word(`fate.${fate}`),
          reason,
        ]),
      )}
      ${moreReasons > 0 ? html`<p class="soft">${word('moreReasons', { count: moreReasons })}</p>` : nothing}
    `;
  }

  /** @param heads keys of their texts; those of numbers begin with # */
  private table(caption: string, heads: readonly string[], rows: readonly Cells[]): TemplateResult {
    const looks = heads.map((head) => (head.startsWith('#') ? 'number' : ''));
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${word(`table.${caption}`)}>
        <table>
          <caption>${word(`table.${caption}`)}</caption>
          <thead>
            <tr>${heads.map((head, n) => html`<th scope="col" class=${looks[n] ?? ''}>${word(`head.${head.replace('#', '')}`)}</th>`)}</tr>
          </thead>
          <tbody>
            ${rows.map(
              (cells) =>
                html`<tr>${cells.map((cell, n) => html`<td class=${looks[n] ?? ''} dir="auto">${typeof cell === 'number' ? formatNumber(cell) : (cell ?? '')}</td>`)}</tr>`,
            )}
          </tbody>
        </table>
        ${rows.length === 0 ? html`<p class="soft">${word('noRows')}</p>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticket-migration-summary': MigrationSummary;
  }
}
