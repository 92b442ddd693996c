import { addMessages } from '../../../core/ui/api';
import { loadTexts as loadSupportTexts } from '../../support/ui/api';

/** Texts of help and of what it shows of other modules. */
export async function loadTexts(): Promise<void> {
  await Promise.all([
    loadSupportTexts(),
    addMessages({
      en: () => import('./messages/en.json'),
      nl: () => import('./messages/nl.json'),
      de: () => import('./messages/de.json'),
    }),
  ]);
}
