import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { errorText, LightElement, showError, store, t } from '../api';
import type { FileNode } from './file-node';

/** Types that a page can show without running anything of them: pictures of dots, and text as text. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** Bytes; what is larger is saved instead. */
const LARGEST_PICTURE = 20_000_000;
const LARGEST_TEXT = 500_000;

/** True for files that can be looked at without saving them. */
export function canPreview({ blobId, type, size }: FileNode): boolean {
  if (blobId === null) return false;
  return (PICTURES.includes(type) && size <= LARGEST_PICTURE) || (type === 'text/plain' && size <= LARGEST_TEXT);
}

/** `<file-preview>`: a picture or text in a modal dialog of the browser's own; goes when it is closed. */
@customElement('file-preview')
class FilePreview extends LightElement {
  static override styles = css`
    dialog {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr) auto;
      gap: var(--gap-m);
      width: min(900px, calc(100vw - 24px));
      max-height: calc(100dvh - 24px);
      margin: auto;
      padding: var(--gap-m);
      border: 1px solid var(--line);
      color: inherit;
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 45%);
    }
    h2 {
      font-size: 16px;
      overflow-wrap: anywhere;
    }
    .content {
      min-height: 60px;
      overflow: auto;
    }
    img {
      display: block;
      max-width: 100%;
      margin: auto;
    }
    pre {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
    @media (max-width: 599px) {
      .actions .button {
        flex: 1;
        min-height: 44px;
      }
    }
  `;

  @property({ attribute: false }) file!: FileNode;
  @state() private content: TemplateResult | undefined;

  override render(): TemplateResult {
    const { name } = this.file;
    return html`
      <dialog class="card" aria-labelledby="preview-name" @close=${() => this.remove()} @keydown=${(event: Event) => event.stopPropagation()}>
        <h2 id="preview-name" dir="auto">${name}</h2>
        <div class="content" tabindex="0" role="group" aria-label=${t('files.previewOf', { name })} aria-busy=${String(this.content === undefined)}>
          ${this.content ?? html`<p class="soft" role="status">${t('host.loading')}</p>`}
        </div>
        <form class="actions" method="dialog">
          <button type="button" class="button" @click=${this.save}><span class="icon icon-download" aria-hidden="true"></span>${t('files.save')}</button>
          <button class="button primary" autofocus>${t('host.close')}</button>
        </form>
      </dialog>
    `;
  }

  override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
    void this.load();
  }

  private async load(): Promise<void> {
    const { blobId, type, name } = this.file;
    try {
      if (type === 'text/plain') this.content = html`<pre dir="auto">${await store().blobText(blobId ?? '')}</pre>`;
      // Asked for as the type that it is shown as, whatever is in it.
      else
        this.content = html`<img src=${await store().blobUrl(blobId ?? '', type)} alt=${name} @error=${this.broken}>`;
    } catch (error) {
      this.content = html`<p class="error-text" role="alert">${errorText(error)}</p>`;
    }
  }

  private readonly broken = () => {
    this.content = html`<p class="error-text" role="alert">${t('files.noPicture')}</p>`;
  };

  private readonly save = () => {
    const { blobId, name, type } = this.file;
    if (blobId !== null) void store().download({ blobId, name, type }).catch(showError);
  };
}

/** Shows a file that {@link canPreview}; the focus goes back where it was when that is over. */
export function preview(file: FileNode): void {
  const element = document.createElement('file-preview') as FilePreview;
  element.file = file;
  document.body.append(element);
}
