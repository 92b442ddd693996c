import type { ChainedCommands, JSONContent } from '@tiptap/core';
import type { EditorProps } from '@tiptap/pm/view';
import type { IconName } from './cells';

export interface Tool {
  /** Name of the mark or node, and of its text. */
  name: string;
  icon: IconName;
  /** Missing for the link, which asks for an address first. */
  run?: (chain: ChainedCommands) => void;
}

export const TOOLS: readonly Tool[] = [
  { name: 'bold', icon: 'bold', run: (chain) => chain.toggleBold().run() },
  { name: 'italic', icon: 'italic', run: (chain) => chain.toggleItalic().run() },
  { name: 'underline', icon: 'underline', run: (chain) => chain.toggleUnderline().run() },
  { name: 'bulletList', icon: 'list', run: (chain) => chain.toggleBulletList().run() },
  { name: 'orderedList', icon: 'numbers', run: (chain) => chain.toggleOrderedList().run() },
  { name: 'blockquote', icon: 'quote', run: (chain) => chain.toggleBlockquote().run() },
  { name: 'code', icon: 'code', run: (chain) => chain.toggleCode().run() },
  { name: 'link', icon: 'link' },
];

/** Files that are pasted or dropped go to `files`; Ctrl or Cmd with Enter to `submit`. */
export function editorProps(label: () => string, files: (files: File[]) => void, submit: () => void): EditorProps {
  const take = (transfer: DataTransfer | null): boolean => {
    const found = [...(transfer?.files ?? [])];
    // Office programs offer a picture of the text beside the text; then the text is meant.
    if (found.length === 0 || (transfer?.types.includes('text/html') === true && transfer.types.includes('text/plain')))
      return false;
    files(found);
    return true;
  };
  return {
    attributes: () => ({ role: 'textbox', 'aria-multiline': 'true', 'aria-label': label() }),
    handlePaste: (_view, event) => take(event.clipboardData),
    handleDrop: (_view, event, _slice, isMoved) => {
      if (isMoved || !take(event.dataTransfer)) return false;
      event.preventDefault();
      return true;
    },
    handleKeyDown: (_view, event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false;
      submit();
      return true;
    },
  };
}

/** For `mousedown` on what is clicked beside the text: the cursor and the selection stay there. */
export function keepFocus(event: Event): void {
  event.preventDefault();
}

/** Arrow keys walk through a toolbar, which is one stop of the Tab key (ARIA toolbar pattern). */
export function walkToolbar(event: KeyboardEvent): void {
  const toolbar = event.currentTarget as HTMLElement;
  const buttons = [...toolbar.querySelectorAll<HTMLElement>('button')];
  const at = buttons.indexOf(event.target as HTMLElement);
  const isRightToLeft = getComputedStyle(toolbar).direction === 'rtl';
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const ends: Record<string, number> = { Home: 0, End: buttons.length - 1 };
  const next = ends[event.key] ?? (step === 0 ? -1 : at + (isRightToLeft ? -step : step));
  const button = buttons[(next + buttons.length) % buttons.length];
  if (at < 0 || button === undefined || (step === 0 && ends[event.key] === undefined)) return;
  event.preventDefault();
  for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  button.focus();
}

/** A plain text as the editor has it: empty lines part paragraphs. One paragraph alone goes into the line at hand. */
export function contentOf(text: string): JSONContent[] {
  const paragraphs = text.replaceAll('\r\n', '\n').split(/\n{2,}/);
  const content = paragraphs.map((paragraph) =>
    paragraph
      .split('\n')
      .flatMap((line, index): JSONContent[] => [
        ...(index === 0 ? [] : [{ type: 'hardBreak' }]),
        ...(line === '' ? [] : [{ type: 'text', text: line }]),
      ]),
  );
  return content.length === 1 ? (content[0] ?? []) : content.map((inline) => ({ type: 'paragraph', content: inline }));
}
