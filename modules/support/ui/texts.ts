import { addMessages } from '../../../core/ui/api';
import { loadTexts as loadCommentTexts } from '../../comments/ui/api';
import { loadTexts as loadTaskTexts } from '../../tasks/ui/api';

/** Texts of support and of what it shows of other modules. */
export async function loadTexts(): Promise<void> {
  await Promise.all([addMessages({ en: () => import('./messages/en.json') }), loadTaskTexts(), loadCommentTexts()]);
}
