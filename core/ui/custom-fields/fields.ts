import '@vaadin/combo-box';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { Definitions, type SetOfFields, type Values } from './definitions';
import { renderInput } from './inputs';
import { inputStyles } from './inputs.styles';
import { type AskedField, type AskedSet, askedFor, resultOf } from './rules';

/**
 * `<custom-fields>`: the custom fields of one object, as a form asks for them. What the conditions hide or require
 * follows what is entered. Fires `change`.
 */
@customElement('custom-fields')
export class CustomFields extends LightElement {
  static override styles = css`
    &,
    fieldset {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
    }
    &:not(:has(*)) {
      display: none;
    }
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
      min-width: 0;
    }
    legend {
      padding: 0 0 4px;
      font-weight: 650;
    }
    ${inputStyles}
  `;

  @property() type = 'Task';
  /** The object's own properties, which conditions may name. */
  @property({ attribute: false }) record: Values = {};
  @property({ attribute: false }) values: Values = {};
  /** Only what customers are shown. */
  @property({ type: Boolean }) forCustomers = false;
  /** A new object: what nobody gives has its default. */
  @property({ type: Boolean }) isNew = false;
  @state() private isChecked = false;
  @state() private entered: Values = {};
  @state() private isUploading = false;
  private readonly definitions = new Definitions(this, () => this.type);

  private get sets(): SetOfFields[] {
    return this.definitions.list(this.forCustomers);
  }

  /** Everything that is filled in now. */
  private get current(): Values {
    const defaults: [string, unknown][] = this.isNew
      ? this.sets.flatMap(({ fields }) => fields.map((field): [string, unknown] => [field.key, field.default]))
      : [];
    return { ...Object.fromEntries(defaults), ...this.values, ...this.entered };
  }

  private get asked(): AskedSet[] {
    return askedFor(this.sets, this.record, this.current);
  }

  get isDirty(): boolean {
    return Object.keys(this.entered).length > 0;
  }

  /** What was entered, key → value; only of fields that are asked for. */
  get given(): Record<string, unknown> {
    const keys = this.asked.flatMap(({ fields }) => fields.map(({ field }) => field.key));
    return Object.fromEntries(Object.entries(this.entered).filter(([key]) => keys.includes(key)));
  }

  /** Shows what is missing, and moves the focus there; true if nothing is. */
  async check(): Promise<boolean> {
    this.isChecked = true;
    await this.updateComplete;
    const wrong = this.asked.flatMap(({ fields }) => fields).find((field) => this.faultOf(field) !== '');
    if (wrong) this.querySelector<HTMLElement>(`[name="${wrong.field.key}"]`)?.focus();
    return wrong === undefined && !this.isUploading;
  }

  private faultOf({ field, isRequired }: AskedField): string {
    const value = this.current[field.key] ?? null;
    const isMissing = value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
    return this.isChecked && isRequired && isMissing && field.kind !== 'function' ? t('host.required') : '';
  }

  override render(): TemplateResult {
    return html`${this.asked.map(
      ({ name, description, fields }) => html`
        <fieldset>
          <legend dir="auto">${name}</legend>
          ${description === '' ? nothing : html`<p class="soft" dir="auto">${description}</p>`}
          ${fields.map((field) => this.renderField(field))}
        </fieldset>
      `,
    )}${this.isUploading ? html`<p role="status">${t('fields.uploading')}</p>` : nothing}`;
  }

  private renderField(asked: AskedField): TemplateResult {
    const { field } = asked;
    const fault = this.faultOf(asked);
    const value =
      field.kind === 'function' ? resultOf(field, this.sets, this.current) : (this.current[field.key] ?? null);
    return html`
      <div class="field">
        ${renderInput({
          field,
          value,
          isRequired: asked.isRequired,
          isWrong: fault !== '',
          changed: (entered) => this.enter(field.key, entered),
          upload: (work) => void this.wait(work),
          redraw: () => this.requestUpdate(),
        })}
        ${field.hint === '' ? nothing : html`<span class="soft" dir="auto">${field.hint}</span>`}
        <span id=${`field-${field.key}-fault`} class="error-text" role="alert">${fault}</span>
      </div>
    `;
  }

  private enter(key: string, value: unknown): void {
    this.entered = { ...this.entered, [key]: value };
    this.dispatchEvent(new CustomEvent('change'));
  }

  private async wait(work: Promise<void>): Promise<void> {
    this.isUploading = true;
    await work;
    this.isUploading = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'custom-fields': CustomFields;
  }
}
