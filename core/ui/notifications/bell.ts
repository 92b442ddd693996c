import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { addressOf, knowAddresses } from '../appearance';
import { avatar } from '../cells';
import { CounterController, QueryController } from '../controllers';
import { LightElement } from '../element';
import { formatDateTime, formatNumber, formatWhen, t } from '../i18n';
import { showError } from '../notice';
import { theStore } from '../store/index';
import { bellStyles } from './bell.styles';
import { BrowserNotices } from './browser-notices';
import type { Notification } from './notification';

/** Shown at once; older ones on demand. */
const AT_ONCE = 20;
/** Marked as read in one request. */
const MARKED_AT_ONCE = 200;
const UNREAD = { isRead: false, inBell: true };

/** `<notification-bell>`: how many things the user has not read yet, and what they are, newest first, live. */
@customElement('notification-bell')
export class NotificationBell extends LightElement {
  static override styles = bellStyles;

  @state() private isOpen = false;
  /** Places whose addresses were looked up. */
  private looked = '';
  private readonly counter = new CounterController(this, 'Notification', () => ({ unread: UNREAD }));
  private readonly all = new QueryController(
    this,
    'Notification',
    () =>
      this.isOpen ? { filter: { inBell: true }, sort: [{ property: 'createdAt', isAscending: false }] } : undefined,
    AT_ONCE,
  );

  constructor() {
    super();
    new BrowserNotices(this);
  }

  override updated(): void {
    void this.lookUp();
  }

  /** Learns where the places open that are shown of late. */
  private async lookUp(): Promise<void> {
    const places = this.all.records.flatMap(({ place }) => place ?? []);
    const looked = JSON.stringify(places);
    if (looked === this.looked) return;
    this.looked = looked;
    await knowAddresses(places).catch(showError);
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const { unread = 0 } = this.counter.counts;
    const label = t('host.notifications', { count: unread });
    return html`
      <button class="button quiet icon-only bell" popovertarget="notifications" aria-label=${label} title=${label}>
        <span class="icon icon-bell" aria-hidden="true"></span>
        ${unread === 0 ? nothing : html`<span class="unread" aria-hidden="true">${unread > 99 ? '99+' : formatNumber(unread)}</span>`}
      </button>
      <div id="notifications" class="box" popover role="dialog" aria-label=${t('host.notificationsTitle')} @toggle=${this.toggled}>
        ${this.isOpen ? this.renderAll(unread) : nothing}
      </div>
      <p class="visually-hidden" role="status">${unread === 0 ? '' : label}</p>
    `;
  }

  private renderAll(unread: number): TemplateResult {
    const { records, total, isLoading, error } = this.all;
    return html`
      <div class="top">
        <h2>${t('host.notificationsTitle')}</h2>
        ${unread === 0 ? nothing : html`<button class="button quiet" @click=${this.readAll}>${t('host.markAllRead')}</button>`}
      </div>
      ${error === null ? nothing : html`<p class="error-text" role="alert">${error.message}</p>`}
      ${records.length === 0 && !isLoading ? html`<p class="nothing soft">${t('host.noNotifications')}</p>` : nothing}
      <ul>
        ${repeat(
          records,
          ({ id }) => id,
          (told) => html`<li>${this.renderOne(told)}</li>`,
        )}
      </ul>
      ${
        total > records.length && !isLoading
          ? html`<button class="button quiet" @click=${() => this.all.more()}>${t('host.more')}</button>`
          : nothing
      }
    `;
  }

  private renderOne(told: Notification): TemplateResult {
    const { byName, createdAt, isRead, place, text } = told;
    const address = place === null ? undefined : addressOf(place.type, place.id);
    const content = html`
      ${byName === '' ? html`<span class="icon icon-clock" aria-hidden="true"></span>` : avatar(byName)}
      <span class="what" dir="auto">${text}${isRead ? nothing : html`<span class="visually-hidden"> (${t('host.unread')})</span>`}</span>
      <span class="where soft">
        <bdi class="ellipsis">${place === null ? t('host.placeGone') : place.title}</bdi>
        <time datetime=${createdAt} title=${formatDateTime(createdAt)}>${formatWhen(createdAt)}</time>
      </span>
    `;
    const look = `told ${isRead ? '' : 'new'}`;
    if (address === undefined) return html`<div class=${look}>${content}</div>`;
    return html`<a class=${look} href=${address} @click=${() => void this.follow(told)}>${content}</a>`;
  }

  private async follow({ id, isRead }: Notification): Promise<void> {
    this.querySelector<HTMLElement>('#notifications')?.hidePopover();
    if (!isRead) await theStore().update('Notification', id, { isRead: true }).catch(showError);
  }

  /** All of them, also those that are not shown. */
  private readonly readAll = async () => {
    const store = theStore();
    try {
      for (;;) {
        const records = await store.some({ type: 'Notification', filter: UNREAD }, 0, MARKED_AT_ONCE);
        if (records.length === 0) return;
        await store.commit([
          { type: 'Notification', update: Object.fromEntries(records.map(({ id }) => [id, { isRead: true }])) },
        ]);
      }
    } catch (error) {
      showError(error);
    }
  };

  private readonly toggled = (event: Event) => {
    this.isOpen = (event as ToggleEvent).newState === 'open';
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'notification-bell': NotificationBell;
  }
}
