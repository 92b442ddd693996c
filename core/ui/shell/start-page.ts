import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import type { PanelInfo } from '../store/types';

/** The start page: what each module tells at a glance, side by side. */
@customElement('gw-start-page')
export class StartPage extends LightElement {
  static override styles = css`
    & {
      display: block;
      height: 100%;
      overflow: auto;
    }
    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
      align-items: start;
      gap: var(--gap-m);
      padding: var(--gap-m);
    }
    section {
      min-width: 0;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface-raised);
    }
    h2 {
      display: flex;
      align-items: center;
      gap: 7px;
      padding: 11px 14px 5px;
      font-size: 15px;
    }
  `;

  @property({ attribute: false }) panels: readonly PanelInfo[] = [];

  override render(): TemplateResult {
    const portlets = this.panels.filter(({ slot }) => slot === 'portlet');
    return html`
      <h1 class="visually-hidden">${t('host.start')}</h1>
      <div class="cards">
        ${repeat(
          portlets,
          ({ id }) => id,
          (panel) => html`
            <section aria-labelledby="start-${panel.id}">
              <h2 id="start-${panel.id}"><span class="icon icon-${panel.icon === '' ? 'list' : panel.icon}" aria-hidden="true"></span>${panel.title}</h2>
              <gw-panel .info=${panel}></gw-panel>
            </section>
          `,
        )}
      </div>
    `;
  }
}
