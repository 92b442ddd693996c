import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../i18n';

/** What stands in place of rows. @param text what the grid's own question found nothing of; null when more was asked */
export function renderEmpty(text: string | null): TemplateResult {
  return html`
    <div class="empty">
      <span class="icon icon-inbox" aria-hidden="true"></span>
      <h2>${text ?? t('host.emptyGridFiltered')}</h2>
      ${text === null ? html`<p>${t('host.emptyGridFilteredText')}</p>` : nothing}
    </div>
  `;
}
