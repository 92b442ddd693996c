import { addMessages, t } from '../../../core/ui/api';

/** The panel's texts, loaded once. */
export const loadTexts: () => Promise<void> = () =>
  addMessages({
    en: () => import('./messages/en.json'),
    nl: () => import('./messages/nl.json'),
    de: () => import('./messages/de.json'),
  });

/** A text of this module. */
export function word(key: string, values: Record<string, string | number> = {}): string {
  return t(`tickets-to-support.${key}`, values);
}
