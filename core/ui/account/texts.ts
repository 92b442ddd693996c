import { addMessages } from '../i18n';

export const loadTexts = (): Promise<void> => addMessages({ en: () => import('./messages/en.json') });
