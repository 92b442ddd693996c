import { addMessages, store } from '../../../core/ui/api';
import './types';

/** Texts of the module, and the names that every list of tickets shows: those of types and statuses. */
export async function loadTexts(): Promise<void> {
  await Promise.all([
    addMessages({
      en: () => import('./messages/en.json'),
      nl: () => import('./messages/nl.json'),
      de: () => import('./messages/de.json'),
    }),
    store().all('LegacyTicketType'),
    store().all('LegacyTicketStatus'),
  ]);
}
