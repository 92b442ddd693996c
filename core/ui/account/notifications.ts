import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { RecordController } from '../controllers';
import { PanelElement } from '../element';
import { t } from '../i18n';
import { errorText, showError } from '../notice';
import { theStore } from '../store/index';
import { loadTexts } from './texts';
import { CHANNELS, type Channel, type Channels, type EventKind } from './types';

/** Of what the user is told, and by which ways; every change is saved at once. */
export class NotificationChoices extends PanelElement {
  static override styles = css`
    section {
      display: grid;
      gap: var(--gap-m);
      justify-items: start;
      width: min(720px, 100%);
      padding: var(--gap-l);
    }
    table {
      width: 100%;
      border-collapse: collapse;
    }
    th,
    td {
      padding: 4px 8px;
      border-bottom: 1px solid var(--line);
      text-align: center;
    }
    thead th {
      color: var(--text-soft);
      font-size: 12.5px;
      font-weight: 620;
    }
    th:first-child {
      width: 100%;
      padding-inline-start: 0;
      font-weight: 500;
      text-align: start;
    }
    td label {
      display: grid;
      place-items: center;
      min-width: 44px;
      min-height: 44px;
    }
    input {
      width: 18px;
      height: 18px;
      margin: 0;
      accent-color: var(--accent);
    }
  `;

  @state() private kinds: readonly EventKind[] = [];
  @state() private error = '';
  private readonly texts = loadTexts();
  private readonly profile = new RecordController(this, 'Profile', () => 'singleton');

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const { list } = await theStore().call('Notification/describe', {});
      this.kinds = list as EventKind[];
    } catch (error) {
      this.error = errorText(error);
    }
  }

  override render(): TemplateResult {
    const error = this.profile.error === null ? this.error : errorText(this.profile.error);
    const chosen = this.profile.record?.notifications;
    return html`
      <section>
        <h1 class="visually-hidden">${t('account.notifications')}</h1>
        <p class="soft">${t('account.notificationsText')}</p>
      ${error === '' ? nothing : html`<p class="error-text" role="alert">${error}</p>`}
      ${chosen === undefined || this.kinds.length === 0 ? html`<span class="skeleton"></span><span class="skeleton"></span>` : this.renderChoices(chosen)}
      </section>
    `;
  }

  private renderChoices(chosen: Readonly<Record<string, Channels>>): TemplateResult {
    const { kinds } = this;
    return html`
      <table>
        <thead>
          <tr><th scope="col">${t('account.event')}</th>${CHANNELS.map((channel) => html`<th scope="col">${t(`account.by.${channel}`)}</th>`)}</tr>
        </thead>
        <tbody>
          ${kinds.map(
            (kind) => html`
              <tr>
                <th scope="row">${kind.title}</th>
                ${CHANNELS.map((channel) => html`<td>${this.renderChoice(kind, channel, chosen[kind.id]?.[channel] ?? false)}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
      ${kinds.every(({ isMailed }) => isMailed) ? nothing : html`<p class="soft">${t('account.someNotMailed')}</p>`}
      ${this.renderBrowser(kinds.some(({ id }) => chosen[id]?.browser === true))}
    `;
  }

  private renderChoice({ id, title, isMailed }: EventKind, channel: Channel, isChosen: boolean): TemplateResult {
    const isFixed = (channel === 'mail' && !isMailed) || (channel === 'browser' && !('Notification' in window));
    return html`
      <label>
        <input type="checkbox" aria-label=${t('account.byWay', { way: t(`account.by.${channel}`), event: title })}
          .checked=${isChosen && !isFixed} ?disabled=${isFixed} @change=${(event: Event) => void this.choose(id, channel, event)}>
      </label>
    `;
  }

  /** What this browser says to it. */
  private renderBrowser(isChosen: boolean): TemplateResult | typeof nothing {
    if (!('Notification' in window)) return html`<p class="soft">${t('account.browserCannot')}</p>`;
    if (!isChosen || Notification.permission === 'granted') return nothing;
    if (Notification.permission === 'denied')
      return html`<p class="soft" role="status">${t('account.browserBlocks')}</p>`;
    return html`
      <p class="soft" role="status">${t('account.browserAsk')}</p>
      <button class="button" @click=${() => void this.ask()}>${t('account.browserAllow')}</button>
    `;
  }

  private async choose(kind: string, channel: Channel, event: Event): Promise<void> {
    const { checked } = event.target as HTMLInputElement;
    const stored = theStore().update('Profile', 'singleton', { [`notifications/${kind}/${channel}`]: checked });
    if (channel === 'browser' && checked) await this.ask();
    await stored.catch(showError);
  }

  /** Browsers let a page ask when somebody has just clicked. */
  private async ask(): Promise<void> {
    if (Notification.permission === 'default') await Notification.requestPermission();
    this.requestUpdate();
  }
}
