import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement, QueryController, t } from '../../../core/ui/api';
import type { CannedReply } from './canned-reply';
import { replyListStyles } from './reply-list.styles';

/** Typing that goes on is not searched for, letter by letter. */
const PAUSE_MS = 150;

/**
 * The replies for one ticket type, to choose one: the arrows go through them while the focus stays in the field that
 * searches (ARIA combobox with a list), Enter chooses. Fires `chosen`, with null when none was.
 */
@customElement('support-reply-list')
class ReplyList extends LightElement {
  static override styles = replyListStyles;

  @property() taskListId = '';
  @state() private text = '';
  @state() private active = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private chosen: CannedReply | null = null;
  private readonly replies = new QueryController(this, 'CannedReply', () => ({
    filter: { usableIn: [this.taskListId], ...(this.text === '' ? {} : { text: this.text }) },
    sort: [{ property: 'sortOrder' }, { property: 'name' }],
  }));

  override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { records, isLoading, error } = this.replies;
    const none = error?.message ?? (isLoading ? t('host.loading') : t('support.replies.nothing'));
    const found = records.length === 0 ? none : t('support.replies.found', { count: records.length });
    return html`
      <dialog aria-label=${t('support.replies.insert')} @close=${this.closed} @keydown=${this.keyPressed}>
        <div class="top">
          <input
            type="text" role="combobox" autofocus autocomplete="off" spellcheck="false" dir="auto" maxlength="190"
            placeholder=${t('support.replies.search')} aria-label=${t('support.replies.search')} aria-autocomplete="list"
            aria-expanded=${String(records.length > 0)} aria-controls="support-replies"
            aria-activedescendant=${records[this.active] === undefined ? nothing : `support-reply-${String(this.active)}`}
            @input=${this.searchSoon}
          >
          <button class="button quiet icon-only" aria-label=${t('host.close')} @click=${this.close}>
            <span class="icon icon-close" aria-hidden="true"></span>
          </button>
        </div>
        <div class="found">
          <div id="support-replies" role="listbox" aria-label=${t('support.replies')}>
            ${records.map((reply, at) => this.renderReply(reply, at))}
          </div>
          ${records.length === 0 ? html`<p class="none soft" dir="auto">${none}</p>` : nothing}
        </div>
        <span class="visually-hidden" role="status">${found}</span>
      </dialog>
    `;
  }

  private renderReply(reply: CannedReply, at: number): TemplateResult {
    return html`
      <div role="option" id="support-reply-${at}" aria-selected=${String(at === this.active)} @click=${() => this.choose(reply)}>
        <span class="name" dir="auto">${reply.name}</span>
        <span class="text soft" dir="auto">${reply.text}</span>
      </div>
    `;
  }

  private readonly searchSoon = (event: Event) => {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.text = text;
      this.active = 0;
    }, PAUSE_MS);
  };

  private readonly keyPressed = (event: KeyboardEvent) => {
    if (event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    const { records } = this.replies;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && records.length > 0) {
      event.preventDefault();
      this.active = (this.active + step + records.length) % records.length;
      void this.updateComplete.then(() =>
        this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const reply = records[this.active];
      if (reply !== undefined) this.choose(reply);
    }
  };

  private choose(reply: CannedReply): void {
    this.chosen = reply;
    this.close();
  }

  private readonly close = () => this.querySelector('dialog')?.close();

  private readonly closed = () => {
    this.dispatchEvent(new CustomEvent('chosen', { detail: this.chosen }));
    this.remove();
  };
}

/** Shows the replies for tickets of this type, and answers the chosen one. The focus goes back where it was. */
export function chooseReply(taskListId: string): Promise<CannedReply | null> {
  const list = new ReplyList();
  list.taskListId = taskListId;
  document.body.append(list);
  return new Promise((answer) => {
    list.addEventListener('chosen', (event) => answer((event as CustomEvent<CannedReply | null>).detail));
  });
}
