import '@vaadin/combo-box';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { FieldElement } from '../../render/field-element';
import type { CustomField } from '../definitions';
import { renderInput } from '../inputs';
import { inputStyles } from '../inputs.styles';

/** `<gw-field-default>`: the value of a field in new objects, entered as the field will be. */
@customElement('gw-field-default')
export class FieldDefault extends FieldElement<unknown> {
  static override styles = css`
    ${inputStyles}
  `;

  private kind = '';
  /** The same object while the kind is the same: lists of people belong to it. */
  private field: CustomField | undefined;

  override willUpdate(): void {
    const { kind = 'text', options = {} } = this.record as unknown as Partial<CustomField>;
    if (this.field?.kind !== kind) {
      this.field = { key: 'default', kind, name: this.label, options, hint: '' } as unknown as CustomField;
    } else this.field.options = options;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('record')) return;
    const before = this.kind;
    this.kind = this.textOf('kind');
    if (before !== '' && before !== this.kind && (this.value ?? null) !== null) this.give(null);
  }

  override render(): TemplateResult {
    const { field, value, error } = this;
    if (field === undefined) return html``;
    return html`<div class="field">
      ${renderInput({
        field,
        value: value ?? null,
        isRequired: false,
        isWrong: error !== '',
        changed: (entered) => this.give(entered),
        upload: () => undefined,
        redraw: () => this.requestUpdate(),
      })}
      <span id="field-default-fault" class="error-text" role="status">${error}</span>
    </div>`;
  }
}
