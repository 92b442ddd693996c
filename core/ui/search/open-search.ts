/** Opens the search over everything, unless a dialog is open already: that one has the page. */
export async function openSearch(): Promise<void> {
  const { showSearch } = await import('./search-dialog');
  if (document.querySelector('[aria-modal="true"], vaadin-dialog[opened], dialog[open]') === null) showSearch();
}
