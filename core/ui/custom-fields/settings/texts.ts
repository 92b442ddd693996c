import { addMessages } from '../../i18n';
import { loadTexts as loadFormTexts } from '../texts';

/** The texts of the panel and of the forms that it previews, loaded once. */
export async function loadTexts(): Promise<void> {
  await Promise.all([
    loadFormTexts(),
    addMessages({
      en: () => import('./messages/en.json'),
      nl: () => import('./messages/nl.json'),
      de: () => import('./messages/de.json'),
    }),
  ]);
}
