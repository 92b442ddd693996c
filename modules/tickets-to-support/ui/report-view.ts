import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement, MailFrame, type ModalContent, t } from '../../../core/ui/api';

/** `<ticket-migration-report .source=${html}>`: a report, in the frame in which what strangers wrote can do nothing. */
@customElement('ticket-migration-report')
export class ReportView extends LightElement implements ModalContent {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      width: min(1000px, calc(100vw - 64px));
    }
    .actions {
      display: flex;
      justify-content: end;
    }
  `;

  @property() source = '';
  private readonly frame = new MailFrame();

  override render(): TemplateResult {
    this.frame.label = t('tickets-to-support.report');
    this.frame.content = { html: this.source, text: '' };
    return html`
      ${this.frame}
      <div class="actions"><button class="button" @click=${this.cancel}>${t('host.close')}</button></div>
    `;
  }

  readonly cancel = (): void => {
    this.dispatchEvent(new CustomEvent('done', { detail: null }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ticket-migration-report': ReportView;
  }
}
