import '@vaadin/dialog';
import type { Dialog as VaadinDialog } from '@vaadin/dialog';
import type { LightElement } from './element';

/** What a modal dialog shows: it fires `done` with its result when it is over. */
export interface ModalContent extends LightElement {
  /** Leaves without a result, perhaps after a question. */
  cancel(): void | Promise<void>;
}

/**
 * Shows an element in a modal dialog, labelled by its title. Escape cancels, focus goes back where it was.
 * @returns the detail of `done`
 */
export function showModal<T>(content: ModalContent, title: string): Promise<T> {
  const focused = document.activeElement as HTMLElement | null;
  const box: VaadinDialog = document.createElement('vaadin-dialog');
  box.headerTitle = title;
  box.ariaLabel = title;
  box.noCloseOnOutsideClick = true;
  // Escape asks before it throws away what was entered.
  box.noCloseOnEsc = true;
  box.append(content);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // An open list or calendar of a field closes first.
    if (box.querySelector('[opened]') !== null) return;
    event.preventDefault();
    void content.cancel();
  });
  document.body.append(box);
  box.opened = true;
  return new Promise((finished) => {
    content.addEventListener('done', (event) => {
      box.opened = false;
      finished((event as CustomEvent<T>).detail);
    });
    box.addEventListener('closed', () => {
      box.remove();
      focused?.focus();
    });
  });
}
