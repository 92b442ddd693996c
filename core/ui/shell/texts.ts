import { addMessages } from '../i18n';

/** The host's own texts; further languages are one more line. */
export const loadTexts = (): Promise<void> =>
  addMessages({
    en: () => import('../messages/en.json'),
    nl: () => import('../messages/nl.json'),
    de: () => import('../messages/de.json'),
  });
