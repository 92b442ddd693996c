import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { avatar } from '../cells';
import { LightElement } from '../element';
import { t } from '../i18n';
import { chooseMenuEntry } from '../menu-entry';
import { showError } from '../notice';
import '../notifications/bell';
import { openSearch } from '../search/open-search';
import type { HostCapability, PanelInfo } from '../store/types';
import './panel-counter';
import { logOut } from './requests';

/** Name of the system, panels as tabs, settings and the user's menu. Below 600 px the tabs are at the bottom. */
@customElement('gw-top-bar')
export class TopBar extends LightElement {
  static override styles = css`
    header {
      display: flex;
      align-items: center;
      gap: var(--gap-m);
      height: var(--bar);
      padding: 0 var(--gap-m);
      border-bottom: 1px solid var(--line);
    }
    a.brand {
      color: inherit;
      text-decoration: none;
    }
    .brand {
      font-weight: 680;
      letter-spacing: -0.01em;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    nav ul {
      display: flex;
      gap: 2px;
      padding: 3px;
      list-style: none;
      border-radius: 10px;
      background: var(--hover);
    }
    nav a {
      display: flex;
      align-items: center;
      gap: 7px;
      min-height: 30px;
      padding: 0 11px;
      border-radius: 7px;
      color: var(--text-soft);
      font-weight: 550;
      text-decoration: none;
      white-space: nowrap;
    }
    nav a:hover {
      color: var(--text);
    }
    nav a[aria-current] {
      background: var(--surface-raised);
      color: var(--accent);
      box-shadow: var(--shadow);
    }
    nav .icon {
      width: 16px;
      height: 16px;
    }
    .spring {
      flex: 1;
    }
    .user {
      padding: 0 4px;
      border-radius: 99px;
    }
    .user .avatar {
      width: 28px;
      height: 28px;
      font-size: 11.5px;
    }
    .menu {
      position: fixed;
      inset: calc(var(--bar) + 2px) 8px auto auto;
      width: 240px;
      margin: 0;
      padding: 6px;
      border: 1px solid var(--line);
      border-radius: 10px;
      background: var(--surface-raised);
      color: var(--text);
      box-shadow: var(--shadow-raised);
    }
    .menu:dir(rtl) {
      inset: calc(var(--bar) + 2px) auto auto 8px;
    }
    .menu .who {
      padding: 6px 10px 10px;
      border-bottom: 1px solid var(--line);
      margin-bottom: 6px;
      overflow-wrap: anywhere;
    }
    .menu .who strong {
      display: block;
      font-weight: 620;
    }
    .menu .button {
      display: flex;
      justify-content: start;
      width: 100%;
    }
    @media (max-width: 599px) {
      header {
        order: 0;
      }
      nav {
        order: 2;
        border-top: 1px solid var(--line);
        padding-bottom: env(safe-area-inset-bottom);
      }
      nav ul {
        justify-content: space-around;
        border-radius: 0;
        background: none;
      }
      nav li {
        flex: 1;
        min-width: 0;
      }
      nav a {
        flex-direction: column;
        gap: 2px;
        min-height: 46px;
        justify-content: center;
        font-size: 12px;
      }
      nav a[aria-current] {
        background: none;
        box-shadow: none;
      }
      nav .icon {
        width: 20px;
        height: 20px;
      }
      nav a {
        position: relative;
      }
      nav panel-counter {
        position: absolute;
        inset-block-start: 2px;
        inset-inline-start: calc(50% + 6px);
      }
    }
  `;

