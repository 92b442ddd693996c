import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { theStore } from '../store/index';
import { type CustomField, Definitions, type Values } from './definitions';
import { askedFor } from './rules';
import { textOf } from './text-of';

type Object_ = { readonly id: string; readonly customFields: Values } & Values;

/** `<custom-fields-card>`: the custom fields of an object that are filled in, and a button that opens them for editing. */
@customElement('custom-fields-card')
export class CustomFieldsCard extends LightElement {
  static override styles = css`
    & {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px var(--gap-m);
    }
    dl {
      display: contents;
    }
    .pair {
      display: flex;
      gap: 6px;
      min-width: 0;
    }
    dt {
      color: var(--text-soft);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `;

  @property() type = 'Task';
  @property({ attribute: false }) record!: Object_;
  @property({ type: Boolean }) isFixed = false;
  @property({ type: Boolean }) forCustomers = false;
  private readonly definitions = new Definitions(this, () => this.type);

  override render(): TemplateResult | typeof nothing {
    const { record } = this;
    const asked = askedFor(this.definitions.list(this.forCustomers), record, record.customFields).flatMap(
      ({ fields }) => fields,
    );
    if (asked.length === 0) return nothing;
    const filled = asked.filter(({ field }) => field.key in record.customFields);
    return html`
      ${
        filled.length === 0
          ? html`<span class="soft">${t('fields.none')}</span>`
          : html`<dl>${filled.map(
              ({ field }) =>
                html`<div class="pair"><dt dir="auto">${field.name}</dt><dd dir="auto">${this.shown(field, record.customFields[field.key])}</dd></div>`,
            )}</dl>`
      }
      ${this.isFixed ? nothing : html`<button type="button" class="button small" @click=${this.edit}>${t('fields.edit')}</button>`}
    `;
  }

  private shown(field: CustomField, value: unknown): string | TemplateResult {
    const text = textOf(field, value, () => this.requestUpdate());
    if (field.kind !== 'file') return text;
    const file = value as { blobId: string; name: string; type: string };
    return html`<button type="button" class="link" @click=${() => theStore().download(file)}>${text}</button>`;
  }

  private readonly edit = async () => {
    const { editCustomFields } = await import('./dialog');
    await editCustomFields(this.type, this.record, this.forCustomers);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'custom-fields-card': CustomFieldsCard;
  }
}
