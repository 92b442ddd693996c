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
  /** Attaches files as if they had been dropped; images go into the text. */
  addFiles(files: Iterable<File>): void;
  focus(): void;
  clear(): void;
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
