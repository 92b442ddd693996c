import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  detailCardStyles,
  formatDate,
  formatNumber,
  LightElement,
  QueryController,
  showError,
  store,
  t,
} from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import type { TicketWork } from './ticket';

/** What is told of a ticket, in this order; whatever else is known comes after it. */
const FACTS = ['name', 'email', 'phone', 'company', 'group', 'orderId', 'responsible', 'modifiedBy', 'subject'];
/** Hours shown at once. */
const STEP = 100;
/** Columns of the table to take home; those that are added up are marked. */
const COLUMNS: readonly (readonly [property: keyof TicketWork, isSummed: boolean])[] = [
  ['legacyNumber', false],
  ['taskId', false],
  ['at', false],
  ['authorName', false],
  ['rateName', false],
  ['costCode', false],
  ['hours', true],
  ['rate', false],
  ['total', true],
];

/** `<support-legacy>`: what a ticket was in the system that it came from, and the hours that were worked on it there. */
@customElement('support-legacy')
export class Legacy extends LightElement {
  static override styles = [
    detailCardStyles,
    css`
      &:has(> details[open]) {
        flex-basis: 100%;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(90px, max-content) minmax(0, 1fr);
        gap: 4px 12px;
        margin: 0;
      }
      dt {
        color: var(--text-soft);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .sum {
        font-weight: 550;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) ticket!: Task;
  @state() private isOpen = false;
  private readonly work = new QueryController(
    this,
    'TicketWork',
    () => (this.isOpen ? { filter: { taskId: [this.ticket.id] }, sort: [{ property: 'at' }] } : undefined),
    STEP,
  );

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('ticket');
    // Another ticket begins with a card that is closed.
    if (before !== undefined && before.id !== this.ticket.id) this.isOpen = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { legacyNumber, legacyFacts } = this.ticket;
    // Customers are not told.
    if (legacyFacts === null) return nothing;
    const known = Object.entries({ number: legacyNumber, ...legacyFacts }).filter(([, value]) => value !== null);
    const order = (name: string): number =>
      name === 'number' ? -1 : (FACTS.indexOf(name) + FACTS.length + 1) % (FACTS.length + 1);
    const facts = known.sort(([one], [other]) => order(one) - order(other));
    return html`
      <details .open=${this.isOpen} @toggle=${this.toggled}>
        <summary><span class="icon icon-inbox" aria-hidden="true"></span>${t('support.legacy')}</summary>
        <div class="body" tabindex="0" role="group" aria-label=${t('support.legacy')}>
          <dl>${facts.map(([name, value]) => html`<dt>${labelOf(name)}</dt><dd dir="auto">${value}</dd>`)}</dl>
          ${this.isOpen ? this.renderWork() : nothing}
        </div>
      </details>
    `;
  }

  private renderWork(): TemplateResult {
    const { records, total, isLoading, error } = this.work;
    if (error !== null) return html`<p class="error-text" role="alert" dir="auto">${error.message}</p>`;
    if (isLoading && records.length === 0) return html`<span class="skeleton" aria-busy="true"></span>`;
    return html`
      <h3>${t('support.legacy.work')}</h3>
      ${total === 0 ? html`<p class="soft">${t('support.legacy.noWork')}</p>` : nothing}
      <ul role="list">${records.map(renderLine)}</ul>
      ${
        records.length < total
          ? html`<div><button class="button quiet" @click=${() => this.work.more()}>${t('support.legacy.more')}</button></div>`
          : total === 0
            ? nothing
            : renderSum(records)
      }
      <div class="tools">
        <button class="button quiet" @click=${() => void save('csv')}>
          <span class="icon icon-download" aria-hidden="true"></span>${t('support.legacy.csv')}
        </button>
        <button class="button quiet" @click=${() => void save('xlsx')}>
          <span class="icon icon-download" aria-hidden="true"></span>${t('support.legacy.xlsx')}
        </button>
      </div>
    `;
  }

  private readonly toggled = (event: Event) => {
    this.isOpen = (event.target as HTMLDetailsElement).open;
  };
}

function labelOf(name: string): string {
  const key = `support.legacy.${name}`;
  const label = t(key);
  return label === key ? name : label;
}

function renderLine({ at, authorName, rateName, costCode, hours, rate, total }: TicketWork): TemplateResult {
  const values = { hours: hours ?? 0, rate: rate ?? 0, total: total ?? 0 };
  const about = [rateName, costCode ?? '', authorName].filter((word) => word !== '');
  return html`
    <li class="item">
      <span class="words">
        <span class="name">${t('support.legacy.line', values)}</span>
        <span class="soft"><bdi>${about.join(', ')}</bdi>, <time datetime=${at}>${formatDate(at)}</time></span>
      </span>
    </li>
  `;
}

function renderSum(records: readonly TicketWork[]): TemplateResult {
  const sum = (of: 'hours' | 'total'): number => records.reduce((all, record) => all + (record[of] ?? 0), 0);
  const [hours, total] = [formatNumber(sum('hours')), formatNumber(sum('total'))];
  return html`<p class="sum">${t('support.legacy.sum', { hours, total })}</p>`;
}

/** Saves the hours of all tickets from before that the user reads as an agent, added up. */
async function save(format: 'csv' | 'xlsx'): Promise<void> {
  const name = `${t('support.legacy.file')} ${new Date().toLocaleDateString('sv')}`;
  const { timeZone } = store().session.capabilities['urn:groupware:core'].user;
  const question = {
    type: 'TicketWork',
    filter: null,
    sort: [{ property: 'at', isAscending: true }],
    columns: COLUMNS.map(([column, isSummed]) => ({
      property: column,
      title: t(`support.legacy.column.${column}`),
      isSummed,
    })),
    format,
    timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    name,
  };
  try {
    await store().save('/export', `${name}.${format}`, question);
  } catch (error) {
    showError(error);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-legacy': Legacy;
  }
}
