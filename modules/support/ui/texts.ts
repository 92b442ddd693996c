import { addMessages } from '../../../core/ui/api';
import { loadTexts as loadCommentTexts } from '../../comments/ui/api';
import { loadTexts as loadTaskTexts } from '../../tasks/ui/api';

/** Texts of support and of what it shows of other modules. */
export async function loadTexts(): Promise<void> {
  await Promise.all([
    addMessages({
      en: () => import('./messages/en.json'),
      nl: () => import('./messages/nl.json'),
      de: () => import('./messages/de.json'),
    }),
    loadTaskTexts(),
    loadCommentTexts(),
  ]);
}
