import { store, t, toast } from '../../../core/ui/api';
import { type AlongLine, askForTicket, ticketTypesWith } from '../../support/ui/api';

/**
 * Asks for a new request and files it.
 * @param along what ends its message, shown before
 * @returns its id, or null if the user cancelled or may file none
 */
export async function fileRequest(along: readonly AlongLine[] = []): Promise<string | null> {
  const types = await ticketTypesWith(({ maySubmit }) => maySubmit);
  if (types.length === 0) {
    toast(t('help.noLists'));
    return null;
  }
  const texts = { title: t('help.newRequest'), messageLabel: t('help.message'), submit: t('help.send') };
  const [profile] = await store().get('Profile', ['singleton']);
  const id = await askForTicket(texts, types, { along, organisation: profile?.organisation ?? '' });
  if (id !== null) toast(t('help.sent'), 'green');
  return id;
}
