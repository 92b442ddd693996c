import type { FilterWords } from './saved-filters/askable';
import type { ChosenFilters } from './saved-filters/section';

export { closed } from './saved-filters/open-operands';
export { type SavedFilter, SavedFilters } from './saved-filters/saved-filter';
export type { ChosenFilters, FilterWords };

/** Loads `<saved-filters>`, the pane's section in which they are chosen, with its texts. */
export async function loadSavedFilters(): Promise<void> {
  const { loadTexts } = await import('./saved-filters/texts');
  await loadTexts();
  await import('./saved-filters/section');
}
