import '@vaadin/password-field';
import { css, html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { RecordController } from '../controllers';
import { PanelElement } from '../element';
import { t } from '../i18n';
import { errorText, toast } from '../notice';
import { theStore } from '../store/index';
import { accountStyles } from './account.styles';
import { loadTexts } from './texts';
import './types';

/** The server decides what it accepts; this only spares a round trip. */
const SHORTEST = 12;

type PasswordField = HTMLElement & { value: string };

/** Changes the own password. */
export class Password extends PanelElement {
  static override styles = [
    accountStyles,
    css`
      vaadin-password-field {
        width: min(360px, 100%);
      }
      .button {
        justify-self: start;
      }
    `,
  ];

  @state() private error = '';
  @state() private isBusy = false;
  private readonly texts = loadTexts();
  private readonly profile = new RecordController(this, 'Profile', () => 'singleton');

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override render(): TemplateResult {
    const { record } = this.profile;
    return html`
      <form @submit=${this.submit} novalidate>
        <h1 class="visually-hidden">${t('account.password')}</h1>
        ${
          record === undefined
            ? html`<span class="skeleton"></span>`
            : record.hasPassword
              ? this.renderFields()
              : html`<p>${t('account.noPassword')}</p>`
        }
      </form>
    `;
  }

  private renderFields(): TemplateResult {
    return html`
      <p class="soft">${t('account.passwordText')}</p>
      <vaadin-password-field name="current" label=${t('account.currentPassword')} autocomplete="current-password"></vaadin-password-field>
      <vaadin-password-field name="password" label=${t('account.newPassword')} autocomplete="new-password"
        helper-text=${t('account.passwordHint', { length: SHORTEST })}></vaadin-password-field>
      <vaadin-password-field name="repeat" label=${t('account.repeatPassword')} autocomplete="new-password"></vaadin-password-field>
      <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
      <button class="button primary" ?disabled=${this.isBusy}>${t('account.changePassword')}</button>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const fields = [...this.querySelectorAll<PasswordField>('vaadin-password-field')];
    const [current = '', password = '', repeat = ''] = fields.map(({ value }) => value);
    this.error = '';
    if (current === '') this.error = t('host.required');
    else if ([...password].length < SHORTEST) this.error = t('account.passwordShort', { length: SHORTEST });
    else if (password !== repeat) this.error = t('account.passwordDifferent');
    if (this.error !== '') return;
    this.isBusy = true;
    try {
      await theStore().call('Profile/changePassword', { current, password });
      for (const field of fields) field.value = '';
      toast(t('account.passwordChanged'), 'green');
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}
