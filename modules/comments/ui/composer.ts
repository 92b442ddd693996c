import type { Principal } from 'extjs-types';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type ComposerElement, LightElement, loadComposer, showError, store, t, toast } from '../../../core/ui/api';
import { composerStyles } from './composer.styles';
import { draftOf, forgetDraft, keepDraft, type Mode } from './draft';

/** Icon of each mode, and the texts of its button and of what was sent by it. */
const MODES = {
  answer: { icon: 'reply', send: 'comments.send', sent: 'comments.sent' },
  note: { icon: 'lock', send: 'comments.saveNote', sent: 'comments.noteSaved' },
  comment: { icon: 'note', send: 'comments.save', sent: 'comments.saved' },
} as const;

/** People offered at once, when a name is being typed. */
const MOST_FOUND = 8;

/** Who gets an answer by mail; null where the writer need not be told (a customer writing to us). */
export type Audience = readonly string[] | null;

/**
 * `<comment-composer>`: writes into a thread. Closed it is a row of buttons, so that the editor loads when it is
 * first needed. Fires `composer-opened` and `comment-sent`.
 */
@customElement('comment-composer')
export class CommentComposer extends LightElement {
  static override styles = composerStyles;

  @property() entityType = '';
  @property() entityId = '';
  /** The first one is what opens by itself. */
  @property({ attribute: false }) modes: readonly Mode[] = ['answer'];
  @property({ attribute: false }) audience: Audience = null;
  /** True where colleagues may be named after an @. */
  @property({ type: Boolean }) mayMention = false;
  @state() private mode: Mode = 'answer';
  @state() private isOpen = false;
  @state() private isLoaded = false;
  @state() private isSending = false;
  /** Thread and mode whose draft the editor holds. */
  private shown = '';

  private get entity(): string {
    return `${this.entityType} ${this.entityId}`;
  }
  private get editor(): ComposerElement | null {
    return this.querySelector('rich-composer');
  }

  /** Opens the editor and puts the cursor into it. */
  async open(mode: Mode): Promise<void> {
    if (!this.modes.includes(mode)) return;
    this.mode = mode;
    this.isOpen = true;
    await this.load();
    await this.updateComplete;
    this.editor?.focus();
    this.dispatchEvent(new CustomEvent('composer-opened'));
  }

