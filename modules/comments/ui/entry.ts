import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  avatar,
  formatDateTime,
  formatSize,
  formatWhen,
  LightElement,
  showError,
  store,
  t,
} from '../../../core/ui/api';
import type { Attachment, Comment, Delivery } from './comment';
import { deliveryBadge } from './delivery';
import { entryStyles } from './entry.styles';

/** `<comment-entry>`: one entry of a thread. What people wrote is shown as text, or in the sandboxed frame. */
@customElement('comment-entry')
export class CommentEntry extends LightElement {
  static override styles = entryStyles;

  @property({ attribute: false }) comment!: Comment;
  /** True where it matters whether a customer or an agent has written it. */
  @property({ attribute: false }) hasRole = true;
  /** True in the thread of another object than its own. */
  @property({ attribute: false }) isOfPart = false;
  /** True for whoever may have it moved. */
  @property({ attribute: false }) mayMove = false;
  @state() private showsQuote = false;

  override render(): TemplateResult {
    const { comment } = this;
    return comment.authorRole === 'system' ? this.renderSystem(comment) : this.renderEntry(comment);
  }

  private renderSystem({ text, createdAt, isPrivate, delivery }: Comment): TemplateResult {
    return html`
      <div class="system ${isPrivate ? 'private' : ''}">
        ${isPrivate ? renderPrivate() : nothing}
        <span class="words" dir="auto">${text}</span> <span aria-hidden="true">·</span> ${when(createdAt)}
        ${renderDelivery(delivery)}
      </div>
    `;
  }

  private renderEntry(comment: Comment): TemplateResult {
    const { authorName, authorRole, isPrivate, delivery, arrival } = comment;
    const name = authorName === '' ? t('comments.customer') : authorName;
    const files = comment.attachments.filter(({ isInline }) => isInline !== true);
    return html`
      <article class="${authorRole} ${isPrivate ? 'private' : ''}" aria-label=${t('comments.message', { name })}>
        <header>
          ${avatar(name)}
          <strong dir="auto">${name}</strong>
          ${this.hasRole ? html`<span class="soft role">${t(`comments.${authorRole}`)}</span>` : nothing}
          ${this.isOfPart ? html`<span class="badge">${t('comments.ofPart', { id: comment.entityId })}</span>` : nothing}
          ${isPrivate ? renderPrivate() : nothing}
          ${
            comment.senderIsVerified
              ? nothing
              : html`<span class="badge amber" title=${t('comments.unverifiedText')}>${t('comments.unverified')}</span>`
          }
          <span class="when soft">
            ${
              comment.source === 'mail'
                ? html`<span class="icon icon-mail" role="img" aria-label=${t('comments.byMail')} title=${t('comments.byMail')}></span>`
                : nothing
            }
            ${when(comment.createdAt)}
          </span>
          ${
            this.mayMove
              ? html`<button class="button quiet icon-only move" aria-label=${t('comments.move')} title=${t('comments.move')} @click=${this.askToMove}>
                  <span class="icon icon-more" aria-hidden="true"></span>
                </button>`
              : nothing
          }
        </header>
        ${this.renderOrigin(comment)}
        ${this.renderText(comment.html, comment.text, comment.attachments)}
        ${this.renderQuote(comment)}
        ${files.length === 0 ? nothing : renderFiles(files)}
        ${delivery === null && arrival === null ? nothing : html`<footer>${renderDelivery(delivery)}${renderArrival(comment)}</footer>`}
      </article>
    `;
  }

  /** Where it was said, and the way back there. */
  private renderOrigin({ movedFromId }: Comment): TemplateResult | typeof nothing {
    if (movedFromId === null) return nothing;
    const back = html`<button class="button quiet" @click=${() => void this.moveBack(movedFromId)}>
      <span class="icon icon-undo" aria-hidden="true"></span>${t('comments.moveBack')}
    </button>`;
    return html`<p class="origin"><span class="soft">${t('comments.movedFrom', { id: movedFromId })}</span> ${this.mayMove ? back : nothing}</p>`;
  }

  private readonly askToMove = () => {
    this.dispatchEvent(new CustomEvent('entry-move', { detail: this.comment, bubbles: true }));
  };

  private async moveBack(entityId: string): Promise<void> {
    await store().update('Comment', this.comment.id, { entityId }).catch(showError);
  }

  private renderText(markup: string | null, text: string, attachments: readonly Attachment[]): TemplateResult {
    const images = attachments.map(({ cid, blobId, type }) => ({ cid: cid ?? null, blobId, type }));
    const label = t('comments.message', { name: this.comment.authorName });
    return html`<mail-frame .label=${label} .content=${{ html: markup, text, images }}></mail-frame>`;
  }

  private renderQuote({ quotedHtml, quotedText, attachments }: Comment): TemplateResult | typeof nothing {
    if (quotedHtml === null && (quotedText === null || quotedText === '')) return nothing;
    const label = t(this.showsQuote ? 'comments.hideQuote' : 'comments.showQuote');
    return html`
      <button class="more" aria-expanded=${String(this.showsQuote)} aria-label=${label} title=${label} @click=${this.toggleQuote}>…</button>
      ${
        this.showsQuote
          ? html`<div class="quote" role="group" aria-label=${t('comments.quoted')}>${this.renderText(quotedHtml, quotedText ?? '', attachments)}</div>`
          : nothing
      }
    `;
  }

  private readonly toggleQuote = () => {
    this.showsQuote = !this.showsQuote;
  };
}

function renderPrivate(): TemplateResult {
  return html`<span class="badge amber"><span class="icon icon-lock" aria-hidden="true"></span>${t('comments.privateNote')}</span>`;
}

function when(createdAt: string): TemplateResult {
  return html`<time datetime=${createdAt} title=${formatDateTime(createdAt)}>${formatWhen(createdAt)}</time>`;
}

function renderFiles(files: readonly Attachment[]): TemplateResult {
  return html`
    <ul class="files" role="list" aria-label=${t('comments.attachments')}>
      ${files.map((file) => {
        const size = file.size === undefined ? '' : formatSize(file.size);
        return html`
          <li>
            <button class="file" aria-label=${t('comments.download', { name: file.name, size })} @click=${() => void download(file)}>
              <span class="icon icon-file" aria-hidden="true"></span>
              <span class="name" dir="auto">${file.name}</span>
              <span class="soft">${size}</span>
              <span class="icon icon-download" aria-hidden="true"></span>
            </button>
          </li>
        `;
      })}
    </ul>
  `;
}

async function download(file: Attachment): Promise<void> {
  await store().download(file).catch(showError);
}

function renderDelivery(delivery: Delivery | null): TemplateResult | typeof nothing {
  if (delivery === null) return nothing;
  const { state, recipients, detail } = delivery;
  return html`
    <p class="delivery">
      <span class="visually-hidden">${t('comments.delivery')}</span>
      ${deliveryBadge(state)}
      <span class="soft">${t('comments.deliveredTo', { recipients: recipients.join(', ') })}</span>
      ${detail === null || detail === '' ? nothing : html`<span class="detail soft" dir="auto">${detail}</span>`}
    </p>
  `;
}

function renderArrival({ arrival, senderIsVerified }: Comment): TemplateResult | typeof nothing {
  if (arrival === null) return nothing;
  return html`
    <details>
      <summary>${t('comments.why')}</summary>
      <p dir="auto">${arrival.reason}</p>
      ${senderIsVerified ? nothing : html`<p>${t('comments.unverifiedText')}</p>`}
    </details>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'comment-entry': CommentEntry;
  }
}
