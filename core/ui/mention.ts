import { type Editor, mergeAttributes } from '@tiptap/core';
import { Mention } from '@tiptap/extension-mention';
import type { SuggestionProps } from '@tiptap/suggestion';
import type { FindPeople, Mentionable } from './composer-loader';
import { MentionList } from './mention-list';
import { showError } from './notice';

type Props = SuggestionProps<Mentionable, { id: string; label: string }>;

/**
 * A person named in the text after an @. Who is meant is the id: it stays with the editor and its drafts, while the
 * reader gets the name, in bold.
 * @param find people whose name or address has the words
 * @param container is given the list of them
 */
export function mentionNode(find: FindPeople, container: HTMLElement) {
  return Mention.extend({
    parseHTML() {
      // Before the mark that makes text bold.
      return [{ tag: 'strong[data-type="mention"]', priority: 100 }];
    },
    renderHTML({ node, HTMLAttributes }) {
      return ['strong', mergeAttributes(HTMLAttributes, { 'data-type': 'mention' }), `@${String(node.attrs['label'])}`];
    },
  }).configure({
    suggestion: {
      debounce: 150,
      container,
      items: ({ query }) =>
        find(query).then(
          (people) => [...people],
          (error: unknown) => {
            showError(error);
            return [];
          },
        ),
      render: renderPeople,
    },
  });
}

/** Ids of those whom the text names, each once. */
export function mentionedIn(editor: Editor): string[] {
  const ids = new Set<string>();
  editor.state.doc.descendants(({ type, attrs }) => {
    if (type.name === 'mention') ids.add(String(attrs['id']));
  });
  return [...ids];
}

/** The list of people beside the cursor, as long as a name is being typed. */
function renderPeople() {
  const list = new MentionList();
  let props: Props | undefined;
  let unmount: (() => void) | undefined;
  list.addEventListener('choose', (event) => {
    const { id, name } = (event as CustomEvent<Mentionable>).detail;
    props?.command({ id, label: name });
  });
  const show = async (now: Props) => {
    props = now;
    list.people = now.items;
    list.isLoading = now.loading;
    await list.updateComplete;
    tell(now.editor.view.dom, list);
  };
  return {
    onStart: (now: Props) => {
      unmount = now.mount(list, {
        onPosition: ({ x, y }) => Object.assign(list.style, { left: `${x}px`, top: `${y}px` }),
      });
      void show(now);
    },
    onUpdate: (now: Props) => void show(now),
    onKeyDown: ({ event, view }: { event: KeyboardEvent; view: { dom: HTMLElement } }) => {
      const isUsed = list.press(event);
      if (isUsed) void list.updateComplete.then(() => tell(view.dom, list));
      return isUsed;
    },
    onExit: ({ editor }: Props) => {
      unmount?.();
      props = undefined;
      for (const name of ['aria-controls', 'aria-activedescendant']) editor.view.dom.removeAttribute(name);
    },
  };
}

/** Has assistive technology say where the keys are, although the focus stays in the text. */
function tell(text: HTMLElement, { activeId, isConnected }: MentionList): void {
  if (!isConnected || activeId === '') text.removeAttribute('aria-activedescendant');
  else {
    text.setAttribute('aria-controls', 'mention-people');
    text.setAttribute('aria-activedescendant', activeId);
  }
}
