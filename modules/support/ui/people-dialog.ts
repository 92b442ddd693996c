import '@vaadin/text-area';
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { errorText, LightElement, type ModalContent, refusalsOf, showModal, store, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import './customer-field';
import type { CustomerGiven } from './customer-field';
import { ticketDialogStyles } from './ticket-dialog.styles';

/** The customer of a ticket and those who get each answer as well. Fires `done`. */
@customElement('support-people-form')
class PeopleForm extends LightElement implements ModalContent {
  static override styles = ticketDialogStyles;

  @property({ attribute: false }) ticket!: Task;
  @state() private given: CustomerGiven | undefined;
  @state() private refusals: Record<string, string> = {};
  @state() private error = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    const { customerId, customerName, customerEmail, cc } = this.ticket;
    const { refusals } = this;
    const refusal = refusals['customerEmail'] ?? refusals['customerId'] ?? '';
    return html`
      <form @submit=${this.submit} novalidate>
        <support-customer-field .customer=${{ id: customerId, name: customerName, email: customerEmail }} .refusal=${refusal}
          @change=${this.take}></support-customer-field>
        <vaadin-text-area .label=${t('support.cc')} .helperText=${t('support.ccHelp')} .value=${(cc ?? []).join('\n')} .minRows=${3}
          @input=${this.forgive} .invalid=${refusals['cc'] !== undefined} .errorMessage=${refusals['cc'] ?? ''}></vaadin-text-area>
        <p class="error-text" role="alert">${this.error}</p>
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary" ?disabled=${this.isBusy}>${t('host.save')}</button>
        </div>
      </form>
    `;
  }

  readonly cancel = (): void => {
    this.dispatchEvent(new CustomEvent('done', { detail: null }));
  };

  private readonly take = ({ detail }: CustomEvent<CustomerGiven>): void => {
    this.given = detail;
    this.forgive();
  };

  /** What was refused is no longer what stands there. */
  private readonly forgive = (): void => {
    this.refusals = {};
    this.error = '';
  };

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.querySelector('support-customer-field')?.isValid === false) return;
    const lines = this.querySelector('vaadin-text-area')?.value.split(/[\n,;]/) ?? [];
    const cc = lines.map((line) => line.trim()).filter((line) => line !== '');
    this.isBusy = true;
    try {
      await store().update('Task', this.ticket.id, { ...this.given, cc });
      this.cancel();
    } catch (error) {
      this.refusals = refusalsOf(error);
      this.error = Object.keys(this.refusals).length > 0 ? '' : errorText(error);
    }
    this.isBusy = false;
  };
}

/** Lets an agent say who a ticket is for, and who follows it. */
export async function changePeople(ticket: Task): Promise<void> {
  const form = document.createElement('support-people-form') as PeopleForm;
  form.ticket = ticket;
  await showModal(form, t('support.people.title', { id: ticket.id }));
}
