import { html, type TemplateResult } from 'lit';
import { LightElement, type ModalContent, showModal, t } from '../../../../core/ui/api';
import { loadTexts } from '../texts';

/** A button below a form of settings; shows in a dialog what they would do, before they are saved. */
export abstract class SettingsPreview extends LightElement {
  protected abstract readonly icon: string;
  // No `label`: that is what the form gives each of its elements.
  protected abstract readonly buttonText: string;
  protected abstract readonly dialogTitle: string;
  private readonly texts = loadTexts();

  /** What the dialog shows of the form; loaded when it is first needed. */
  protected abstract content(): Promise<ModalContent>;

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override render(): TemplateResult {
    return html`
      <button type="button" class="button" aria-haspopup="dialog" @click=${() => void this.show()}>
        <span class="icon icon-${this.icon}" aria-hidden="true"></span>${t(this.buttonText)}
      </button>
    `;
  }

  private async show(): Promise<void> {
    await showModal(await this.content(), t(this.dialogTitle));
  }
}
