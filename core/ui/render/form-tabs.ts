import { html, nothing, type TemplateResult } from 'lit';

/** One of the tabs of a form. */
interface DrawnTab {
  readonly title: string;
  readonly description?: string;
  readonly content: TemplateResult;
}

/**
 * Tabs of a form, of which one is in front. The others stay where they are, out of sight and reach, so that nothing of what
 * was entered is lost and the dialog keeps its height.
 * @param prefix of the ids, different for each form
 */
export function renderTabs(
  prefix: string,
  tabs: readonly DrawnTab[],
  open: number,
  choose: (tab: number) => void,
): TemplateResult {
  const moved = (event: KeyboardEvent) => {
    const wanted = tabFor(event, open, tabs.length);
    if (wanted === null) return;
    event.preventDefault();
    choose(wanted);
    (event.currentTarget as HTMLElement).querySelectorAll('button')[wanted]?.focus();
  };
  return html`
    <div role="tablist" @keydown=${moved}>
      ${tabs.map(
        (
          { title },
          at,
        ) => html`<button type="button" role="tab" id="${prefix}-tab-${at}" aria-controls="${prefix}-panel-${at}"
          aria-selected=${String(at === open)} tabindex=${at === open ? 0 : -1} @click=${() => choose(at)}>${title}</button>`,
      )}
    </div>
    <div class="tab-panels">
      ${tabs.map(
        ({ description, content }, at) => html`
          <div role="tabpanel" id="${prefix}-panel-${at}" data-tab=${at} aria-labelledby="${prefix}-tab-${at}" class=${at === open ? '' : 'behind'}>
            ${description === undefined ? nothing : html`<p class="soft">${description}</p>`}
            ${content}
          </div>
        `,
      )}
    </div>
  `;
}

/** The tab to which a key leads, as in every list of tabs; null for any other key. */
function tabFor({ key, currentTarget }: KeyboardEvent, open: number, count: number): number | null {
  const forward = getComputedStyle(currentTarget as HTMLElement).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  return (open + (key === forward ? 1 : count - 1)) % count;
}
