import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { navigate, showModal, store, t, toast } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import { ticketField } from './ticket-choice';
import { TicketDialog } from './ticket-dialog';

/** The ticket into which another is merged, and who follows it along. Fires `done`, with its id once it is merged. */
@customElement('support-merge-form')
class MergeForm extends TicketDialog {
  protected get own(): string {
    return this.ticket.id;
  }

  override render(): TemplateResult {
    const { into, fault, isBusy } = this;
    return html`
      <form @submit=${this.submit} novalidate>
        <p>${t('support.merge.what', { id: this.ticket.id })}</p>
        ${ticketField(t('support.merge.into'), this.choices, fault, this.choose)}
        ${into === null ? nothing : this.renderFollowers(into)}
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary" ?disabled=${isBusy}>${t('support.merge.submit')}</button>
        </div>
      </form>
    `;
  }

  private renderFollowers(into: Task): TemplateResult | typeof nothing {
    const followers = this.strangersTo(into);
    if (followers.length === 0) return nothing;
    return html`
      <fieldset>
        <legend>${t('support.merge.followers', { id: into.id })}</legend>
        ${followers.map((address) => html`<label><input type="checkbox" name="follower" value=${address}><bdi>${address}</bdi></label>`)}
        <p class="soft">${t('support.merge.followersText', { id: into.id })}</p>
      </fieldset>
    `;
  }

  /** People of this ticket who have no part in the other one. */
  private strangersTo(into: Task): string[] {
    const known = peopleOf(into);
    return peopleOf(this.ticket).filter((address) => !known.includes(address));
  }

  protected missing(): string | null {
    return this.into === null ? 'vaadin-combo-box' : null;
  }

  protected async act(): Promise<string> {
    const mergedIntoId = this.into?.id ?? '';
    const checked = [...this.querySelectorAll<HTMLInputElement>('[name=follower]:checked')];
    await store().update('Task', this.ticket.id, { mergedIntoId, mergedCc: checked.map(({ value }) => value) });
    return mergedIntoId;
  }
}

function peopleOf({ customerEmail, cc }: Task): string[] {
  return [...new Set([customerEmail, ...(cc ?? [])])].filter((address): address is string => address !== null);
}

/** Asks into which ticket another is to be merged, merges it and opens the one that is left. */
export async function mergeTicket(ticket: Task): Promise<void> {
  const form = document.createElement('support-merge-form') as MergeForm;
  form.ticket = ticket;
  const into = await showModal<string | null>(form, t('support.merge.title', { id: ticket.id }));
  if (into === null) return;
  navigate({ path: [into] });
  toast(t('support.merge.done', { id: ticket.id, into }), 'green');
}
