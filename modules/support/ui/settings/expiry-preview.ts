import { customElement, property } from 'lit/decorators.js';
import type { ModalContent } from '../../../../core/ui/api';
import type { ExpirySettings } from './expiring-tickets';
import { SettingsPreview } from './settings-preview';

/** `<support-expiry-preview>`: below the settings of Support; says which tickets they would close. */
@customElement('support-expiry-preview')
export class ExpiryPreview extends SettingsPreview {
  /** What the form holds. */
  @property({ attribute: false }) record!: ExpirySettings;
  protected readonly icon = 'clock';
  protected readonly buttonText = 'support.expiry.show';
  protected readonly dialogTitle = 'support.expiry.show';

  protected async content(): Promise<ModalContent> {
    await import('./expiring-tickets');
    return Object.assign(document.createElement('support-expiring-tickets'), { settings: this.record });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-expiry-preview': ExpiryPreview;
  }
}
