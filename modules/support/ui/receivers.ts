import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement, RecordController, showError, store, t } from '../../../core/ui/api';
import type { CustomerGiven } from './customer-field';

/** `<support-receivers>`: who gets the message of a new ticket by mail and who reads it, said before it is sent. */
@customElement('support-receivers')
export class Receivers extends LightElement {
  static override styles = css`
    p {
      min-height: 20px;
      line-height: 20px;
      color: var(--text-soft);
      overflow-wrap: anywhere;
    }
    strong {
      color: var(--text);
      font-weight: 550;
    }
  `;

  @property({ attribute: false }) customer: CustomerGiven | undefined;
  /** What becomes of mail; undefined until the server has answered. */
  @state() private mail: 'sent' | 'held' | 'none' | undefined;
  private readonly person = new RecordController(this, 'Principal', () => this.customerId ?? undefined);

  override connectedCallback(): void {
    super.connectedCallback();
    store()
      .call('Ticket/outgoing', {})
      .then(({ mail }) => {
        this.mail = mail as 'sent' | 'held' | 'none';
      })
      .catch(showError);
  }

  override render(): TemplateResult {
    return html`<p role="status">${this.renderWords()}</p>`;
  }

  private get customerId(): string | null {
    return this.customer !== undefined && 'customerId' in this.customer ? this.customer.customerId : null;
  }

  /** Undefined while it is not known yet, null when there is none. */
  private get address(): string | null | undefined {
    if (this.customer !== undefined && 'customerEmail' in this.customer) {
      const { customerEmail } = this.customer;
      return customerEmail.includes('@') ? customerEmail : undefined;
    }
    const { record, isMissing } = this.person;
    return isMissing ? null : record?.email;
  }

  private renderWords(): TemplateResult | string {
    const { customer, mail, address } = this;
    if (mail === undefined) return '';
    if (customer === undefined || ('customerId' in customer && customer.customerId === null))
      return t('support.receives.nobody');
    if (address === undefined) return '';
    if (address === null) return t('comments.notMailed');
    if (mail === 'none') return t('support.receives.none');
    const who = html`${t('comments.sentTo')} <strong dir="auto">${address}</strong>`;
    return mail === 'held' ? html`${who}. ${t('support.receives.held')}` : who;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-receivers': Receivers;
  }
}
