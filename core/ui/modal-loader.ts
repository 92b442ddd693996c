import type { ModalContent } from './modal';

export type { ModalContent } from './modal';

/** Loads the modal dialog and shows an element in it; see `showModal` in `modal`. @returns the detail of its `done` */
export async function showModal<T>(content: ModalContent, title: string): Promise<T> {
  const modal = await import('./modal');
  return modal.showModal<T>(content, title);
}
