import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { errorText, formatDateTime, formatRoute, LightElement, store, t } from '../../../../core/ui/api';
import { namesCell } from '../../../tasks/ui/api';

/** What the settings say of closing tickets, saved or not. */
export interface ExpirySettings {
  readonly expiryDays: number | null;
  readonly expiryExcludedTaskListIds: readonly string[];
  readonly expiryExcludedCategoryIds: readonly string[];
}

/** As `TicketExpiry/preview` answers it. */
interface Preview {
  readonly total: number;
  readonly list: readonly Expiring[];
  readonly others: number;
  /** Reason → how many. */
  readonly spared: Readonly<Record<string, number>>;
}
interface Expiring {
  readonly id: string;
  readonly title: string;
  readonly taskListId: string;
  /** UTCDate. */
  readonly lastCommentAt: string;
  readonly days: number;
}

const PAGE = 20;

/** `<support-expiring-tickets>`: which tickets would be closed now, and how many are spared. Fires `done`. */
@customElement('support-expiring-tickets')
export class ExpiringTickets extends LightElement {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      width: min(640px, calc(100vw - 64px));
    }
    .summary {
      font-weight: 600;
    }
    ul {
      padding-inline-start: 20px;
      color: var(--text-soft);
    }
    table {
      width: 100%;
      border-collapse: collapse;
      font-variant-numeric: tabular-nums;
    }
    th,
    td {
      padding: 7px 8px;
      border-bottom: 1px solid var(--line);
      text-align: start;
      vertical-align: top;
      overflow-wrap: anywhere;
    }
    thead th {
      color: var(--text-soft);
      font-size: 12.5px;
      font-weight: 550;
      overflow-wrap: normal;
    }
    tbody th {
      font-weight: 550;
    }
    td:first-child,
    td:last-child {
      white-space: nowrap;
    }
    .actions {
      display: flex;
      justify-content: space-between;
      gap: var(--gap-s);
    }
    .actions :last-child {
      margin-inline-start: auto;
    }
  `;

  @property({ attribute: false }) settings!: ExpirySettings;
  @state() private preview: Preview | undefined;
  @state() private tickets: readonly Expiring[] = [];
  @state() private error = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const { expiryDays, expiryExcludedTaskListIds, expiryExcludedCategoryIds } = this.settings;
    try {
      const answer: unknown = await store().call('TicketExpiry/preview', {
        days: expiryDays ?? 0,
        excludedTaskListIds: expiryExcludedTaskListIds,
        excludedCategoryIds: expiryExcludedCategoryIds,
        position: this.tickets.length,
        limit: PAGE,
      });
      this.preview = answer as Preview;
      this.tickets = [...this.tickets, ...this.preview.list];
      this.error = '';
    } catch (error) {
      this.error = errorText(error);
    }
  }

  override render(): TemplateResult {
    const { preview, tickets, error } = this;
    return html`
      ${error === '' ? nothing : html`<p class="error-text" role="alert">${error}</p>`}
      ${preview === undefined ? this.renderWaiting() : this.renderPreview(preview)}
      <div class="actions">
        ${
          preview !== undefined && tickets.length < preview.total
            ? html`<button class="button" @click=${() => void this.load()}>${t('support.expiry.more')}</button>`
            : nothing
        }
        <button class="button" @click=${() => this.cancel()}>${t('host.close')}</button>
      </div>
    `;
  }

  private renderWaiting(): TemplateResult | typeof nothing {
    return this.error === '' ? html`<span class="skeleton" aria-busy="true"></span>` : nothing;
  }

  private renderPreview({ total, others, spared }: Preview): TemplateResult {
    if ((this.settings.expiryDays ?? 0) === 0)
      return html`<p class="summary" role="status">${t('support.expiry.off')}</p>`;
    const reasons = Object.entries(spared).filter(([, count]) => count > 0);
    return html`
      <p class="summary" role="status">${t('support.expiry.closed', { count: total + others })}</p>
      ${others === 0 ? nothing : html`<p>${t('support.expiry.others', { count: others })}</p>`}
      ${
        reasons.length === 0
          ? nothing
          : html`
              <p>${t('support.expiry.spared')}</p>
              <ul>${reasons.map(([reason, count]) => html`<li>${t(`support.expiry.${reason}`, { count })}</li>`)}</ul>
            `
      }
      ${total === 0 ? nothing : this.renderTickets()}
    `;
  }

  private renderTickets(): TemplateResult {
    return html`
      <table>
        <thead>
          <tr>
            <th scope="col">${t('support.id')}</th>
            <th scope="col">${t('support.subject')}</th>
            <th scope="col">${t('support.types.one')}</th>
            <th scope="col">${t('support.expiry.answered')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.tickets.map(
            ({ id, title, taskListId, lastCommentAt, days }) => html`
              <tr>
                <td><a href=${formatRoute({ panel: 'support', path: [id] })} target="_blank">#${id}</a></td>
                <th scope="row" dir="auto">${title}</th>
                <td>${namesCell('TaskList', [taskListId])}</td>
                <td title=${formatDateTime(lastCommentAt)}>${t('support.expiry.days', { count: days })}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  cancel(): void {
    this.dispatchEvent(new CustomEvent('done'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-expiring-tickets': ExpiringTickets;
  }
}
