import '@vaadin/combo-box';
import type { Principal } from 'extjs-types';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { comboChoices, LightElement, t } from '../../../core/ui/api';

/** What is told the server of the customer that was chosen. */
export type CustomerGiven = { customerId: string | null } | { customerEmail: string; customerName: string | null };

interface CustomerChoice {
  readonly id: string;
  /** Name and address, by which one is found. */
  readonly line: string;
}

const PEOPLE = { type: 'individual' };

/**
 * `<support-customer-field>`: who a ticket is for: somebody who is known, or a mail address, with a name before it if
 * one likes (`Jan <jan@example.org>`). Fires `change` with a {@link CustomerGiven} as its detail.
 */
@customElement('support-customer-field')
export class CustomerField extends LightElement {
  static override styles = css`
    vaadin-combo-box {
      width: 100%;
    }
  `;

  /** The present customer. */
  @property({ attribute: false }) customer: { id: string | null; name: string | null; email: string | null } | null =
    null;
  @property({ attribute: false }) refusal = '';
  @state() private chosen: CustomerChoice | null | undefined;
  @state() private fault = '';
  private readonly choices = people;

  override render(): TemplateResult {
    const fault = this.fault || this.refusal;
    return html`
      <vaadin-combo-box
        .label=${t('support.customer')}
        .helperText=${t('support.customerHelp')}
        .itemValuePath=${'id'}
        .itemIdPath=${'id'}
        .itemLabelPath=${'line'}
        .dataProvider=${this.choices}
        .selectedItem=${this.chosen === undefined ? this.present : this.chosen}
        .invalid=${fault !== ''}
        .errorMessage=${fault}
        allow-custom-value
        clear-button-visible
        @change=${this.choose}
        @custom-value-set=${this.enter}
      ></vaadin-combo-box>
    `;
  }

  private get present(): CustomerChoice | null {
    const { customer } = this;
    if (customer === null || (customer.id === null && customer.email === null)) return null;
    return { id: customer.id ?? '', line: lineOf(customer.name, customer.email) };
  }

  /** False while what was typed is neither somebody nor an address. */
  get isValid(): boolean {
    return this.fault === '';
  }

  private readonly choose = (event: Event): void => {
    event.stopPropagation();
    const { selectedItem } = event.currentTarget as HTMLElement & { selectedItem?: CustomerChoice | null };
    const item = selectedItem ?? null;
    if (item === null || item !== this.chosen) this.take(item, { customerId: item?.id ?? null });
  };

  /** What was typed stays in the field, be it an address or not yet. */
  private readonly enter = (event: CustomEvent<string>): void => {
    event.preventDefault();
    const typed = event.detail.trim();
    const [, name = '', address = typed] = /^(.*?)\s*<([^<>]+)>$/.exec(typed) ?? [];
    const customerEmail = address.trim();
    const customerName = name.replaceAll('"', '').trim() || null;
    this.take({ id: typed, line: typed }, { customerEmail, customerName });
    if (!/^[^\s@]+@[^\s@]+$/.test(customerEmail)) this.fault = t('support.customerFault');
  };

  private take(chosen: CustomerChoice | null, given: CustomerGiven): void {
    this.chosen = chosen;
    this.fault = '';
    this.dispatchEvent(new CustomEvent<CustomerGiven>('change', { detail: given }));
  }
}

function lineOf(name: string | null, email: string | null): string {
  if (email === null || email === name) return name ?? '';
  return name === null || name === '' ? email : `${name} <${email}>`;
}

const people = comboChoices(
  (text) => ({
    type: 'Principal' as const,
    filter: text === '' ? PEOPLE : { ...PEOPLE, text },
    sort: [{ property: 'name' }],
  }),
  (found) => found.map(choiceOf),
);

function choiceOf({ id, name, email }: Principal): CustomerChoice {
  return { id, line: lineOf(name, email) };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-customer-field': CustomerField;
  }
}