  @property({ attribute: false }) host!: HostCapability;
  /** Id of the open panel, or `settings` or `account`. */
  @property() current = '';
  private readonly narrow = matchMedia('(max-width: 599px)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.narrow.addEventListener('change', () => this.requestUpdate());
    document.addEventListener('keydown', this.keyPressed);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.keyPressed);
    super.disconnectedCallback();
  }

  /** Ctrl+K (⌘K) searches from wherever one is, also while typing; what the page itself took is not ours. */
  private readonly keyPressed = (event: KeyboardEvent) => {
    const isOurs =
      event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isOurs || event.defaultPrevented) return;
    event.preventDefault();
    void openSearch();
  };

  override render(): TemplateResult {
    const { host } = this;
    const main = host.panels.filter(({ slot }) => slot === 'main');
    const hasSettings = host.panels.some(({ slot }) => slot === 'settings');
    const isNarrow = this.narrow.matches;
    const tabs = main.length === 0 ? nothing : this.renderTabs(main);
    return html`
      <header>
        ${this.renderBrand()}
        ${isNarrow ? nothing : tabs}
        <span class="spring"></span>
        <button class="button quiet" aria-keyshortcuts="Control+K" title=${`${t('search.title')} (Ctrl+K)`} @click=${() => void openSearch()}>
          <span class="icon icon-search" aria-hidden="true"></span>
          <span class=${isNarrow ? 'visually-hidden' : ''}>${t('host.search')}</span>
        </button>
        <notification-bell></notification-bell>
        ${
          hasSettings && !isNarrow
            ? html`<a class="button quiet" href="#settings" aria-current=${this.current === 'settings' ? 'page' : nothing}>
                <span class="icon icon-settings" aria-hidden="true"></span>${t('host.settings')}</a>`
            : nothing
        }
        <button class="button quiet user" popovertarget="user-menu">
          ${avatar(host.user.name, host.user.avatarBlobId)}<span class="visually-hidden">${t('host.userMenu', { name: host.user.name })}</span>
        </button>
        <div id="user-menu" class="menu" popover @click=${this.hideMenu}>
          <div class="who" dir="auto"><strong>${host.user.name}</strong><span class="soft">${host.user.email}</span></div>
          <a class="button quiet" href="#account"><span class="icon icon-user" aria-hidden="true"></span>${t('host.account')}</a>
          ${
            hasSettings
              ? html`<a class="button quiet" href="#settings"><span class="icon icon-settings" aria-hidden="true"></span>${t('host.settings')}</a>`
              : nothing
          }
          ${host.panels.filter(({ slot }) => slot === 'menu').map((entry) => this.renderEntry(entry))}
          <button class="button quiet" @click=${this.leave}><span class="icon icon-back" aria-hidden="true"></span>${t('host.logOut')}</button>
        </div>
      </header>
      ${isNarrow && main.length > 1 ? tabs : nothing}
    `;
  }

  /** The name of the host leads to the start page, when there is something on it. */
  private renderBrand(): TemplateResult {
    const { title, panels } = this.host;
    if (!panels.some(({ slot }) => slot === 'portlet')) return html`<span class="brand" dir="auto">${title}</span>`;
    return html`
      <a class="brand" href="#start" title=${t('host.start')} aria-current=${this.current === 'start' ? 'page' : nothing}>
        <span dir="auto">${title}</span> <span class="visually-hidden">${t('host.start')}</span>
      </a>
    `;
  }

  /** What a module has to offer wherever one is. */
  private renderEntry(entry: PanelInfo): TemplateResult {
    return html`
      <button class="button quiet" @click=${() => void this.choose(entry)}>
        <span class="icon icon-${entry.icon === '' ? 'list' : entry.icon}" aria-hidden="true"></span>${entry.title}
      </button>
    `;
  }

  private async choose(entry: PanelInfo): Promise<void> {
    const { shownScreen } = await import('./shown-screen');
    await chooseMenuEntry(entry, await shownScreen(this.host));
  }

  private renderTabs(main: HostCapability['panels']): TemplateResult {
    return html`
      <nav aria-label=${t('host.panels')}>
        <ul>
          ${main.map(
            ({ id, title, icon, counts }) => html`
              <li>
                <a href="#${id}" aria-current=${id === this.current ? 'page' : nothing}>
                  <span class="icon icon-${icon === '' ? 'list' : icon}" aria-hidden="true"></span>${title}
                  ${counts ? html`<panel-counter .counts=${counts}></panel-counter>` : nothing}
                </a>
              </li>
            `,
          )}
        </ul>
      </nav>
    `;
  }

  private readonly hideMenu = () => this.querySelector<HTMLElement>('#user-menu')?.hidePopover();

  private readonly leave = async () => {
    try {
      await logOut();
      // A fresh page: nothing of this user stays in memory.
      location.replace('/');
    } catch (error) {
      showError(error);
    }
  };
}
