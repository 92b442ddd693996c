import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../../i18n';
import { FieldElement } from '../../render/field-element';
import { inputStyles } from '../inputs.styles';

/** `<gw-key-field>`: the key of a new field, made of its name until somebody types another. */
@customElement('gw-key-field')
export class KeyField extends FieldElement<string> {
  static override styles = css`
    & {
      display: grid;
      gap: 4px;
    }
    ${inputStyles}
  `;

  private isTyped = false;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('record') || this.isTyped) return;
    const key = keyOf(this.textOf('name'));
    if (key !== (this.value ?? '')) this.give(key);
  }

  override render(): TemplateResult {
    return html`
      <label for="custom-field-key">${this.label} <span class="required">*<span class="visually-hidden"> ${t('host.required')}</span></span></label>
      <input id="custom-field-key" dir="ltr" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="40" .value=${this.value ?? ''}
        aria-invalid=${String(this.error !== '')} aria-describedby="custom-field-key-help custom-field-key-fault" @input=${this.typed}>
      <span class="soft" id="custom-field-key-help">${t('customFields.keyHelp')}</span>
      <span class="error-text" id="custom-field-key-fault" role="status">${this.error}</span>
    `;
  }

  private readonly typed = (event: Event) => {
    this.isTyped = true;
    this.give((event.target as HTMLInputElement).value.trim());
  };
}

/** `Contract number` → `contractNumber`; what is no Latin letter or digit separates words. */
export function keyOf(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const [first = '', ...rest] = words.map((word) => word.toLowerCase());
  const key = [first, ...rest.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)].join('');
  return key
    .replace(/^\d+/, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .slice(0, 40);
}
