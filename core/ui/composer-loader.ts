/** `<rich-composer>`: writes HTML. Fires `change`, `attachments-changed`, and `submit` on Ctrl/Cmd+Enter. */
export interface ComposerElement extends HTMLElement {
  /** HTML of what has been written; empty string when nothing is there. Setting it replaces all. */
  value: string;
  /** Names the field for assistive technology. */
  label: string;
  placeholder: string;
  isDisabled: boolean;
  /** Files beside the text; the element uploads and shows them, with a remove button. */
  attachments: ComposerAttachment[];
  /** True while a file is still on its way to the server. */
  readonly isUploading: boolean;
  /** Finds people to be named after an @, by words of their name or address; undefined where nobody is named. */
  findPeople: FindPeople | undefined;
  /** Ids of those whom the text names. */
  readonly mentions: readonly string[];
  /** Attaches files as if they had been dropped; images go into the text. */
  addFiles(files: Iterable<File>): void;
  /** Writes a plain text where the cursor is; what looks like markup in it stays text. */
  insertText(text: string): void;
  focus(): void;
  clear(): void;
}

export type FindPeople = (words: string) => Promise<readonly Mentionable[]>;

/** Somebody who can be named in a text. */
export interface Mentionable {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly avatarBlobId: string | null;
}

/** A file of a message, ready to be sent with it. */
export interface ComposerAttachment {
  blobId: string;
  name: string;
  type: string;
  size: number;
  /** Shown inside the text as `cid:` image. */
  isInline?: boolean;
  cid?: string;
}

/** Loads the editor and defines `<rich-composer>`. Call it when the first composer is about to be shown. */
export async function loadComposer(): Promise<void> {
  await import('./composer');
}

declare global {
  interface HTMLElementTagNameMap {
    'rich-composer': ComposerElement;
  }
}
