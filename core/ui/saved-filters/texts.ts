import { loadTexts as loadFieldTexts } from '../custom-fields/texts';
import { addMessages } from '../i18n';

/** Texts of saved filters and of the fields in which their operands are entered, loaded once. */
export async function loadTexts(): Promise<void> {
  await Promise.all([
    addMessages({
      en: () => import('./messages/en.json'),
      nl: () => import('./messages/nl.json'),
      de: () => import('./messages/de.json'),
    }),
    loadFieldTexts(),
  ]);
}
