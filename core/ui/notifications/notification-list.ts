import type { Filter } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { addressOf, knowAddresses } from '../appearance';
import { avatar } from '../cells';
import { QueryController } from '../controllers';
import { LightElement } from '../element';
import { formatDateTime, formatWhen, t } from '../i18n';
import { showError } from '../notice';
import { theStore } from '../store/index';
import type { Notification } from './notification';
import { listStyles } from './notification-list.styles';

/** Shown at once; older ones on demand. */
const AT_ONCE = 20;

/**
 * `<notification-list>`: what the user is told, newest first, live. What stands for a flood opens to all that it stands for.
 * Fires `followed` when one was chosen.
 */
@customElement('notification-list')
export class NotificationList extends LightElement {
  static override styles = listStyles;

  @property({ attribute: false }) filter: Filter = {};
  /** Floods of which all is shown. */
  @state() private opened: ReadonlySet<string> = new Set();
  /** Places whose addresses were looked up. */
  private looked = '';
  private readonly all = new QueryController(
    this,
    'Notification',
    () => ({ filter: this.filter, sort: [{ property: 'createdAt', isAscending: false }] }),
    AT_ONCE,
  );

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
    const { records, total, isLoading, error } = this.all;
    return html`
      ${error === null ? nothing : html`<p class="error-text" role="alert">${error.message}</p>`}
      ${records.length === 0 && !isLoading ? html`<p class="nothing soft">${t('host.noNotifications')}</p>` : nothing}
      <ul>
        ${repeat(
          records,
          ({ id, floodId }) => (this.isInFlood ? id : (floodId ?? id)),
          (told) =>
            html`<li>${this.isInFlood || told.textOfAll === null ? this.renderOne(told) : this.renderFlood(told, told.textOfAll)}</li>`,
        )}
      </ul>
      ${
        total > records.length && !isLoading
          ? html`<button class="button quiet" @click=${() => this.all.more()}>${t('host.more')}</button>`
          : nothing
      }
    `;
  }

  /** In a flood every one is shown by itself. */
  private get isInFlood(): boolean {
    return 'floodId' in this.filter;
  }

  private renderFlood(told: Notification, text: string): TemplateResult {
    const { createdAt, floodId } = told;
    const flood = floodId ?? '';
    const isOpen = this.opened.has(flood);
    return html`
      <button class=${lookOf(told)} aria-expanded=${String(isOpen)} @click=${() => void this.toggle(told, flood)}>
        <span class="icon icon-list" aria-hidden="true"></span>
        ${renderWords(text, told)}
        <span class="where soft">${renderTime(createdAt)}<span class="icon icon-chevron" aria-hidden="true"></span></span>
      </button>
      ${isOpen ? html`<notification-list .filter=${{ inBell: true, floodId: flood }}></notification-list>` : nothing}
    `;
  }

  private renderOne(told: Notification): TemplateResult {
    const { byName, createdAt, place, text } = told;
    const address = place === null ? undefined : addressOf(place.type, place.id);
    const content = html`
      ${byName === '' ? html`<span class="icon icon-clock" aria-hidden="true"></span>` : avatar(byName)}
      ${renderWords(text, told)}
      <span class="where soft">
        <bdi class="ellipsis">${place === null ? t('host.placeGone') : place.title}</bdi>
        ${renderTime(createdAt)}
      </span>
    `;
    if (address === undefined) return html`<div class=${lookOf(told)}>${content}</div>`;
    return html`<a class=${lookOf(told)} href=${address} @click=${() => void this.follow(told)}>${content}</a>`;
  }

  private async follow(told: Notification): Promise<void> {
    this.dispatchEvent(new CustomEvent('followed', { bubbles: true }));
    await read(told);
  }

  /** What was opened has been read. */
  private async toggle(told: Notification, flood: string): Promise<void> {
    const opened = new Set(this.opened);
    if (!opened.delete(flood)) opened.add(flood);
    this.opened = opened;
    await read(told);
  }
}

async function read({ id, isRead }: Notification): Promise<void> {
  if (!isRead) await theStore().update('Notification', id, { isRead: true }).catch(showError);
}

function lookOf({ isRead }: Notification): string {
  return `told ${isRead ? '' : 'new'}`;
}

function renderWords(text: string, { isRead }: Notification): TemplateResult {
  return html`<span class="what" dir="auto">${text}${isRead ? nothing : html`<span class="visually-hidden"> (${t('host.unread')})</span>`}</span>`;
}

function renderTime(createdAt: string): TemplateResult {
  return html`<time datetime=${createdAt} title=${formatDateTime(createdAt)}>${formatWhen(createdAt)}</time>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'notification-list': NotificationList;
  }
}
