import { navigate, showError, store, t, toast } from '../../../core/ui/api';
import './account';
import { askForTicket } from './api';
import { ticketTypesWith } from './ticket-types';

/** Asks an agent for a new ticket and opens it. */
export async function openNewTicket(): Promise<void> {
  try {
    const types = await ticketTypesWith(({ mayCreate }) => mayCreate);
    if (types.length === 0) {
      toast(t('support.noListToFile'));
      return;
    }
    const texts = { title: t('support.newTicket'), messageLabel: t('support.message'), submit: t('host.create') };
    const [profile] = await store().get('Profile', ['singleton']);
    const id = await askForTicket(texts, types, {
      asksForCustomer: true,
      taskListId: profile?.defaultTaskListId ?? null,
    });
    if (id !== null) navigate({ panel: 'support', path: [id] });
  } catch (error) {
    showError(error);
  }
}
