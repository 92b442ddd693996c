/** For a menu that is a `<details>`: Escape closes it, and the focus is where it was opened. */
export function closeByEscape(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !menu.open) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

/** It closes when the focus goes elsewhere. */
export function closeWhenLeft(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  const { relatedTarget } = event;
  // A click on the menu's own surface gives the focus to nobody.
  if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
}
