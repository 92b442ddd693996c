import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { PartElement, store, t, toast } from '../../../core/ui/api';
import { told } from './composer';
import { composerStyles } from './composer.styles';

/** `<legacy-first-message>`: what a new ticket is about; it is stored as its first message. */
@customElement('legacy-first-message')
export class FirstMessage extends PartElement {
  static override styles = composerStyles;

  @state() private content = '';
  @state() private isChecked = false;

  override get isDirty(): boolean {
    return this.content.trim() !== '';
  }
  private get files() {
    return this.querySelector('legacy-files');
  }

  override async check(): Promise<boolean> {
    this.isChecked = true;
    await this.updateComplete;
    if (!this.isDirty) this.querySelector('textarea')?.focus();
    const isUploading = this.files?.isUploading === true;
    if (isUploading) toast(t('tickets.uploading'));
    return this.isDirty && !isUploading;
  }

  override async save(ticketId: string): Promise<void> {
    const attachments = (this.files?.value ?? []).map(told);
    const message = { ticketId, content: this.content, attachments };
    await store().commit([{ type: 'LegacyTicketMessage', create: { message } }]);
  }

  override render(): TemplateResult {
    const isMissing = this.isChecked && !this.isDirty;
    return html`
      <label>
        <span>${t('tickets.message')}</span>
        <textarea dir="auto" rows="6" maxlength="100000" aria-required="true" aria-invalid=${String(isMissing)} .value=${this.content}
          @input=${(event: Event) => {
            this.content = (event.target as HTMLTextAreaElement).value;
          }}></textarea>
      </label>
      <legacy-files></legacy-files>
      ${isMissing ? html`<p class="error-text" role="alert">${t('tickets.messageMissing')}</p>` : nothing}
    `;
  }
}
