import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { CounterController } from '../controllers';
import { LightElement } from '../element';
import { formatNumber, t } from '../i18n';
import { showError } from '../notice';
import { theStore } from '../store/index';
import { bellStyles } from './bell.styles';
import { BrowserNotices } from './browser-notices';
import './notification-list';

/** Marked as read in one request. */
const MARKED_AT_ONCE = 200;
/** Of a flood one stands for all. */
const SHOWN = { inBell: true, isCovered: false };
const UNREAD = { ...SHOWN, isRead: false };

/** `<notification-bell>`: how many things the user has not read yet, and what they are, newest first, live. */
@customElement('notification-bell')
export class NotificationBell extends LightElement {
  static override styles = bellStyles;

  @state() private isOpen = false;
  private readonly counter = new CounterController(this, 'Notification', () => ({ unread: UNREAD }));

  constructor() {
    super();
    new BrowserNotices(this);
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
    return html`
      <div class="top">
        <h2>${t('host.notificationsTitle')}</h2>
        ${unread === 0 ? nothing : html`<button class="button quiet" @click=${this.readAll}>${t('host.markAllRead')}</button>`}
      </div>
      <notification-list .filter=${SHOWN} @followed=${this.close}></notification-list>
    `;
  }

  private readonly close = () => this.querySelector<HTMLElement>('#notifications')?.hidePopover();

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
