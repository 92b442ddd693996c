import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type ComposerElement, LightElement, loadComposer, showError, store, t, toast } from '../../../core/ui/api';
import { composerStyles } from './composer.styles';
import { isEmpty, type Mode, told } from './draft';
import { findReaders } from './find-readers';
import type { Writing } from './writing';
import { WritingController } from './writing-controller';
import { renderKept, renderOther } from './writing-view';

/** Icon of each mode, and the texts of its button and of what was sent by it. */
const MODES = {
  answer: { icon: 'reply', send: 'comments.send', sent: 'comments.sent' },
  note: { icon: 'lock', send: 'comments.saveNote', sent: 'comments.noteSaved' },
  comment: { icon: 'note', send: 'comments.save', sent: 'comments.saved' },
} as const;

/** Who gets an answer by mail; null where the writer need not be told (a customer writing to us). */
export type Audience = readonly string[] | null;

/**
 * `<comment-composer>`: writes into a thread. Closed it is a row of buttons, so that the editor loads when it is
 * first needed. Fires `composer-opened`, `comment-sent`, and `writing` with the mode in which something is being
 * written, or null when it is no more. What stands in `tools` writes at the cursor by an event
 * `insert-text` that bubbles, with the text as its detail.
 */
@customElement('comment-composer')
export class CommentComposer extends LightElement {
  static override styles = composerStyles;

  @property() entityType = '';
  @property() entityId = '';
  /** The first one is what opens by itself. */
  @property({ attribute: false }) modes: readonly Mode[] = ['answer'];
  @property({ attribute: false }) audience: Audience = null;
  /** True when nothing can be sent any more: what was written before is shown, so that it is not lost. */
  @property({ type: Boolean }) isGone = false;
  /** True where colleagues may be named after an @. */
  @property({ type: Boolean }) mayMention = false;
  /** Further tools of who puts the composer there, beside the button that sends. */
  @property({ attribute: false }) tools: TemplateResult | undefined;
  @state() private mode: Mode = 'answer';
  @state() private isOpen = false;
  @state() private isLoaded = false;
  @state() private isSending = false;
  /** Thread, mode and turn of the text that the editor holds. */
  private shown = '';
  private readonly drafts = new WritingController(this);

  private get entity(): string {
    return `${this.entityType} ${this.entityId}`;
  }
  private get writing(): Writing {
    return this.drafts.in(this.mode);
  }
  /** The same of the text that it should hold. */
  private get wanted(): string {
    return `${this.entity} ${this.mode} ${this.writing.turn}`;
  }
  private get editor(): ComposerElement | null {
    return this.querySelector('rich-composer');
  }

  /** Opens the editor and puts the cursor into it. */
  async open(mode: Mode): Promise<void> {
    if (!this.modes.includes(mode)) return;
    if (mode !== this.mode) this.tellWriting(null);
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
    const { entity } = this;
    const entered = this.drafts.enter(this.entityType, this.entityId);
    this.openKept();
    void entered.then(() => {
      if (entity === this.entity && !this.isOpen) this.openKept();
    });
  }

  /** Shows what was written here and not sent. */
  private openKept(): void {
    const kept = this.drafts.kept(this.modes);
    this.mode = kept ?? this.modes[0] ?? 'answer';
    this.isOpen = kept !== undefined;
    if (this.isOpen) void this.load();
  }

  override render(): TemplateResult | typeof nothing {
    return this.isOpen ? this.renderOpen() : this.renderClosed();
  }

  private renderClosed(): TemplateResult | typeof nothing {
    if (this.isGone) return nothing;
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
    const isReady = this.isLoaded && this.drafts.isKnown;
    return html`
      <section class="open ${mode}" aria-label=${t(`comments.your${kind}`)} @keydown=${this.keyPressed} @insert-text=${this.insert}>
        ${
          this.modes.length < 2 && this.audience === null
            ? nothing
            : html`<div class="top">${this.renderModes()}${this.renderAudience(isNote)}</div>`
        }
        ${
          isReady
            ? html`${this.isGone ? renderKept(this.writing) : renderOther(this.writing)}<rich-composer
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
        ${this.isGone ? nothing : html`<div class="bottom">${this.renderBottom(isReady)}</div>`}
      </section>
    `;
  }

  private renderBottom(isReady: boolean): TemplateResult {
    const { mode } = this;
    return html`
          <button class="button primary" ?disabled=${this.isSending || !isReady} @click=${this.send}>
            <span class="icon icon-${mode === 'note' ? 'lock' : 'send'}" aria-hidden="true"></span>
            ${t(MODES[mode].send)}
          </button>
          <kbd>${t('comments.sendKeys')}</kbd>
      ${this.tools ?? nothing}
          ${renderKept(this.writing)}
          <button class="button quiet" @click=${this.close}>${t('host.close')}</button>
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
    if (this.isGone) return nothing;
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
    if (this.shown === this.wanted) return;
    this.shown = this.wanted;
    const { draft } = this.writing;
    // The images of a text are looked for among the files.
    editor.attachments = draft.attachments.map((file) => ({ size: 0, ...file, cid: file.cid ?? '' }));
    editor.value = draft.html;
  }

  private readonly keep = () => {
    const { editor } = this;
    if (editor === null || this.shown !== this.wanted) return;
    this.writing.write({ html: editor.value, attachments: editor.attachments });
    this.shown = this.wanted;
    this.tellWriting(isEmpty(this.writing.draft) ? null : this.mode);
  };

  private tellWriting(detail: Mode | null): void {
    this.dispatchEvent(new CustomEvent('writing', { detail }));
  }

  private readonly keyPressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.close();
  };

  private readonly insert = ({ detail }: CustomEvent<string>) => this.editor?.insertText(detail);

  private readonly close = () => {
    this.isOpen = false;
    this.tellWriting(null);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.closed .button')?.focus());
  };

  private readonly findReaders = (words: string) => findReaders(this.entityType, this.entityId, words);

  private readonly submitted = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    void this.send();
  };

  private readonly send = async () => {
    const { editor, entity, entityId, entityType, mode, writing } = this;
    if (editor === null || this.isSending || this.isGone) return;
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
      await writing.settled();
      await store().create('Comment', {
        entityType,
        entityId,
        isPrivate,
        html: value,
        attachments: attachments.map(told),
        ...(mentions.length === 0 ? {} : { mentions }),
        ...(writing.known === null ? {} : { draft: writing.known }),
      });
      writing.forget();
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
      void writing.save();
    } finally {
      this.isSending = false;
    }
    // What was refused is written on: the cursor was lost while nothing could be typed.
    await this.updateComplete;
    if (this.entity === entity) this.editor?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'comment-composer': CommentComposer;
  }
}
