import { addMessages } from '../../../core/ui/api';

/** The panel's texts, loaded once. */
export const loadTexts: () => Promise<void> = () =>
  addMessages({
    en: () => import('./messages/en.json'),
    nl: () => import('./messages/nl.json'),
    de: () => import('./messages/de.json'),
  });
