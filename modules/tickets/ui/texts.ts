import { addMessages } from '../../../core/ui/api';
import { loadNames } from './cells';
import './types';

/** Texts of the module, and the names that its screens show. */
export async function loadTexts(): Promise<void> {
  await Promise.all([
    addMessages({
      en: () => import('./messages/en.json'),
      nl: () => import('./messages/nl.json'),
      de: () => import('./messages/de.json'),
    }),
    loadNames(),
  ]);
}
