import { navigate, showError, store, t, toast } from '../../../core/ui/api';
import { askForTicket } from './api';

/** Asks an agent for a new ticket and opens it. */
export async function openNewTicket(): Promise<void> {
  try {
    const lists = (await store().all('TaskList')).filter(
      ({ role, myRights }) => role === 'support' && myRights.mayCreate,
    );
    if (lists.length === 0) {
      toast(t('support.noListToFile'));
      return;
    }
    lists.sort((a, b) => a.name.localeCompare(b.name));
    const texts = { title: t('support.newTicket'), messageLabel: t('support.message'), submit: t('host.create') };
    const id = await askForTicket(texts, lists);
    if (id !== null) navigate({ panel: 'support', path: [id] });
  } catch (error) {
    showError(error);
  }
}
