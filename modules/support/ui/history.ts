import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { detailCardStyles, errorText, formatDateTime, formatWhen, LightElement, store, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import { actorOf, type ChangeWords, type HistoryEvent, wordsOf } from './history-event';

/** Events asked for at once. */
const STEP = 20;
/** As many as one answer has. */
const MOST = 500;

/** `<support-history>`: what became of a ticket, the newest first, for its agents. Asked for when it is first opened. */
@customElement('support-history')
export class SupportHistory extends LightElement {
  static override styles = [
    detailCardStyles,
    css`
      &:has(> details[open]) {
        flex-basis: 100%;
      }
      ol {
        list-style: none;
      }
      ol > li {
        padding-block: var(--gap-s);
      }
      ol > li + li {
        border-top: 1px solid var(--line);
      }
      time {
        unicode-bidi: isolate;
      }
      .what {
        font-size: 13px;
        overflow-wrap: anywhere;
      }
      .to {
        display: inline-block;
        padding-inline: 3px;
        color: var(--text-soft);
      }
      &:dir(rtl) .to {
        transform: scaleX(-1);
      }
    `,
  ];

  @property({ attribute: false }) ticket!: Task;
  /** Tickets that are part of it: that one came or went is news as well. */
  @property({ attribute: false }) parts: readonly Task[] = [];
  @state() private events: readonly HistoryEvent[] | null = null;
  @state() private error: string | null = null;
  private total = 0;
  private wanted = STEP;
  private isOpen = false;
  /** The question whose answer is shown, or awaited. */
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('ticket') && !changed.has('parts')) return;
    const before = changed.get('ticket');
    if (before !== undefined && before.id !== this.ticket.id) {
      this.events = null;
      this.wanted = STEP;
    }
    if (this.isOpen) void this.load();
  }

  override render(): TemplateResult | typeof nothing {
    // Customers are not told, and those who read no notes are none of its agents.
    if (!this.ticket.myRights.mayRead) return nothing;
    return html`
      <details @toggle=${this.toggled}>
        <summary><span class="icon icon-clock" aria-hidden="true"></span>${t('support.history')}</summary>
        <div class="body" tabindex="0" role="group" aria-label=${t('support.history')}>${this.renderBody()}</div>
      </details>
    `;
  }

  private renderBody(): TemplateResult {
    const { error, events, total } = this;
    if (error !== null) return html`<p class="error-text" role="alert" dir="auto">${error}</p>`;
    if (events === null) return html`<span class="skeleton" aria-busy="true"></span>`;
    if (events.length === 0) return html`<p class="soft">${t('support.history.none')}</p>`;
    return html`
      <ol role="list">${events.map(renderEvent)}</ol>
      ${
        total > events.length && events.length < MOST
          ? html`<div><button class="button quiet" @click=${this.more}>${t('support.history.earlier')}</button></div>`
          : nothing
      }
    `;
  }

  private readonly toggled = (event: Event) => {
    this.isOpen = (event.target as HTMLDetailsElement).open;
    if (this.isOpen) void this.load();
  };

  private readonly more = () => {
    this.wanted = Math.min(this.wanted + STEP, MOST);
    void this.load();
  };

  private async load(): Promise<void> {
    const asked = ++this.asked;
    try {
      const answer = await store().call('Ticket/history', { id: this.ticket.id, limit: this.wanted });
      if (asked !== this.asked) return;
      this.total = Number(answer['total']);
      this.events = answer['list'] as readonly HistoryEvent[];
      this.error = null;
    } catch (error) {
      if (asked === this.asked) this.error = errorText(error);
    }
  }
}

function renderEvent(event: HistoryEvent): TemplateResult {
  const { action, at } = event;
  return html`
    <li>
      <p>
        <strong dir="auto">${actorOf(event)}</strong> ${action === 'create' ? t('support.history.filed') : nothing}
        <time class="soft" datetime=${at} title=${formatDateTime(at)}>${formatWhen(at)}</time>
      </p>
      <ul role="list">${wordsOf(event).map(renderChange)}</ul>
    </li>
  `;
}

function renderChange({ label, old, now }: ChangeWords): TemplateResult {
  const before =
    old === null
      ? nothing
      : html`<bdi>${old}</bdi> <span class="to" role="img" aria-label=${t('support.history.became')}>→</span>`;
  return html`<li class="what"><span class="soft">${label}:</span> ${before} <bdi>${now}</bdi></li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'support-history': SupportHistory;
  }
}
