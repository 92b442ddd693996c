import '@vaadin/password-field';
import '@vaadin/text-field';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { errorText } from '../notice';
import { gateStyles } from './gate.styles';
import { fetchSignInOptions, logIn } from './requests';

/** Asks who you are. Fires `signed-in`. */
@customElement('gw-login')
export class Login extends LightElement {
  static override styles = gateStyles;

  /** True when a session has ended under open panels. */
  @property({ type: Boolean }) isAgain = false;
  @state() private error = '';
  @state() private isBusy = false;
  /** Anybody may open an account. */
  @state() private isOpen = false;

  override connectedCallback(): void {
    super.connectedCallback();
    // Without an answer one can still sign in; only the other way is not offered.
    fetchSignInOptions().then(
      ({ registration }) => {
        this.isOpen = registration;
      },
      () => undefined,
    );
  }

  override render(): TemplateResult {
    return html`
      <main>
        <form class="card" @submit=${this.submit} novalidate>
          <img class="mark" src="/ui/favicon.svg" alt="">
          <h1>${t('login.title')}</h1>
          ${this.isAgain ? html`<p class="soft">${t('login.again')}</p>` : nothing}
          <vaadin-text-field name="username" label=${t('login.username')} autocomplete="username" autocapitalize="off" autofocus></vaadin-text-field>
          <vaadin-password-field name="password" label=${t('login.password')} autocomplete="current-password"></vaadin-password-field>
          <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
          <button class="button primary" ?disabled=${this.isBusy}>${t('login.submit')}</button>
          <a class="aside" href="#forgot">${t('login.forgot')}</a>
          ${this.isOpen ? html`<a class="aside" href="#register">${t('login.register')}</a>` : nothing}
        </form>
      </main>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const value = (name: string) => this.querySelector<HTMLElement & { value: string }>(`[name=${name}]`)?.value ?? '';
    if (value('username') === '' || value('password') === '') {
      this.error = t('login.missing');
      return;
    }
    this.isBusy = true;
    this.error = '';
    try {
      await logIn(value('username').trim(), value('password'));
      this.dispatchEvent(new CustomEvent('signed-in'));
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}
