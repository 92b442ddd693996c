import '@vaadin/password-field';
import '@vaadin/text-field';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { errorText, LightElement, type ModalContent, t } from '../../../core/ui/api';

/** `<ticket-migration-typed>`: what must be typed before something is done; stays open when that is refused. Fires `done`. */
@customElement('ticket-migration-typed')
export class TypedForm extends LightElement implements ModalContent {
  static override styles = css`
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      width: min(460px, calc(100vw - 64px));
    }
    p {
      margin: 0;
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
  `;

  @property() kind: 'password' | 'name' = 'name';
  @property() text = '';
  /** What must be typed, or null for whatever it is. */
  @property({ attribute: false }) wanted: string | null = null;
  @property({ attribute: false }) act: (typed: string) => Promise<unknown> = () => Promise.resolve();
  @state() private typed = '';
  @state() private fault = '';
  private isBusy = false;

  override render(): TemplateResult {
    const { kind, wanted, typed } = this;
    const label = t(`tickets-to-support.typed.${kind}`);
    const take = (event: Event): void => {
      this.typed = (event.target as HTMLInputElement).value;
    };
    return html`
      <form @submit=${this.submit} novalidate>
        <p>${this.text}</p>
        ${
          kind === 'password'
            ? html`<vaadin-password-field label=${label} autocomplete="off" autofocus @input=${take}></vaadin-password-field>`
            : html`<vaadin-text-field label=${label} autocomplete="off" autofocus @input=${take}></vaadin-text-field>`
        }
        <p class="error-text" role="alert">${this.fault}</p>
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button ${kind === 'name' ? 'danger' : 'primary'}" ?disabled=${wanted !== null && typed !== wanted}>
            ${t(kind === 'name' ? 'tickets-to-support.undo' : 'tickets-to-support.continue')}
          </button>
        </div>
      </form>
    `;
  }

  readonly cancel = (): void => {
    this.dispatchEvent(new CustomEvent('done', { detail: null }));
  };

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    // The button stays as it is: with its focus the dialog would lose its keys.
    if (this.isBusy) return;
    this.isBusy = true;
    this.fault = '';
    try {
      await this.act(this.typed);
      this.dispatchEvent(new CustomEvent('done', { detail: true }));
    } catch (error) {
      this.fault = errorText(error);
    } finally {
      this.isBusy = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ticket-migration-typed': TypedForm;
  }
}
