import '@vaadin/combo-box';
import type { Filter, TypeName } from 'extjs-types';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { theStore } from '../store/index';
import { recordsFor } from './lookup';

/** Several records of a type: each with a button that takes it away, and a box to search for more. Fires `change` with their ids. */
@customElement('gw-tokens-field')
export class TokensField extends LightElement {
  static override styles = css`
    .tokens {
      display: grid;
      gap: 6px;
    }
    .label {
      font-weight: 500;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      max-height: 160px;
      margin: 0;
      padding: 0;
      overflow: auto;
      list-style: none;
    }
    li {
      display: inline-flex;
      align-items: center;
      max-width: 100%;
      padding-inline-start: 10px;
      border: 1px solid var(--line);
      border-radius: 99px;
      background: var(--hover);
    }
    li .button {
      width: 28px;
      min-height: 28px;
    }
    vaadin-combo-box {
      width: 100%;
    }
  `;

  @property() label = '';
  @property() type!: TypeName;
  @property() display = 'name';
  @property() helper = '';
  @property() error = '';
  @property({ attribute: false }) filter: Filter | undefined;
  @property({ attribute: false }) value: readonly string[] | null | undefined;
  private readonly lookupOwner = {};

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('value')) return;
    const unknown = (this.value ?? []).filter((id) => theStore().peek(this.type, id) === undefined);
    if (unknown.length > 0)
      void theStore()
        .get(this.type, unknown)
        .then(() => this.requestUpdate());
  }

  override focus(): void {
    this.querySelector<HTMLElement>('vaadin-combo-box')?.focus();
  }

  private nameOf(id: string): string {
    const record = theStore().peek(this.type, id) as Record<string, string> | undefined;
    return record?.[this.display] ?? '…';
  }

  override render(): TemplateResult {
    const ids = this.value ?? [];
    const lookup = recordsFor(this.lookupOwner, this.type, this.display, this.filter);
    const prompt = t('host.addTo', { label: this.label });
    return html`
      <div class="tokens" role="group" aria-label=${this.label}>
        <span class="label">${this.label}</span>
        ${ids.length === 0 ? nothing : html`<ul>${ids.map((id) => this.renderToken(id))}</ul>`}
        <vaadin-combo-box .accessibleName=${prompt} placeholder=${t('host.add')} .itemValuePath=${'id'} .itemIdPath=${'id'}
          .itemLabelPath=${this.display} .dataProvider=${lookup.provide} .selectedItem=${null} @change=${this.add}
          .helperText=${this.helper} .invalid=${this.error !== ''} .errorMessage=${this.error} manual-validation></vaadin-combo-box>
      </div>
    `;
  }

  private renderToken(id: string): TemplateResult {
    const name = this.nameOf(id);
    const remove = () => this.put((this.value ?? []).filter((other) => other !== id));
    return html`
      <li>
        <span class="ellipsis" dir="auto">${name}</span>
        <button type="button" class="button quiet icon-only" aria-label=${t('host.remove', { name })} @click=${remove}>
          <span class="icon icon-close" aria-hidden="true"></span>
        </button>
      </li>
    `;
  }

  private readonly add = (event: Event) => {
    // The box's change is not the field's.
    event.stopPropagation();
    const combo = event.target as HTMLInputElement & { selectedItem: unknown };
    const { value } = combo;
    if (value === '') return;
    combo.selectedItem = null;
    this.put([...new Set([...(this.value ?? []), value])]);
  };

  private put(ids: readonly string[]): void {
    this.value = ids;
    this.dispatchEvent(new CustomEvent('change', { detail: ids }));
  }
}
