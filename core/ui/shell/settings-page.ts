import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { onRoute, route } from '../route';
import type { HostCapability, PanelInfo } from '../store/types';
import './panel-view';

/** System settings, or My account: the panels of the slot at the side, the chosen one beside them. */
@customElement('gw-settings-page')
export class SettingsPage extends LightElement {
  static override styles = css`
    .split {
      display: grid;
      grid-template-columns: fit-content(280px) minmax(0, 1fr);
      height: 100%;
    }
    .side {
      min-width: 230px;
      padding: var(--gap-m);
      border-inline-end: 1px solid var(--line);
      overflow: auto;
    }
    .side h1 {
      padding: 4px 10px var(--gap-s);
    }
    .side ul {
      list-style: none;
      display: grid;
      gap: 1px;
    }
    .side li a {
      display: flex;
      align-items: center;
      gap: 9px;
      min-height: 34px;
      padding: 4px 10px;
      border-radius: var(--radius);
      color: var(--text);
      text-decoration: none;
    }
    .side li .icon {
      color: var(--text-soft);
    }
    .side a:hover {
      background: var(--hover);
    }
    .side a[aria-current] {
      background: var(--selected);
      color: var(--accent);
    }
    .content {
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
      background: var(--surface);
    }
    .content > header {
      display: flex;
      align-items: center;
      gap: var(--gap-s);
      padding: var(--gap-m) var(--gap-l) 0;
    }
    .content gw-panel {
      display: block;
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
    .only-narrow {
      display: none;
    }
    @media (max-width: 599px) {
      .split {
        grid-template-columns: minmax(0, 1fr);
      }
      .split.inside .side,
      .split:not(.inside) .content {
        display: none;
      }
      .side li a {
        min-height: 44px;
      }
      .only-narrow {
        display: inline-flex;
      }
    }
  `;

  @property({ attribute: false }) host!: HostCapability;
  @property() slotName: 'settings' | 'account' = 'settings';
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = onRoute(() => this.requestUpdate());
  }
  override disconnectedCallback(): void {
    this.stop?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { slotName } = this;
    const panels = this.host.panels.filter(({ slot }) => slot === slotName);
    const chosen = route().path[0];
    // A wide page shows its first entry at once; a narrow one shows the list.
    const current = chosen ?? panels[0]?.id;
    const panel = panels.find(({ id }) => id === current);
    return html`
      <div class="split ${chosen === undefined ? '' : 'inside'}">
        <nav class="side" aria-labelledby="settings-title">
          <h1 id="settings-title">${t(`host.${slotName}`)}</h1>
          <ul>
            ${panels.map((entry) => this.renderLink(entry, entry.id === current))}
          </ul>
        </nav>
        <section class="content" aria-label=${panel?.title ?? t(`host.${slotName}`)}>
          <header>
            <a class="button quiet icon-only only-narrow" href="#${slotName}" aria-label=${t('host.back')}>
              <span class="icon icon-back" aria-hidden="true"></span>
            </a>
            ${panel === undefined ? nothing : html`<h2>${panel.title}</h2>`}
          </header>
          ${this.renderPanel(panel)}
        </section>
      </div>
    `;
  }

  private renderLink(
    { id, title, icon }: Pick<PanelInfo, 'id' | 'title' | 'icon'>,
    isCurrent: boolean,
  ): TemplateResult {
    return html`
      <li>
        <a href="#${this.slotName}/${id}" aria-current=${isCurrent ? 'page' : nothing}>
          <span class="icon icon-${icon === '' ? 'settings' : icon}" aria-hidden="true"></span>${title}
        </a>
      </li>
    `;
  }

  private renderPanel(panel: PanelInfo | undefined): TemplateResult {
    if (panel !== undefined) return html`<gw-panel .info=${panel}></gw-panel>`;
    return html`
      <div class="empty">
        <span class="icon icon-settings" aria-hidden="true"></span>
        <h2>${t('settings.choose')}</h2>
        <p>${t('settings.chooseText')}</p>
      </div>
    `;
  }
}
