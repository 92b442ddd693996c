import type { Choice } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldsOf, parseCondition, parseFormula } from '../../../conditions/api';
import { t } from '../../i18n';
import { FieldElement } from '../../render/field-element';
import { inputStyles } from '../inputs.styles';
import { choicesOf, type Nameable } from './described';

export interface ConditionGiven {
  readonly names: readonly Nameable[];
  readonly isFormula?: boolean;
  readonly helper?: string;
}

/** `<gw-condition-field>`: a condition or a formula, read while it is typed, with what it may name to choose from. */
@customElement('gw-condition-field')
export class ConditionField extends FieldElement<string> {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    ${inputStyles}
    textarea {
      font-family: ui-monospace, monospace;
      font-size: 13px;
      resize: vertical;
    }
    .insert {
      display: flex;
      flex-wrap: wrap;
      gap: var(--gap-s);
    }
    .insert select {
      flex: 1 1 160px;
      width: auto;
      min-width: 0;
      min-height: 34px;
    }
  `;

  @property({ attribute: false }) given: ConditionGiven = { names: [] };
  /** What was inserted last, when it has values to choose from. */
  @state() private chosen: Nameable | undefined;
  @state() private values: readonly Choice[] = [];

  private get text(): string {
    return this.value ?? '';
  }

  private get area(): HTMLTextAreaElement | null {
    return this.querySelector('textarea');
  }

  /** Why the text means nothing, or null. */
  private get fault(): string | null {
    if (this.text.trim() === '') return null;
    const parsed = this.given.isFormula === true ? parseFormula(this.text) : parseCondition(this.text);
    if ('fault' in parsed) return t('customFields.fault', { fault: parsed.fault });
    const known = new Set(this.given.names.map(({ name }) => name));
    const unknown = [...fieldsOf(parsed.expression)].find((name) => !known.has(name));
    return unknown === undefined ? null : t('customFields.unknown', { name: unknown });
  }

  override render(): TemplateResult {
    const { given, fault, label } = this;
    const id = `condition-${this.dataset['name'] ?? ''}`;
    const wrong = this.error === '' ? (fault ?? '') : this.error;
    return html`
      <label for=${id}>${label}</label>
      <textarea id=${id} rows="2" dir="ltr" spellcheck="false" autocapitalize="off" maxlength="2000" .value=${this.text}
        aria-invalid=${String(wrong !== '')} aria-describedby="${id}-help ${id}-fault" @input=${this.typed}></textarea>
      <span class="soft" id="${id}-help">${given.helper ?? t('customFields.conditionHelp')}</span>
      <span class="error-text" id="${id}-fault" role="status">${wrong}</span>
      <div class="insert">
        <select aria-label=${t('customFields.insertNameFor', { label })} @change=${this.insertName}>
          <option value="">${t('customFields.insertName')}</option>
          ${this.renderNames(t('customFields.fields'), true)} ${this.renderNames(t('customFields.properties'), false)}
        </select>
        ${
          this.values.length === 0
            ? nothing
            : html`<select aria-label=${t('customFields.insertValueFor', { label })} @change=${this.insertValue}>
                <option value="">${t('customFields.insertValue', { name: this.chosen?.name ?? '' })}</option>
                ${this.values.map(({ value, text }) => html`<option value=${value}>${text}</option>`)}
              </select>`
        }
      </div>
    `;
  }

  private renderNames(label: string, isField: boolean): TemplateResult | typeof nothing {
    const names = this.given.names.filter((one) => one.isField === isField);
    if (names.length === 0) return nothing;
    return html`<optgroup label=${label}>${names.map(({ name, text }) => html`<option value=${name}>${text}</option>`)}</optgroup>`;
  }

  private readonly typed = (event: Event) => this.give((event.target as HTMLTextAreaElement).value);

  private readonly insertName = (event: Event) => {
    const list = event.target as HTMLSelectElement;
    const chosen = this.given.names.find(({ name }) => name === list.value);
    list.value = '';
    if (chosen === undefined) return;
    this.insert(chosen.name);
    this.chosen = chosen;
    this.values = chosen.choices;
    if (chosen.refersTo !== null) void this.loadValues(chosen, chosen.refersTo);
  };

  private readonly insertValue = (event: Event) => {
    const list = event.target as HTMLSelectElement;
    if (list.value !== '') this.insert(`"${list.value.replace(/["\\]/g, '\\$&')}"`);
    list.value = '';
  };

  private async loadValues(chosen: Nameable, type: string): Promise<void> {
    const values = await choicesOf(type).catch(() => []);
    if (this.chosen === chosen) this.values = values;
  }

  /** Puts a word where the cursor is, apart from its neighbours. */
  private insert(word: string): void {
    const { area, text } = this;
    const start = area?.selectionStart ?? text.length;
    const before = text.slice(0, start);
    const after = text.slice(area?.selectionEnd ?? text.length);
    const left = before === '' || /[\s(]$/.test(before) ? '' : ' ';
    const right = after === '' || /^[\s),]/.test(after) ? '' : ' ';
    this.give(`${before}${left}${word}${right}${after}`);
    void this.updateComplete.then(() => {
      const at = before.length + left.length + word.length;
      area?.setSelectionRange(at, at);
    });
  }
}
