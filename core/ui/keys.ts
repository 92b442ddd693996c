export interface Key {
  /** Value of `KeyboardEvent.key`, such as `r`, `/`, `ArrowDown`. */
  key: string;
  /** For the list of keys. */
  text: string;
  run: () => void;
}

/**
 * Single-key shortcuts of a panel: never while typing, never with Ctrl, Alt or Meta, never over an open dialog.
 * `?` belongs to the caller too. Returns the way out.
 */
export function onKeys(keys: readonly Key[], isActive: () => boolean = () => true): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (isTyping(event) || document.querySelector('[aria-modal="true"], vaadin-dialog[opened], dialog[open]') !== null)
      return;
    if (!isActive()) return;
    const found = keys.find(({ key }) => key === event.key);
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}

function isTyping(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some(
      (target) =>
        target instanceof HTMLElement &&
        (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)),
    );
}
