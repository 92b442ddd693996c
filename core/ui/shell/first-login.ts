import '@vaadin/password-field';
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { errorText } from '../notice';
import { gateStyles } from './gate.styles';
import { faultOfPassword, SHORTEST } from './new-password';
import { setPassword } from './requests';

/** Opened by a first-login or reset link: sets the password, then fires `signed-in`. */
@customElement('gw-first-login')
export class FirstLogin extends LightElement {
  static override styles = gateStyles;

  @property() token = '';
  @state() private error = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    return html`
      <main>
        <form class="card" @submit=${this.submit} novalidate>
          <img class="mark" src="/ui/favicon.svg" alt="">
          <h1>${t('firstLogin.title')}</h1>
          <p class="soft">${t('firstLogin.text')}</p>
          <vaadin-password-field name="password" label=${t('firstLogin.password')} autocomplete="new-password" autofocus
            helper-text=${t('firstLogin.hint', { length: SHORTEST })}></vaadin-password-field>
          <vaadin-password-field name="repeat" label=${t('firstLogin.repeat')} autocomplete="new-password"></vaadin-password-field>
          <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
          <button class="button primary" ?disabled=${this.isBusy}>${t('firstLogin.submit')}</button>
        </form>
      </main>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const value = (name: string) => this.querySelector<HTMLElement & { value: string }>(`[name=${name}]`)?.value ?? '';
    const password = value('password');
    this.error = faultOfPassword(password, value('repeat'));
    if (this.error !== '') return;
    this.isBusy = true;
    try {
      await setPassword(this.token, password);
      this.dispatchEvent(new CustomEvent('signed-in'));
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}
