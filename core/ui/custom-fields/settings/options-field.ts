import type { Choice } from 'extjs-types';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../i18n';
import { FieldElement } from '../../render/field-element';
import type { CustomField } from '../definitions';
import { inputStyles } from '../inputs.styles';
import './choices-field';
import type { ConditionGiven } from './condition-field';
import './condition-field';

type Options = CustomField['options'];

/** Numbers that are options of a kind. */
const NUMBERS: Readonly<Partial<Record<string, readonly ('min' | 'max' | 'decimals')[]>>> = {
  text: ['max'],
  textarea: ['max'],
  number: ['min', 'max', 'decimals'],
};

/** `<gw-field-options>`: what the kind of a field wants to know of it. */
@customElement('gw-field-options')
export class FieldOptions extends FieldElement<Options> {
  static override styles = css`
    &,
    .field {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    & {
      gap: var(--gap-m);
    }
    ${inputStyles}
    .numbers {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
      gap: var(--gap-m);
    }
  `;

  @property({ attribute: false }) given: ConditionGiven = { names: [] };
  private kind = '';

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('record')) return;
    const kind = this.textOf('kind');
    const before = this.kind;
    this.kind = kind;
    // What another kind was told means nothing to this one, but choices are choices.
    if (before === '' || before === kind || (isChoice(before) && isChoice(kind))) return;
    this.give(kind === 'function' ? { formula: '', result: 'number' } : isChoice(kind) ? { options: [] } : {});
  }

  override render(): TemplateResult {
    return html`${this.renderOf(this.textOf('kind'))}
      ${this.error === '' || this.record['kind'] === 'function' ? nothing : html`<span class="error-text" role="status">${this.error}</span>`}`;
  }

  private renderOf(kind: string): TemplateResult | typeof nothing {
    const options = this.value ?? {};
    const numbers = NUMBERS[kind];
    if (numbers !== undefined)
      return html`<div class="numbers">${numbers.map((name) => this.renderNumber(kind, name))}</div>`;
    if (isChoice(kind)) {
      return html`<gw-choices-field .label=${t('customFields.choices')} .value=${options.options ?? []}
        @change=${this.own((choices) => ({ options: choices as readonly Choice[] }))}></gw-choices-field>`;
    }
    if (kind !== 'function') return nothing;
    return html`
      <gw-condition-field data-name="formula" .label=${t('customFields.formula')} .value=${options.formula ?? ''} .error=${this.error}
        .given=${this.given} @change=${this.own((formula) => ({ ...options, formula: String(formula) }))}></gw-condition-field>
      <div class="field">
        <label for="custom-field-result">${t('customFields.result')}</label>
        <select id="custom-field-result" @change=${(event: Event) => this.give({ ...options, result: (event.target as HTMLSelectElement).value as 'text' | 'number' })}>
          ${(['number', 'text'] as const).map((result) => html`<option value=${result} ?selected=${(options.result ?? 'number') === result}>${t(`customFields.kind.${result}`)}</option>`)}
        </select>
      </div>
    `;
  }

  private renderNumber(kind: string, name: 'min' | 'max' | 'decimals'): TemplateResult {
    const id = `custom-field-${name}`;
    const put = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      const { [name]: _, ...others } = this.value ?? {};
      this.give(value === '' ? others : { ...others, [name]: Number(value) });
    };
    const label = kind === 'number' ? name : 'length';
    return html`<div class="field">
      <label for=${id}>${t(`customFields.${label}`)}</label>
      <input id=${id} type="number" step=${kind === 'number' && name !== 'decimals' ? 'any' : '1'} .value=${String(this.value?.[name] ?? '')} @input=${put}>
    </div>`;
  }

  /** Listens to an element in this one, and not to the inputs in that. */
  private own(options: (value: unknown) => Options): (event: CustomEvent<unknown>) => void {
    return (event) => {
      if (event.target !== event.currentTarget) return;
      event.stopPropagation();
      this.give(options(event.detail));
    };
  }
}

function isChoice(kind: string): boolean {
  return kind === 'select' || kind === 'multi-select';
}
