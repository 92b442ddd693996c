import type { TypeName } from './data';

/** What a module adds to the user's menu on every page: a panel of the slot `menu`. */
export interface MenuEntry {
  /** Called when it is chosen, with what the user had before them. */
  handler: (screen: ShownScreen) => void | Promise<void>;
}

/** How a module lets people make an object from beside another that it is then linked with: a panel of the slot `create`. */
export interface Creator {
  /** Asks for it; answers its id, or null when they thought better of it. */
  create: () => Promise<string | null>;
}

/** What somebody had before them, in words of their language, for those who help them. What looks like a secret is left out. */
export interface ShownScreen {
  /** The panel by its title; below settings, the page as well. */
  where: string;
  /** Where the browser finds it. */
  address: string;
  /** What was open, as the user sees it; null when nothing was. */
  object: { type: TypeName; id: string; title: string } | null;
  language: string;
  /** Of the program. */
  version: string;
  browser: string;
  /** Of the window, in px. */
  size: string;
  /** What went wrong a moment ago, as the user was told; null when nothing did. */
  error: { text: string; at: string } | null;
}
