import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type IconName, icon, LightElement, locale, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import type { Activity, Colleague } from './ticket';

/** What most concerns whoever is about to write comes first. */
const ACTIVITIES: readonly (readonly [Activity, IconName])[] = [
  ['answering', 'reply'],
  ['noting', 'lock'],
  ['looking', 'eye'],
];

/** `<support-presence>`: which colleagues have the ticket open too, and who of them writes. It stops nobody. */
@customElement('support-presence')
export class SupportPresence extends LightElement {
  static override styles = css`
    & {
      display: block;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      margin: 0 0 8px;
      padding: 0;
      list-style: none;
      font-size: 12.5px;
    }
    li {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      min-width: 0;
      padding: 2px 9px;
      border: 1px solid var(--line);
      border-radius: 9px;
      color: var(--text-soft);
      overflow-wrap: anywhere;
    }
    .writing {
      border-color: var(--note-line);
      background: var(--note);
      color: var(--text);
      font-weight: 550;
    }
    .icon {
      flex: none;
      width: 14px;
      height: 14px;
    }
  `;

  @property({ attribute: false }) ticket!: Task;
  /** What was said last to those who cannot see it. */
  @state() private announced = '';
  /** Who was announced with what, since the ticket was opened. */
  private known = new Set<string>();
  private knownOf = '';

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('ticket')) return;
    const { id, presence } = this.ticket;
    if (id !== this.knownOf) {
      this.knownOf = id;
      this.known = new Set();
      this.announced = '';
    }
    // Each thing once: somebody who stops and goes on is not worth being interrupted for again.
    const news = (presence ?? []).filter(({ principalId, activity }) => !this.known.has(`${principalId} ${activity}`));
    for (const { principalId, activity } of news) {
      this.known.add(`${principalId} ${activity}`);
      this.known.add(`${principalId} looking`);
    }
    if (news.length > 0) this.announced = sentences(news).join('. ');
  }

  override render(): TemplateResult {
    const presence = this.ticket.presence ?? [];
    return html`
      ${presence.length === 0 ? nothing : html`<ul role="list">${ACTIVITIES.map(([activity, name]) => renderThose(presence, activity, name))}</ul>`}
      <p class="visually-hidden" role="status">${this.announced}</p>
    `;
  }
}

function renderThose(all: readonly Colleague[], activity: Activity, name: IconName): TemplateResult | typeof nothing {
  const [sentence] = sentences(all.filter((colleague) => colleague.activity === activity));
  if (sentence === undefined) return nothing;
  return html`<li class=${activity === 'looking' ? '' : 'writing'}>${icon(name)}<span dir="auto">${sentence}</span></li>`;
}

/** One sentence for each thing that somebody does. */
function sentences(colleagues: readonly Colleague[]): string[] {
  return ACTIVITIES.flatMap(([activity]) => {
    const names = colleagues.filter((colleague) => colleague.activity === activity).map(({ name }) => name);
    if (names.length === 0) return [];
    const list = new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
    return [t(`support.presence.${activity}`, { names: list, count: names.length })];
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'support-presence': SupportPresence;
  }
}
