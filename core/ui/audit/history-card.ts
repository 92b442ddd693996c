import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { DetailCard, detailCardStyles, formatDateTime, formatWhen, QueryController, store, t } from '../api';
import { actionWords, actorOf, changesTable } from './audit-entry';
import { changesStyles } from './changes.styles';
import { loadTexts } from './texts';

/** What was done to an object, newest first, for administrators. Asked for when the card is first opened. */
export class HistoryCard extends DetailCard {
  static override styles = [
    detailCardStyles,
    changesStyles,
    css`
      li {
        padding-block: var(--gap-s);
      }
      li + li {
        border-top: 1px solid var(--line);
      }
    `,
  ];

  private isOpen = false;
  private readonly entries = new QueryController(this, 'AuditEntry', () =>
    this.entityId === '' || !this.isOpen
      ? undefined
      : {
          filter: { type: this.entityType, objectId: this.entityId },
          sort: [{ property: 'at', isAscending: false }],
        },
  );
  private readonly texts = loadTexts();
  private unsubscribe: (() => void) | undefined;

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('entityType')) return;
    // The log itself tells nobody that it grew; the object does.
    this.unsubscribe?.();
    this.unsubscribe = store().subscribe([this.entityType], () => {
      if (this.isOpen) this.entries.reload();
    });
  }

  override disconnectedCallback(): void {
    this.unsubscribe?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { records, error, isLoading, total } = this.entries;
    return html`
      <details @toggle=${this.toggled}>
        <summary><span class="icon icon-clock" aria-hidden="true"></span>${t('audit.history')}</summary>
        <div class="body" tabindex="0" role="group" aria-label=${t('audit.history')}>
          ${error === null ? nothing : html`<p class="error-text" role="alert">${error.message}</p>`}
          ${this.isOpen && records.length === 0 && !isLoading ? html`<p class="soft">${t('audit.noHistory')}</p>` : nothing}
          <ol>
            ${records.map(
              (entry) => html`
                <li>
                  <p>
                    <strong dir="auto">${actorOf(entry)}</strong> ${actionWords(entry.action)}
                    <time class="soft" datetime=${entry.at} title=${formatDateTime(entry.at)}>${formatWhen(entry.at)}</time>
                  </p>
                  ${entry.changes.length === 0 ? nothing : changesTable(entry)}
                </li>
              `,
            )}
          </ol>
          ${total > records.length && !isLoading ? html`<div><button class="button quiet" @click=${() => this.entries.more()}>${t('audit.earlier')}</button></div>` : nothing}
        </div>
      </details>
    `;
  }

  private readonly toggled = (event: Event) => {
    this.isOpen ||= (event.target as HTMLDetailsElement).open;
    this.requestUpdate();
  };
}
