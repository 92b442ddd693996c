import type { DialogPanel } from 'extjs-types';

/**
 * Opens a described dialog: modal, labelled, closed by Escape, focus goes back where it was.
 * @param id the record to edit; without it a new one is made
 * @returns the id of the saved (or destroyed) record, or null if the user cancelled
 */
export async function openDialog(dialog: DialogPanel, id?: string): Promise<string | null> {
  const { showDialog } = await import('./render/dialog');
  return showDialog(dialog, id);
}
