import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement, showError, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import { filled } from './placeholders';

/** `<support-reply-tool>`: a button of the composer that inserts a reply. Fires `insert-text`. */
@customElement('support-reply-tool')
export class ReplyTool extends LightElement {
  @property({ attribute: false }) ticket!: Task;

  override render(): TemplateResult {
    return html`
      <button class="button" aria-haspopup="dialog" title=${t('support.replies.insert')} @click=${this.choose}>
        <span class="icon icon-list" aria-hidden="true"></span>${t('support.replies')}
      </button>
    `;
  }

  private readonly choose = async () => {
    const { ticket } = this;
    try {
      const { chooseReply } = await import('./reply-list');
      const reply = await chooseReply(ticket.taskListId);
      if (reply === null) return;
      const detail = await filled(reply.text, ticket);
      // The user may have gone to another ticket meanwhile.
      if (this.ticket.id === ticket.id) this.dispatchEvent(new CustomEvent('insert-text', { detail, bubbles: true }));
    } catch (error) {
      showError(error);
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-reply-tool': ReplyTool;
  }
}
