import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { errorText, formatSize, LightElement, store, t, toast } from '../../../core/ui/api';
import { filesStyles } from './files.styles';
import type { LegacyFile } from './types';

/** `<legacy-files>`: files that go with a message, uploaded as they are chosen. */
@customElement('legacy-files')
export class LegacyFilesField extends LightElement {
  static override styles = filesStyles;

  @state() private files: readonly LegacyFile[] = [];
  @state() private uploading = 0;

  /** Those that are there; what is on its way still is not among them. */
  get value(): readonly LegacyFile[] {
    return this.files;
  }

  get isUploading(): boolean {
    return this.uploading > 0;
  }

  clear(): void {
    this.files = [];
  }

  override render(): TemplateResult {
    return html`
      <label class="button add">
        <input class="visually-hidden" type="file" multiple @change=${this.chosen}>
        <span class="icon icon-attach" aria-hidden="true"></span>${t('tickets.attach')}
      </label>
      <span class="soft" role="status">${this.isUploading ? t('tickets.uploading') : ''}</span>
      ${this.files.length === 0 ? nothing : html`<ul class="files" role="list" aria-label=${t('tickets.files')}>${this.files.map((file) => this.renderFile(file))}</ul>`}
    `;
  }

  private renderFile(file: LegacyFile): TemplateResult {
    const remove = () => {
      this.files = this.files.filter((other) => other !== file);
    };
    return html`
      <li class="file">
        <span class="icon icon-file" aria-hidden="true"></span>
        <span class="name" dir="auto">${file.name}</span> <span class="soft">${formatSize(file.size ?? 0)}</span>
        <button type="button" class="button quiet icon-only" aria-label=${t('tickets.removeFile', { name: file.name })} @click=${remove}>
          <span class="icon icon-close" aria-hidden="true"></span>
        </button>
      </li>
    `;
  }

  private readonly chosen = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const chosen = [...(input.files ?? [])];
    input.value = '';
    await Promise.all(chosen.map((file) => this.upload(file)));
  };

  private async upload(file: File): Promise<void> {
    this.uploading++;
    try {
      const { blobId, type, size } = await store().upload(file);
      this.files = [...this.files, { blobId, type, size, name: file.name.normalize('NFC') }];
    } catch (error) {
      toast(`${file.name}: ${errorText(error)}`, 'red');
    }
    this.uploading--;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'legacy-files': LegacyFilesField;
  }
}
