import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LightElement } from '../element';
import { setLocale, setTimeZone, t } from '../i18n';
import { navigate, onRoute, type Route, route } from '../route';
import { RequestFailed } from '../store/errors';
import { setStore } from '../store/index';
import { JmapStore } from '../store/store';
import type { HostCapability, Session } from '../store/types';
import './acting';
import { appStyles } from './app.styles';
import './panel-view';
import { isGate, renderGate } from './gates';
import { fetchSession } from './requests';
import { loadTexts } from './texts';
import './top-bar';

/** The whole page: who you are, where you are, and the panel that belongs there. */
@customElement('gw-app')
export class App extends LightElement {
  static override styles = appStyles;

  @state() private phase: 'starting' | 'login' | 'gate' | 'ready' = 'starting';
  @state() private isOffline = false;
  private store: JmapStore | undefined;
  private route: Route = route();
  /** Panels opened so far stay in the page, hidden, so that coming back is instant. */
  private readonly opened = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    onRoute((now) => {
      this.route = now;
      if (isGate(now)) this.phase = 'gate';
      else if (this.phase === 'gate') void this.enter();
      this.requestUpdate();
    });
    void this.start();
  }

  private async start(): Promise<void> {
    setLocale(navigator.language);
    await loadTexts();
    if (isGate(this.route)) this.phase = 'gate';
    else await this.enter();
    this.requestUpdate();
  }

  /** Reads the session; without one, asks who you are. */
  private async enter(): Promise<void> {
    let session: Session;
    try {
      session = await fetchSession();
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.status !== 401) throw error;
      await import('./login');
      this.phase = 'login';
      return;
    }
    const before = this.store?.session.username;
    // Another user must find nothing of the one before, not even in memory.
    if (before !== undefined && before !== session.username) {
      location.reload();
      return;
    }
    await this.use(session);
    this.phase = 'ready';
  }

  private async use(session: Session): Promise<void> {
    const { locale, timeZone } = this.hostOf(session).user;
    setTimeZone(timeZone);
    if (locale && locale !== document.documentElement.lang) {
      setLocale(locale);
      await loadTexts();
    }
    if (this.store !== undefined) {
      this.store.session = session;
      this.requestUpdate();
      return;
    }
    this.store = new JmapStore(session, {
      signedOut: () => void this.askAgain(),
      sessionChanged: () => this.refresh(),
    });
    setStore(this.store);
    this.store.onConnection(() => {
      this.isOffline = this.store?.isOnline === false;
    });
  }

  /** Modules or rights have changed: the tabs follow, what is open stays. */
  private async refresh(): Promise<void> {
    if (this.refreshing !== undefined) return this.refreshing;
    this.refreshing = fetchSession().then((session) => this.use(session));
    await this.refreshing.finally(() => {
      this.refreshing = undefined;
    });
  }
  private refreshing: Promise<void> | undefined;

  private async askAgain(): Promise<void> {
    await import('./login');
    this.phase = 'login';
  }

  private hostOf(session: Session): HostCapability {
    return session.capabilities['urn:groupware:core'];
  }

  override render(): TemplateResult {
    const { store, phase } = this;
    return html`
      ${phase === 'starting' ? html`<div class="starting"><span class="skeleton"></span></div>` : nothing}
      ${
        phase === 'login'
          ? html`<gw-login .isAgain=${store !== undefined} @signed-in=${() => void this.enter()}></gw-login>`
          : nothing
      }
      ${phase === 'gate' ? renderGate(this.route, this.welcome) : nothing}
      ${store === undefined ? nothing : this.renderPage(store.session, phase !== 'ready')}
    `;
  }

  private readonly welcome = () => {
    // The change of route has the session read.
    navigate({ panel: '', path: [], query: {} }, true);
  };

  private renderPage(session: Session, isCovered: boolean): TemplateResult {
    const host = this.hostOf(session);
    const main = host.panels.filter(({ slot }) => slot === 'main');
    const name = this.route.panel;
    const page = name === 'settings' || name === 'account' || name === 'start' ? name : undefined;
    if (page !== undefined) void (page === 'start' ? import('./start-page') : import('./settings-page'));
    const current = page === undefined ? (name === '' ? main[0] : main.find(({ id }) => id === name)) : undefined;
    if (current !== undefined) this.opened.add(current.id);
    if (name === '' && current !== undefined && !isCovered) queueMicrotask(() => navigate({ panel: current.id }, true));
    const title = page === undefined ? current?.title : t(`host.${page}`);
    document.title = title === undefined ? host.title : t('host.pageTitle', { page: title, title: host.title });
    return html`
      <div class="page" ?hidden=${isCovered}>
        <a class="skip visually-hidden" href="#content" @click=${this.skip}>${t('host.skip')}</a>
        <gw-top-bar .host=${host} .current=${page ?? current?.id ?? ''}></gw-top-bar>
        ${this.isOffline ? html`<p class="offline" role="status"><span class="icon icon-offline" aria-hidden="true"></span>${t('host.offline')}</p>` : nothing}
        ${host.actingAdministrator === null ? nothing : html`<gw-acting .host=${host}></gw-acting>`}
        <main id="content" tabindex="-1">
          ${current === undefined ? nothing : html`<h1 class="visually-hidden">${current.title}</h1>`}
          ${repeat(
            main.filter(({ id }) => this.opened.has(id)),
            ({ id }) => id, // an open panel must not be taken for another when one is opened before it
            (panel) => html`<gw-panel .info=${panel} ?hidden=${panel !== current}></gw-panel>`,
          )}
          ${page === 'settings' || page === 'account' ? html`<gw-settings-page .host=${host} .slotName=${page}></gw-settings-page>` : nothing}
          ${page === 'start' ? html`<gw-start-page .panels=${host.panels}></gw-start-page>` : nothing}
          ${current === undefined && page === undefined ? this.renderNowhere(main.length > 0) : nothing}
        </main>
      </div>
    `;
  }

  private renderNowhere(hasPanels: boolean): TemplateResult {
    const key = hasPanels ? 'unknownPage' : 'noPanels';
    return html`
      <div class="empty">
        <span class="icon icon-inbox" aria-hidden="true"></span>
        <h1>${t(`host.${key}`)}</h1>
        <p>${t(`host.${key}Text`)}</p>
        ${hasPanels ? html`<a class="button" href="#">${t('host.toStart')}</a>` : nothing}
      </div>
    `;
  }

  /** The hash is the route, so the skip link moves the focus itself. */
  private readonly skip = (event: Event) => {
    event.preventDefault();
    this.querySelector<HTMLElement>('#content')?.focus();
  };
}
