import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { errorText, LightElement, type ModalContent, store, t } from '../../../../core/ui/api';

/** The texts of the mails, saved or not. */
export interface LetterTemplates {
  readonly answerText: string;
  readonly confirmationSubject: string;
  readonly confirmationText: string;
}

/** As `SupportLetter/preview` answers it. */
interface Letters {
  readonly answer: { readonly text: string };
  readonly confirmation: { readonly subject: string; readonly text: string };
}

/** `<support-letters>`: an answer and a confirmation as a customer would get them, of an example. Fires `done`. */
@customElement('support-letters')
export class SupportLetters extends LightElement implements ModalContent {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      width: min(560px, calc(100vw - 64px));
    }
    article {
      display: grid;
      gap: 6px;
    }
    h3 {
      font-size: 12.5px;
      color: var(--text-soft);
    }
    .letter {
      padding: var(--gap-m);
      border: 1px solid var(--line);
      border-radius: 8px;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .subject {
      display: block;
      margin-bottom: 8px;
      font-weight: 600;
    }
    .actions {
      display: flex;
      justify-content: flex-end;
    }
  `;

  @property({ attribute: false }) templates!: LetterTemplates;
  @state() private letters: Letters | undefined;
  @state() private error = '';

  readonly cancel = (): void => {
    this.dispatchEvent(new CustomEvent('done', { detail: null }));
  };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const { answerText, confirmationSubject, confirmationText } = this.templates;
    try {
      const example = {
        subject: t('support.letters.example.subject'),
        customer: t('support.letters.example.customer'),
        list: t('support.account'),
        text: t('support.letters.example.text'),
      };
      const given = { answerText, confirmationSubject, confirmationText, example };
      this.letters = (await store().call('SupportLetter/preview', given)) as unknown as Letters;
    } catch (error) {
      this.error = errorText(error);
    }
  }

  override render(): TemplateResult {
    const { letters } = this;
    return html`
      ${this.error === '' ? nothing : html`<p class="error-text" role="alert">${this.error}</p>`}
      ${
        letters === undefined
          ? html`<span class="skeleton" aria-busy="true" ?hidden=${this.error !== ''}></span>`
          : html`
            <p class="soft">${t('support.letters.example')}</p>
            ${letter(t('support.letters.answer'), letters.answer.text, null)}
            ${letter(t('support.letters.confirmation'), letters.confirmation.text, letters.confirmation.subject)}
          `
      }
      <div class="actions"><button type="button" class="button primary" @click=${this.cancel}>${t('host.close')}</button></div>
    `;
  }
}

function letter(heading: string, text: string, subject: string | null): TemplateResult {
  return html`
    <article>
      <h3>${heading}</h3>
      <div class="letter" dir="auto">${subject === null ? nothing : html`<span class="subject">${subject}</span>`}${text.trim()}</div>
    </article>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'support-letters': SupportLetters;
  }
}
