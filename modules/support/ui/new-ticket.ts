import { navigate, showError, store, t, toast } from '../../../core/ui/api';
import './account';
import { askForTicket } from './api';
import { ticketTypesWith } from './ticket-types';

/** Asks an agent for a new ticket and opens it. */
export async function openNewTicket(): Promise<void> {
  try {
    const id = await askNewTicket();
    if (id !== null) navigate({ panel: 'support', path: [id] });
  } catch (error) {
    showError(error);
  }
}

/** Asks an agent for a new ticket. @returns its id, or null when there is none @throws Error in words for people */
export async function askNewTicket(): Promise<string | null> {
  const types = await ticketTypesWith(({ mayCreate }) => mayCreate);
  if (types.length === 0) {
    toast(t('support.noListToFile'));
    return null;
  }
  const texts = { title: t('support.newTicket'), messageLabel: t('support.message'), submit: t('host.create') };
  const [profile] = await store().get('Profile', ['singleton']);
  return askForTicket(texts, types, {
    asksForCustomer: true,
    taskListId: profile?.defaultTaskListId ?? null,
  });
}
