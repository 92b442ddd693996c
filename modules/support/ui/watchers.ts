import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { LightElement, loadTokensField, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import { change } from './ticket-change';
import { renderWatch } from './watch';

/** `<support-watchers>`: who is told of what happens on a ticket. Every change is saved at once. */
@customElement('support-watchers')
export class Watchers extends LightElement {
  static override styles = css`
    & {
      display: flex;
      flex-wrap: wrap;
      align-items: start;
      gap: 4px 10px;
    }
    & > .button {
      padding-inline-start: 0;
    }
    gw-tokens-field {
      flex: 1 1 200px;
      min-width: 0;
    }
    /* One row as long as there are few. */
    gw-tokens-field .tokens {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
    }
    gw-tokens-field .label {
      font-size: 12px;
      font-weight: 400;
      color: var(--text-soft);
    }
    gw-tokens-field vaadin-combo-box {
      flex: 1 1 110px;
      width: auto;
    }
  `;

  @property({ attribute: false }) ticket!: Task;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadTokensField();
  }

  override render(): TemplateResult | typeof nothing {
    const { id, watchers } = this.ticket;
    // Customers are not shown who they are.
    if (watchers === null) return nothing;
    const filter = { mayRead: { type: 'Task', id } };
    // A field remembers what it has found: that of another ticket would offer its readers.
    const field = html`
      <gw-tokens-field .label=${t('support.watchers')} .type=${'Principal'} .filter=${filter} .value=${Object.keys(watchers)}
        @change=${this.changeAll}></gw-tokens-field>
    `;
    return html`${renderWatch(this.ticket)}${keyed(id, field)}`;
  }

  /** Tells of each who comes and goes by itself: a colleague may change it at the same time. */
  private readonly changeAll = ({ detail }: CustomEvent<readonly string[]>) => {
    const { id, watchers } = this.ticket;
    const gone = Object.keys(watchers ?? {}).filter((person) => !detail.includes(person));
    const come = detail.filter((person) => watchers?.[person] !== true);
    const patch = [...gone.map((person) => [person, null]), ...come.map((person) => [person, true])];
    void change(id, Object.fromEntries(patch.map(([person, is]) => [`watchers/${String(person)}`, is])));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-watchers': Watchers;
  }
}
