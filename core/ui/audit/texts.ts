import { addMessages } from '../api';

export const loadTexts = (): Promise<void> => addMessages({ en: () => import('./messages/en.json') });
