import type { Choice } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../../i18n';
import { moved } from '../../order';
import { FieldElement } from '../../render/field-element';
import { inputStyles } from '../inputs.styles';
import { keyOf } from './key-field';

/** `<gw-choices-field>`: the choices of a field in their order. What is stored of a choice stays when its text changes. */
@customElement('gw-choices-field')
export class ChoicesField extends FieldElement<readonly Choice[]> {
  static override styles = css`
    fieldset {
      display: grid;
      gap: var(--gap-s);
      min-width: 0;
    }
    legend {
      padding: 0 0 4px;
      font-weight: 500;
    }
    ${inputStyles}
    ol {
      display: grid;
      gap: 6px;
      list-style: none;
    }
    li {
      display: flex;
      gap: 4px;
      align-items: center;
    }
    li input {
      flex: 1;
      min-width: 0;
    }
    .up {
      rotate: 180deg;
    }
    .button {
      justify-self: start;
    }
  `;

  private stored: ReadonlySet<string> = new Set();

  protected override firstUpdated(): void {
    this.stored = new Set(this.choices.map(({ value }) => value));
  }

  private get choices(): readonly Choice[] {
    return this.value ?? [];
  }

  override render(): TemplateResult {
    const { choices } = this;
    return html`
      <fieldset>
        <legend>${this.label}</legend>
        ${choices.length === 0 ? html`<span class="soft">${t('customFields.noChoices')}</span>` : nothing}
        <ol>${choices.map((choice, index) => this.renderChoice(choice, index))}</ol>
        <button type="button" class="button" @click=${this.add}>
          <span class="icon icon-add" aria-hidden="true"></span>${t('customFields.addChoice')}
        </button>
      </fieldset>
    `;
  }

  private renderChoice({ text }: Choice, index: number): TemplateResult {
    const { choices } = this;
    const name = text === '' ? t('customFields.choice', { number: index + 1 }) : text;
    const button = (icon: string, label: string, act: () => void, isOff = false) => html`
      <button type="button" class="button quiet icon-only" aria-label=${label} title=${label} ?disabled=${isOff} @click=${act}>
        <span class="icon icon-${icon}" aria-hidden="true"></span></button>`;
    const move = (to: number) => () => this.move(index, to);
    return html`<li>
      <input dir="auto" maxlength="190" aria-label=${t('customFields.choice', { number: index + 1 })} .value=${text}
        @input=${(event: Event) => this.rename(index, (event.target as HTMLInputElement).value)}>
      ${button('chevron up', t('customFields.up', { name }), move(index - 1), index === 0)}
      ${button('chevron', t('customFields.down', { name }), move(index + 1), index === choices.length - 1)}
      ${button('trash', t('customFields.removeChoice', { name }), () => this.give(choices.filter((_, at) => at !== index)))}
    </li>`;
  }

  private readonly add = () => {
    this.give([...this.choices, { value: this.freeValue(''), text: '' }]);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('li:last-child input')?.focus());
  };

  private move(from: number, to: number): void {
    const { choices } = this;
    const order = moved(Object.keys(choices), from, to);
    this.give(order.flatMap((index) => choices[Number(index)] ?? []));
  }

  /** A new choice takes its value from its text, for conditions to name; one that is stored keeps its value. */
  private rename(index: number, text: string): void {
    this.give(
      this.choices.map((choice, at) => {
        if (at !== index) return choice;
        return { text, value: this.stored.has(choice.value) ? choice.value : this.freeValue(text) };
      }),
    );
  }

  private freeValue(text: string): string {
    const wanted = keyOf(text) || 'choice';
    const taken = new Set(this.choices.map(({ value }) => value));
    for (let number = 1; ; number++) {
      const value = number === 1 ? wanted : `${wanted}${String(number)}`;
      if (!taken.has(value)) return value;
    }
  }
}
