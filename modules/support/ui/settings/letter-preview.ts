import { customElement, property } from 'lit/decorators.js';
import type { ModalContent } from '../../../../core/ui/api';
import type { LetterTemplates } from './letters';
import { SettingsPreview } from './settings-preview';

/** `<support-letter-preview>`: below the texts of the mails; shows what customers would get. */
@customElement('support-letter-preview')
export class LetterPreview extends SettingsPreview {
  /** What the form holds. */
  @property({ attribute: false }) record!: LetterTemplates;
  protected readonly icon = 'mail';
  protected readonly buttonText = 'support.letters.show';
  protected readonly dialogTitle = 'support.letters.title';

  protected async content(): Promise<ModalContent> {
    await import('./letters');
    return Object.assign(document.createElement('support-letters'), { templates: this.record });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-letter-preview': LetterPreview;
  }
}
