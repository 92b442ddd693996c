import '@vaadin/password-field';
import '@vaadin/text-field';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { errorText } from '../notice';
import { gateStyles } from './gate.styles';
import { faultOfPassword, SHORTEST } from './new-password';
import { acceptInvitation, type OpenInvitation, openInvitation } from './requests';

/** Opened by the link of an invitation: the invited choose user name and password. Fires `signed-in`. */
@customElement('gw-invitation')
export class InvitationPage extends LightElement {
  static override styles = gateStyles;

  @property() token = '';
  @state() private invitation: OpenInvitation | undefined;
  /** Why there is nothing to accept. */
  @state() private gone = '';
  @state() private error = '';
  @state() private isBusy = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('token')) void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.invitation = await openInvitation(this.token);
    } catch (error) {
      this.gone = errorText(error);
    }
  }

  override render(): TemplateResult {
    const { invitation, gone } = this;
    return html`
      <main>
        <form class="card" @submit=${this.submit} novalidate>
          <img class="mark" src="/ui/favicon.svg" alt="">
          <h1>${t('invitation.title')}</h1>
          ${
            invitation !== undefined
              ? this.renderForm(invitation)
              : gone === ''
                ? html`<span class="skeleton" aria-busy="true"></span>`
                : html`<p role="alert">${gone}</p><p class="soft">${t('invitation.gone')}</p>
                    <a class="button" href="#">${t('login.back')}</a>`
          }
        </form>
      </main>
    `;
  }

  private renderForm({ email, name }: OpenInvitation): TemplateResult {
    return html`
      <p class="soft">${t('invitation.text', { email })}</p>
      <vaadin-text-field name="name" label=${t('invitation.name')} .value=${name} autocomplete="name" maxlength="190" autofocus></vaadin-text-field>
      <vaadin-text-field name="username" label=${t('invitation.username')} .value=${email.split('@', 1)[0] ?? ''} autocomplete="username"
        autocapitalize="off" maxlength="190"></vaadin-text-field>
      <vaadin-password-field name="password" label=${t('invitation.password')} autocomplete="new-password"
        helper-text=${t('firstLogin.hint', { length: SHORTEST })}></vaadin-password-field>
      <vaadin-password-field name="repeat" label=${t('firstLogin.repeat')} autocomplete="new-password"></vaadin-password-field>
      <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
      <button class="button primary" ?disabled=${this.isBusy}>${t('invitation.submit')}</button>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const value = (name: string) => this.querySelector<HTMLElement & { value: string }>(`[name=${name}]`)?.value ?? '';
    const [name, username, password] = [value('name').trim(), value('username').trim(), value('password')];
    this.error = name === '' || username === '' ? t('invitation.missing') : faultOfPassword(password, value('repeat'));
    if (this.error !== '') return;
    this.isBusy = true;
    try {
      await acceptInvitation({ token: this.token, name, username, password });
      this.dispatchEvent(new CustomEvent('signed-in'));
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}