  private async load(): Promise<void> {
    if (this.isLoaded) return;
    await loadComposer().catch(showError);
    this.isLoaded = true;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('entityId')) return;
    const kept = this.modes.find((mode) => draftOf(this.entity, mode) !== undefined);
    this.mode = kept ?? this.modes[0] ?? 'answer';
    this.isOpen = kept !== undefined;
    if (this.isOpen) void this.load();
  }

  override render(): TemplateResult {
    return this.isOpen ? this.renderOpen() : this.renderClosed();
  }

  private renderClosed(): TemplateResult {
    const buttons = this.modes.map(
      (mode, index) => html`
        <button class="button ${index === 0 ? 'primary' : ''}" @click=${() => void this.open(mode)}>
          <span class="icon icon-${MODES[mode].icon}" aria-hidden="true"></span>${this.nameOf(mode)}
        </button>
      `,
    );
    return html`<div class="closed">${buttons}</div>`;
  }

  private nameOf(mode: Mode): string {
    return t(`comments.${this.kindOf(mode).toLowerCase()}`);
  }

  /** A customer replies, an agent answers. */
  private kindOf(mode: Mode): 'Note' | 'Comment' | 'Reply' | 'Answer' {
    if (mode === 'note') return 'Note';
    if (mode === 'comment') return 'Comment';
    return this.audience === null ? 'Reply' : 'Answer';
  }

  private renderOpen(): TemplateResult {
    const { mode } = this;
    const isNote = mode === 'note';
    const kind = this.kindOf(mode);
    return html`
      <section class="open ${mode}" aria-label=${t(`comments.your${kind}`)} @keydown=${this.keyPressed}>
        ${
          this.modes.length < 2 && this.audience === null
            ? nothing
            : html`<div class="top">${this.renderModes()}${this.renderAudience(isNote)}</div>`
        }
        ${
          this.isLoaded
            ? html`<rich-composer
                .label=${t(`comments.your${kind}`)}
                .placeholder=${t(`comments.${kind.toLowerCase()}Placeholder`)}
                .isDisabled=${this.isSending}
                .findPeople=${this.mayMention ? this.findReaders : undefined}
                @change=${this.keep}
                @attachments-changed=${this.keep}
                @submit=${this.submitted}
              ></rich-composer>`
            : html`<span class="skeleton" aria-busy="true"></span>`
        }
        <div class="bottom">
          <button class="button primary" ?disabled=${this.isSending || !this.isLoaded} @click=${this.send}>
            <span class="icon icon-${isNote ? 'lock' : 'send'}" aria-hidden="true"></span>
            ${t(MODES[mode].send)}
          </button>
          <kbd>${t('comments.sendKeys')}</kbd>
          <span class="spring"></span>
          <button class="button quiet" @click=${this.close}>${t('host.close')}</button>
        </div>
      </section>
    `;
  }

  private renderModes(): TemplateResult | typeof nothing {
    if (this.modes.length < 2) return nothing;
    const buttons = this.modes.map(
      (mode) => html`
        <button class="button quiet" aria-pressed=${String(mode === this.mode)} @click=${() => void this.open(mode)}>
          ${this.nameOf(mode)}
        </button>
      `,
    );
    return html`<div class="modes" role="group" aria-label=${t('comments.mode')}>${buttons}</div>`;
  }

  /** Who will read this, said before it is sent. */
  private renderAudience(isNote: boolean): TemplateResult | typeof nothing {
    if (isNote) {
      return html`<p class="audience"><span class="icon icon-lock" aria-hidden="true"></span>${t('comments.onlyColleagues')}</p>`;
    }
    if (this.audience === null) return nothing;
    if (this.audience.length === 0) return html`<p class="audience">${t('comments.notMailed')}</p>`;
    return html`<p class="audience">${t('comments.sentTo')} <strong>${this.audience.join(', ')}</strong></p>`;
  }

  /** Puts the draft of this thread and mode into the editor. */
  override updated(): void {
    const { editor } = this;
    if (editor === null) {
      this.shown = '';
      return;
    }
    const wanted = `${this.entity} ${this.mode}`;
    if (wanted === this.shown) return;
    const draft = draftOf(this.entity, this.mode);
    this.shown = wanted;
    editor.value = draft?.html ?? '';
    editor.attachments = (draft?.attachments ?? []).map((file) => ({ size: 0, ...file, cid: file.cid ?? '' }));
  }

  private readonly keep = () => {
    const { editor } = this;
    if (editor === null || this.shown !== `${this.entity} ${this.mode}`) return;
    keepDraft(this.entity, this.mode, { html: editor.value, attachments: editor.attachments });
  };

  private readonly keyPressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.close();
  };

  private readonly close = () => {
    this.isOpen = false;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.closed .button')?.focus());
  };

  /** Colleagues who may read what is written about, but for whoever writes. */
  private readonly findReaders = async (words: string): Promise<Principal[]> => {
    const mayRead = { type: this.entityType, id: this.entityId };
    const filter = { mayRead, isInternal: true, ...(words === '' ? {} : { text: words }) };
    const { records } = await store().page(
      { type: 'Principal', filter, sort: [{ property: 'name' }] },
      0,
      MOST_FOUND + 1,
    );
    const { id: mine } = store().session.capabilities['urn:groupware:core'].user;
    return records.filter(({ id }) => id !== mine).slice(0, MOST_FOUND);
  };

  private readonly submitted = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    void this.send();
  };

  private readonly send = async () => {
    const { editor, entity, entityId, entityType, mode } = this;
    if (editor === null || this.isSending) return;
    if (editor.isUploading) {
      toast(t('comments.stillUploading'));
      return;
    }
    const { value, attachments, mentions } = editor;
    if (value === '' && attachments.length === 0) {
      toast(t('comments.nothingWritten'));
      return;
    }
    this.isSending = true;
    try {
      const isPrivate = mode === 'note';
      await store().create('Comment', {
        entityType,
        entityId,
        isPrivate,
        html: value,
        attachments: attachments.map(told),
        ...(mentions.length === 0 ? {} : { mentions }),
      });
      forgetDraft(entity, mode);
      // The user may have gone to another thread meanwhile; its draft is not ours to clear.
      if (this.entity === entity && this.mode === mode) {
        this.shown = '';
        editor.clear();
        this.close();
      }
      toast(t(MODES[mode].sent), 'green');
      this.dispatchEvent(new CustomEvent('comment-sent', { detail: { mode } }));
    } catch (error) {
      showError(error);
    } finally {
      this.isSending = false;
    }
    // What was refused is written on: the cursor was lost while nothing could be typed.
    await this.updateComplete;
    if (this.entity === entity) this.editor?.focus();
  };
}

/** An attachment as `Comment/set` takes it. */
export function told({ blobId, name, type, isInline, cid }: ComposerElement['attachments'][number]) {
  return { blobId, name, type, ...(isInline === true ? { isInline, cid: cid ?? null } : {}) };
}

declare global {
  interface HTMLElementTagNameMap {
    'comment-composer': CommentComposer;
  }
}
