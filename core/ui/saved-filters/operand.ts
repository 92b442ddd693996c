import '@vaadin/combo-box';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CustomField } from '../custom-fields/definitions';
import { renderInput } from '../custom-fields/inputs';
import { inputStyles } from '../custom-fields/inputs.styles';
import { LightElement } from '../element';
import { t } from '../i18n';
import '../render/tokens-field';
import type { Askable } from './askable';

/** Ids must be of one input alone. */
let made = 0;

/** `<filter-operand>`: what a property is compared with. Fires `change` with it. */
@customElement('filter-operand')
export class FilterOperand extends LightElement {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
      position: relative;
      min-width: 0;
    }
    label:not(.choice),
    .label {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    ${inputStyles}
    .field {
      display: flex;
      flex-wrap: wrap;
      gap: 2px var(--gap-m);
    }
    input,
    select {
      min-height: 34px;
    }
    .choice {
      min-height: 28px;
      padding: 0;
    }
    .choice input {
      flex: none;
      width: 16px;
      height: 16px;
      margin: 0;
      padding: 0;
      accent-color: var(--accent);
    }
    @media (pointer: coarse) {
      input,
      select,
      .choice {
        min-height: 44px;
      }
    }
  `;

  @property({ attribute: false }) askable!: Askable;
  @property() operator = '';
  @property({ attribute: false }) value: unknown;
  /** Names the input for those who do not see what stands beside it. */
  @property() label = '';
  @property({ type: Boolean }) isWrong = false;
  private readonly key = `operand-${String(++made)}`;
  private field: CustomField | undefined;
  private of = '';

  /** The same object each time: lists of people belong to it. */
  private get input(): CustomField {
    const { askable, operator, label } = this;
    const of = `${askable.name} ${operator} ${label}`;
    if (this.field === undefined || of !== this.of) {
      this.field = { ...askable.input(operator), key: this.key, name: label };
      this.of = of;
    }
    return this.field;
  }

  override render(): TemplateResult {
    const { askable, value } = this;
    if (askable.refersTo === null) {
      return html`${renderInput({
        field: this.input,
        value,
        isRequired: false,
        isWrong: this.isWrong,
        changed: (entered) => this.put(entered),
        upload: () => undefined,
        redraw: () => this.requestUpdate(),
      })}`;
    }
    const ids = Array.isArray(value) ? (value as readonly string[]) : [];
    const others = ids.filter((id) => id !== ME);
    const isMine = ids.includes(ME);
    return html`
      ${
        askable.refersTo === 'Principal'
          ? html`<label class="choice"><input type="checkbox" .checked=${isMine}
              @change=${() => this.put(isMine ? others : [ME, ...others])}> ${t('filters.me')}</label>`
          : nothing
      }
      <gw-tokens-field .label=${this.label} .type=${askable.refersTo} .filter=${askable.lookup} .value=${others}
        @change=${(event: CustomEvent<readonly string[]>) => {
          // Changes of the inputs in it bubble up to here.
          if (event.target === event.currentTarget) this.put(isMine ? [ME, ...event.detail] : event.detail);
        }}></gw-tokens-field>
    `;
  }

  private put(value: unknown): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('change', { detail: value }));
  }
}

/** Whoever uses the filter. */
const ME = 'me';

declare global {
  interface HTMLElementTagNameMap {
    'filter-operand': FilterOperand;
  }
}
