import { html, nothing, type TemplateResult } from 'lit';
import { store, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import { change } from './ticket-change';

/** The button by which the user is told of what happens on a ticket, or no more; nothing for customers. */
export function renderWatch(ticket: Task): TemplateResult | typeof nothing {
  if (ticket.watchers === null) return nothing;
  return html`
    <button class="button quiet" aria-keyshortcuts="w" @click=${() => void toggleWatching(ticket)}>
      <span class="icon icon-eye" aria-hidden="true"></span>${t(watchesIt(ticket) ? 'support.unwatch' : 'support.watch')}
    </button>
  `;
}

/** Has the user watch a ticket, or no more. */
export async function toggleWatching(ticket: Task): Promise<void> {
  if (ticket.watchers === null) return;
  await change(ticket.id, { [`watchers/${ownId()}`]: watchesIt(ticket) ? null : true });
}

function watchesIt({ watchers }: Task): boolean {
  return watchers?.[ownId()] === true;
}

export function ownId(): string {
  return store().session.capabilities['urn:groupware:core'].user.id;
}
