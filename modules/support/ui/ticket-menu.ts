import { html, nothing, type TemplateResult } from 'lit';
import { closeByEscape, closeWhenLeft, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';

/** What agents do with a ticket now and then; nothing for customers. */
export function renderTicketMenu(ticket: Task): TemplateResult | typeof nothing {
  const { mayRead, mayWrite } = ticket.myRights;
  if (!mayRead) return nothing;
  const label = t('support.ticketMenu');
  return html`
    <details class="menu" @keydown=${closeByEscape} @focusout=${closeWhenLeft} @click=${closeOnChoice}>
      <summary class="button quiet icon-only" aria-label=${label} title=${label}>
        <span class="icon icon-more" aria-hidden="true"></span>
      </summary>
      <div class="card">
        ${
          mayWrite
            ? html`<button class="button quiet" @click=${() => void people(ticket)}>
                <span class="icon icon-users" aria-hidden="true"></span>${t('support.people')}
              </button>`
            : nothing
        }
        ${
          mayWrite && ticket.mergedIntoId === null
            ? html`<button class="button quiet" @click=${() => void merge(ticket)}>
                <span class="icon icon-link" aria-hidden="true"></span>${t('support.merge')}
              </button>`
            : nothing
        }
        <button class="button quiet" @click=${() => void seeAsCustomer(ticket)}>
          <span class="icon icon-user" aria-hidden="true"></span>${t('support.asCustomer')}
        </button>
      </div>
    </details>
  `;
}

/** A dialog that opens gives the focus back to the menu's button. */
function closeOnChoice(event: Event): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (!(event.target instanceof Element) || event.target.closest('button') === null) return;
  menu.querySelector('summary')?.focus();
  menu.open = false;
}

async function people(ticket: Task): Promise<void> {
  const { changePeople } = await import('./people-dialog');
  await changePeople(ticket);
}

async function merge(ticket: Task): Promise<void> {
  const { mergeTicket } = await import('./merge-dialog');
  await mergeTicket(ticket);
}

async function seeAsCustomer(ticket: Task): Promise<void> {
  const dialog = await import('./seen-by-customer');
  await dialog.seeAsCustomer(ticket);
}
