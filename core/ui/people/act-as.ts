import '@vaadin/password-field';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { showModal } from '../modal';
import { errorText } from '../notice';
import { actAs } from '../shell/requests';
import { RequestFailed } from '../store/errors';
import type { User } from './types';

/** Asks an administrator for the own password before they are in as somebody else. Fires `done` with true or null. */
@customElement('gw-act-as')
class ActAs extends LightElement {
  static override styles = css`
    form {
      display: grid;
      gap: var(--gap-m);
      width: min(420px, calc(100vw - 64px));
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
  `;

  @property({ attribute: false }) user!: User;
  @state() private error = '';
  private isBusy = false;

  readonly cancel = (): void => {
    this.dispatchEvent(new CustomEvent('done', { detail: null }));
  };

  override render(): TemplateResult {
    return html`
      <form @submit=${this.submit} novalidate>
        <p class="soft">${t('people.actAsText', { name: this.user.name })}</p>
        <vaadin-password-field name="password" label=${t('people.ownPassword')} autocomplete="current-password" autofocus></vaadin-password-field>
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary">${t('people.actAs')}</button>
        </div>
      </form>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const password = this.querySelector<HTMLElement & { value: string }>('[name=password]')?.value ?? '';
    this.error = password === '' ? t('host.required') : '';
    if (password === '' || this.isBusy) return;
    this.isBusy = true;
    try {
      await actAs(this.user.id, password);
      this.dispatchEvent(new CustomEvent('done', { detail: true }));
    } catch (error) {
      const isWrong = error instanceof RequestFailed && error.status === 401;
      this.error = isWrong ? t('people.wrongPassword') : errorText(error);
    }
    this.isBusy = false;
  };
}

/** Goes on as this user, in a fresh page: nothing of the administrator stays in memory. */
export async function actAsUser(user: User): Promise<void> {
  const content = document.createElement('gw-act-as') as ActAs;
  content.user = user;
  const isIn = await showModal<true | null>(content, t('people.actAsTitle', { name: user.name }));
  if (isIn === true) location.replace('/');
}
