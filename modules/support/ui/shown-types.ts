import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LightElement, showError, store, t } from '../../../core/ui/api';
import type { TaskList } from '../../tasks/ui/api';
import { renderBox } from './check-boxes';
import { TicketTypes } from './ticket-types';

/** `<support-shown-types>`: which ticket types the user wants among the filters; everybody chooses for themselves. */
@customElement('support-shown-types')
export class ShownTypes extends LightElement {
  static override styles = css`
    summary {
      padding: 4px 8px;
      border-radius: 7px;
      color: var(--text-soft);
      font-size: 13px;
      cursor: pointer;
    }
    summary:hover {
      background: var(--hover);
    }
    p {
      padding: 2px 8px 4px;
      font-size: 12.5px;
    }
    @media (pointer: coarse) {
      summary {
        min-height: 44px;
        align-content: center;
      }
    }
  `;

  private readonly types = new TicketTypes(this);

  override render(): TemplateResult | typeof nothing {
    const { all } = this.types;
    const hidden = all.filter(({ isSubscribed }) => !isSubscribed).length;
    if (all.length < 2 && hidden === 0) return nothing;
    return html`
      <details>
        <summary>${hidden === 0 ? t('support.hideTypes') : t('support.hiddenTypes', { count: hidden })}</summary>
        <p class="soft">${t('support.hideTypesHelp')}</p>
        <fieldset>
          <legend class="visually-hidden">${t('support.shownTypes')}</legend>
          ${all.map((list) => renderBox({ text: list.name, isChecked: list.isSubscribed }, () => void want(list)))}
        </fieldset>
      </details>
    `;
  }
}

/** Shows a ticket type that is hidden, or hides it. */
async function want({ id, isSubscribed }: TaskList): Promise<void> {
  await store().update('TaskList', id, { isSubscribed: !isSubscribed }).catch(showError);
}

declare global {
  interface HTMLElementTagNameMap {
    'support-shown-types': ShownTypes;
  }
}
