import { addMessages } from '../api';

export const loadTexts = (): Promise<void> =>
  addMessages({
    en: () => import('./messages/en.json'),
    nl: () => import('./messages/nl.json'),
    de: () => import('./messages/de.json'),
  });
