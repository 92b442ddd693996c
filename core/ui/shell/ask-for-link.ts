import '@vaadin/text-field';
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { locale, t } from '../i18n';
import { errorText } from '../notice';
import { gateStyles } from './gate.styles';
import { askForLink, fetchSignInOptions, type SignInOptions } from './requests';

/**
 * Sends a link by mail to whoever has forgotten the password, or opens an account. What it says is the same for
 * everybody.
 */
@customElement('gw-ask-for-link')
export class AskForLink extends LightElement {
  static override styles = gateStyles;

  @property() kind: 'password' | 'registration' = 'password';
  @state() private options: SignInOptions | undefined;
  @state() private isSent = false;
  @state() private error = '';
  @state() private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.options = await fetchSignInOptions();
  }

  override render(): TemplateResult {
    const { options, isSent, kind } = this;
    return html`
      <main>
        <form class="card" @submit=${this.submit} novalidate>
          <img class="mark" src="/ui/favicon.svg" alt="">
          <h1>${t(`${kind}.title`)}</h1>
          ${
            options === undefined
              ? html`<span class="skeleton" aria-busy="true"></span>`
              : !options[kind === 'password' ? 'passwordReset' : 'registration']
                ? html`<p>${t(`${kind}.closed`)}</p>`
                : isSent
                  ? html`<p role="status">${t(`${kind}.sent`)}</p><p class="soft">${t(`${kind}.none`)}</p>`
                  : this.renderForm()
          }
          <a class="button" href="#">${t('login.back')}</a>
        </form>
      </main>
    `;
  }

  private renderForm(): TemplateResult {
    const { kind } = this;
    const isNew = kind === 'registration';
    return html`
      <p class="soft">${t(`${kind}.text`)}</p>
      <vaadin-text-field name="typed" label=${t(isNew ? 'registration.address' : 'login.username')}
        autocomplete=${isNew ? 'email' : 'username'} autocapitalize="off" autofocus></vaadin-text-field>
      <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
      <button class="button primary" ?disabled=${this.isBusy}>${t(`${kind}.submit`)}</button>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const typed = this.querySelector<HTMLElement & { value: string }>('[name=typed]')?.value.trim() ?? '';
    this.error = typed === '' ? t('host.required') : '';
    if (typed === '') return;
    this.isBusy = true;
    try {
      await askForLink(this.kind, typed, locale());
      this.isSent = true;
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}
