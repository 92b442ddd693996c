import '@vaadin/combo-box';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { inputKind, operatorsFor } from './asking';
import { type CustomField, Definitions } from './definitions';
import { described } from './described';
import { renderInput } from './inputs';
import { inputStyles } from './inputs.styles';

/** What is asked of fields, as the server's filter `customFields` wants it: key → operator → operand. */
export type FieldTests = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const TYPING_MS = 250;

/** `<custom-fields-filter>`: what to look for in the custom fields of a type. Fires `change` with the tests. */
@customElement('custom-fields-filter')
export class CustomFieldsFilter extends LightElement {
  static override styles = css`
    & {
      display: grid;
      gap: var(--gap-s);
    }
    &:not(:has(*)) {
      display: none;
    }
    fieldset {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
      min-width: 0;
      padding-inline: 8px;
    }
    legend {
      padding: 2px 0;
    }
    .operand label:not(.choice),
    .operand .label {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .operand {
      position: relative;
    }
    ${inputStyles}
    input,
    select {
      min-height: 32px;
      padding: 0 6px;
    }
    .choice {
      padding: 2px 0;
      min-height: 29px;
    }
    .choice input {
      padding: 0;
    }
  `;

  @property() type = '';
  @property({ attribute: false }) tests: FieldTests = {};
  /** Operators by kind; undefined until known. */
  @state() private operators: ReadonlyMap<string, readonly string[]> | undefined;
  private readonly definitions = new Definitions(this, () => this.type);
  /** A copy for the input of each field: lists of people belong to an object. */
  private readonly inputs = new Map<string, CustomField>();
  /** By field: nobody's last letters are lost because somebody went on to the next. */
  private readonly typing = new Map<string, ReturnType<typeof setTimeout>>();

  override connectedCallback(): void {
    super.connectedCallback();
    void described().then(
      ({ kinds }) => {
        this.operators = new Map(kinds.map(({ name, operators }) => [name, operators]));
      },
      () => undefined, // without an answer there is no filter
    );
  }

  private get fields(): readonly CustomField[] {
    return this.definitions
      .list(false)
      .flatMap(({ fields }) => fields)
      .filter(({ filterable, kind }) => filterable && this.operators?.has(kind) === true);
  }

  /** Tests of fields that are gone would make the server refuse the whole question. */
  protected override updated(): void {
    if (this.operators === undefined || !this.definitions.isLoaded) return;
    const known = new Set(this.definitions.list(false).flatMap(({ fields }) => fields.map(({ key }) => key)));
    const kept = Object.entries(this.tests).filter(([key]) => known.has(key));
    if (kept.length < Object.keys(this.tests).length) this.tell(Object.fromEntries(kept));
  }

  override render(): TemplateResult {
    return html`${this.fields.map((field) => this.renderField(field))}`;
  }

  private renderField(field: CustomField): TemplateResult {
    const [operator, operand] = Object.entries(this.tests[field.key] ?? {})[0] ?? ['', null];
    const choose = (event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      this.put(field, value, value.endsWith('mpty') ? value === 'isEmpty' : null);
    };
    const chosen = operator === 'isEmpty' && operand === false ? 'isNotEmpty' : operator;
    return html`
      <fieldset>
        <legend dir="auto">${field.name}</legend>
        <select aria-label=${t('fields.howToFind', { name: field.name })} @change=${choose}>
          <option value="" ?selected=${chosen === ''}>${t('fields.anything')}</option>
          ${this.choices(field).map((name) => html`<option value=${name} ?selected=${chosen === name}>${t(`fields.operator.${name}`)}</option>`)}
        </select>
        ${operator === '' || operator === 'isEmpty' ? nothing : html`<div class="operand">${this.renderOperand(field, operator, operand)}</div>`}
      </fieldset>
    `;
  }

  private choices(field: CustomField): string[] {
    const known = operatorsFor(field, this.operators?.get(field.kind) ?? []);
    return known.flatMap((name) => (name === 'isEmpty' ? ['isNotEmpty', 'isEmpty'] : [name]));
  }

  private renderOperand(field: CustomField, operator: string, operand: unknown): TemplateResult {
    return renderInput({
      field: this.inputOf(field, operator),
      value: operand,
      isRequired: false,
      isWrong: false,
      changed: (value) => {
        clearTimeout(this.typing.get(field.id));
        this.typing.set(
          field.id,
          setTimeout(() => this.put(field, operator, value), TYPING_MS),
        );
      },
      upload: () => undefined,
      redraw: () => this.requestUpdate(),
    });
  }

  private inputOf(field: CustomField, operator: string): CustomField {
    const kind = inputKind(field, operator);
    const made = `${field.id} ${kind} ${JSON.stringify(field.options)}`;
    const known = this.inputs.get(made) ?? { ...field, key: `filter-${field.key}`, kind };
    this.inputs.set(made, known);
    return known;
  }

  private put(field: CustomField, operator: string, operand: unknown): void {
    clearTimeout(this.typing.get(field.id));
    const { [field.key]: _, ...others } = this.tests;
    const name = operator === 'isNotEmpty' ? 'isEmpty' : operator;
    this.tell(operator === '' ? others : { ...others, [field.key]: { [name]: operand } });
  }

  private tell(tests: FieldTests): void {
    this.tests = tests;
    this.dispatchEvent(new CustomEvent('change', { detail: tests }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'custom-fields-filter': CustomFieldsFilter;
  }
}
