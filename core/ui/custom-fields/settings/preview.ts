import type { Choice } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldsOf, parseCondition } from '../../../conditions/api';
import { LightElement } from '../../element';
import { t } from '../../i18n';
import { Definitions, type Values } from '../definitions';
import type { NamedProperty } from '../described';
import '../fields';
import { inputStyles } from '../inputs.styles';
import { choicesOf, labelOf } from './described';

/** `<gw-fields-preview>`: the form that people will get, with what its conditions depend on to play with. Fires `done`. */
@customElement('gw-fields-preview')
export class FieldsPreview extends LightElement {
  static override styles = css`
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-l);
      width: min(520px, calc(100vw - 64px));
    }
    .suppose {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-s);
      padding: var(--gap-m);
    }
    .suppose legend {
      font-weight: 620;
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
    ${inputStyles}
  `;

  @property() type = '';
  @property({ attribute: false }) properties: readonly NamedProperty[] = [];
  @state() private supposed: Values = {};
  @state() private isForCustomers = false;
  @state() private isChecked = false;
  private readonly definitions = new Definitions(this, () => this.type);
  private readonly choices = new Map<string, readonly Choice[]>();

  /** Properties of the object that some condition names. */
  private get named(): readonly NamedProperty[] {
    const texts = this.definitions
      .list(false)
      .flatMap(({ set, fields }) => [
        set.showWhen,
        ...fields.flatMap((field) => [field.hiddenWhen, field.requiredWhen]),
      ]);
    const names = new Set(
      texts.flatMap((text) => {
        const parsed = parseCondition(text);
        return 'fault' in parsed ? [] : [...fieldsOf(parsed.expression)];
      }),
    );
    return this.properties.filter(({ name }) => names.has(name));
  }

  override render(): TemplateResult {
    const { named } = this;
    return html`
      <form @submit=${this.check} novalidate>
        <fieldset class="suppose card">
          <legend>${t('customFields.suppose')}</legend>
          <label class="choice"><input type="checkbox" .checked=${this.isForCustomers} @change=${(event: Event) => {
            this.isForCustomers = (event.target as HTMLInputElement).checked;
          }}> ${t('customFields.asCustomer')}</label>
          ${named.map((property) => this.renderSupposed(property))}
        </fieldset>
        <custom-fields .type=${this.type} .record=${this.supposed} .forCustomers=${this.isForCustomers} isNew></custom-fields>
        ${this.isChecked ? html`<p role="status">${t('customFields.wouldSave', { type: labelOf(this.type) })}</p>` : nothing}
        <div class="actions">
          <button type="button" class="button" @click=${() => this.cancel()}>${t('customFields.close')}</button>
          <button class="button primary">${t('customFields.try')}</button>
        </div>
      </form>
    `;
  }

  private renderSupposed({ name, refersTo }: NamedProperty): TemplateResult {
    const put = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      this.supposed = { ...this.supposed, [name]: value === '' ? null : value };
    };
    const id = `suppose-${name}`;
    return html`<div class="field">
      <label for=${id}>${name}</label>
      ${
        refersTo === null
          ? html`<input id=${id} dir="auto" autocomplete="off" @input=${put}>`
          : html`<select id=${id} @change=${put}>
              <option value=""></option>
              ${this.choicesOf(name, refersTo).map(({ value, text }) => html`<option value=${value}>${text}</option>`)}
            </select>`
      }
    </div>`;
  }

  private choicesOf(name: string, refersTo: string): readonly Choice[] {
    const known = this.choices.get(name);
    if (known !== undefined) return known;
    this.choices.set(name, []);
    void choicesOf(refersTo).then((choices) => {
      this.choices.set(name, choices);
      this.requestUpdate();
    });
    return [];
  }

  private readonly check = async (event: Event) => {
    event.preventDefault();
    this.isChecked = false;
    this.isChecked = (await this.querySelector('custom-fields')?.check()) === true;
  };

  cancel(): void {
    this.dispatchEvent(new CustomEvent('done'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gw-fields-preview': FieldsPreview;
  }
}
