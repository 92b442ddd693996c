import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { closeByEscape, closeWhenLeft, LightElement, t } from '../../../core/ui/api';
import { checkBoxStyles, listChoices, renderChoiceGroups, type TicketTypes } from '../../support/ui/api';

/**
 * `<help-list-choice>`: which lists are shown, under their groupings, with a box for all of each. Fires `change` with the
 * ids; none means all.
 */
@customElement('help-list-choice')
export class ListChoice extends LightElement {
  static override styles = [
    checkBoxStyles,
    css`
      & {
        position: relative;
        flex: 1;
        min-width: 0;
      }
      summary {
        display: flex;
        align-items: center;
        gap: 6px;
        height: 34px;
        padding: 0 10px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        cursor: pointer;
        list-style: none;
      }
      summary .ellipsis {
        flex: 1;
      }
      summary .icon {
        flex: none;
        width: 15px;
        height: 15px;
        color: var(--text-soft);
      }
      .card {
        position: absolute;
        inset-inline-start: 0;
        top: calc(100% + 4px);
        z-index: 5;
        width: min(300px, calc(100vw - 2 * var(--gap-l)));
        max-height: min(420px, 60vh);
        padding: 6px;
        overflow: auto;
        background: var(--surface-raised);
        box-shadow: var(--shadow-raised);
      }
      @media (max-width: 599px) {
        summary {
          height: 44px;
          font-size: 16px;
        }
      }
    `,
  ];

  @property({ attribute: false }) types!: TicketTypes;
  /** Ids of those that are checked. */
  @property({ attribute: false }) chosen: readonly string[] = [];

  override render(): TemplateResult {
    const groups = listChoices(this.types.groups());
    return html`
      <details @keydown=${closeByEscape} @focusout=${closeWhenLeft}>
        <summary aria-label=${`${t('support.types.title')}: ${this.summary}`}>
          <span class="ellipsis" dir="auto">${this.summary}</span><span class="icon icon-chevron" aria-hidden="true"></span>
        </summary>
        <div class="card">${renderChoiceGroups(t('support.types.title'), groups, this.chosen, this.choose)}</div>
      </details>
    `;
  }

  private get summary(): string {
    const { chosen } = this;
    const only = chosen.length === 1 ? this.types.all.find(({ id }) => id === chosen[0]) : undefined;
    if (chosen.length === 0 || chosen.length === this.types.count) return t('help.allTypes');
    return only?.name ?? t('help.typesChosen', { count: chosen.length });
  }

  private readonly choose = (chosen: readonly string[]) =>
    this.dispatchEvent(new CustomEvent('change', { detail: chosen }));
}

declare global {
  interface HTMLElementTagNameMap {
    'help-list-choice': ListChoice;
  }
}
