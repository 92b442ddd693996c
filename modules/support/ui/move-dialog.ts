import '@vaadin/text-field';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { showModal, store, t, toast } from '../../../core/ui/api';
import type { Comment } from '../../comments/ui/api';
import type { Task } from '../../tasks/ui/api';
import { ticketField } from './ticket-choice';
import { TicketDialog } from './ticket-dialog';

const LONGEST_SUBJECT = 255;

/** The ticket to which one entry goes, a new one or another. Fires `done`, with its id once the entry is there. */
@customElement('support-move-form')
class MoveForm extends TicketDialog {
  @property({ attribute: false }) comment!: Comment;
  @state() private isNew = true;

  protected get own(): string {
    return this.comment.entityId;
  }

  override render(): TemplateResult {
    const { isNew, isBusy, ticket, fault } = this;
    return html`
      <form @submit=${this.submit} novalidate>
        <p>${t('support.move.what')}</p>
        <fieldset>
          <legend>${t('support.move.to')}</legend>
          <label><input type="radio" name="to" .checked=${isNew} @change=${() => this.go(true)}>${t('support.move.new')}</label>
          <label><input type="radio" name="to" .checked=${!isNew} @change=${() => this.go(false)}>${t('support.move.other')}</label>
        </fieldset>
        ${
          isNew
            ? html`<vaadin-text-field .label=${t('support.subject')} .value=${ticket.title} maxlength=${LONGEST_SUBJECT} required
                .invalid=${fault !== ''} .errorMessage=${fault}></vaadin-text-field>`
            : ticketField(t('support.move.into'), this.choices, fault, this.choose)
        }
        ${this.renderReader()}
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary" ?disabled=${isBusy}>${t('support.move.submit')}</button>
        </div>
      </form>
    `;
  }

  /** Who will read it who did not before. */
  private renderReader(): TemplateResult | typeof nothing {
    const { into, isNew, comment, ticket } = this;
    if (isNew || into === null || comment.isPrivate || into.customerId === ticket.customerId) return nothing;
    const name = into.customerName ?? into.customerEmail;
    return name === null ? nothing : html`<p role="status"><strong>${t('support.move.reader', { name })}</strong></p>`;
  }

  private go(isNew: boolean): void {
    this.isNew = isNew;
    this.choose(null);
  }

  private get subject(): string {
    return this.querySelector('vaadin-text-field')?.value.trim() ?? '';
  }

  protected missing(): string | null {
    if (this.isNew) return this.subject === '' ? 'vaadin-text-field' : null;
    return this.into === null ? 'vaadin-combo-box' : null;
  }

  protected act(): Promise<string> {
    return this.into === null ? this.moveOut() : this.moveTo(this.into.id);
  }

  private async moveTo(id: string): Promise<string> {
    await store().update('Comment', this.comment.id, { entityId: id });
    return id;
  }

  /** New ticket and move in one request: the entry goes to the ticket that is only just being made. */
  private async moveOut(): Promise<string> {
    const { taskListId, customerId } = this.ticket;
    const [made] = await store().commit([
      { type: 'Task', create: { ticket: { title: this.subject, taskListId, customerId } } },
      { type: 'Comment', update: { [this.comment.id]: { entityId: '#ticket' } } },
    ]);
    return made?.created['ticket']?.id ?? '';
  }
}

/** Asks to which ticket an entry of this one is to go, and moves it. */
export async function moveEntry(ticket: Task, comment: Comment): Promise<void> {
  const form = document.createElement('support-move-form') as MoveForm;
  form.ticket = ticket;
  form.comment = comment;
  const id = await showModal<string | null>(form, t('support.move.title'));
  if (id !== null) toast(t('support.move.done', { id }), 'green');
}
