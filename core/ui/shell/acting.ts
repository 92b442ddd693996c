import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { showError } from '../notice';
import type { HostCapability } from '../store/types';
import { stopActing } from './requests';

/** Says all the time that an administrator is here in somebody else's name, and leads back. */
@customElement('gw-acting')
export class ActingBanner extends LightElement {
  static override styles = css`
    section {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: var(--gap-s) var(--gap-m);
      padding: 6px var(--gap-m);
      background: var(--note);
      border-block: 1px solid var(--note-line);
    }
  `;

  @property({ attribute: false }) host!: HostCapability;

  override render(): TemplateResult {
    const { user, actingAdministrator: administrator } = this.host;
    return html`
      <section aria-label=${t('host.actingLabel')}>
        <span class="icon icon-user" aria-hidden="true"></span>
        <span dir="auto">${t('host.acting', { administrator: administrator ?? '', name: user.name })}</span>
        <button class="button" @click=${this.back}>${t('host.toYourself')}</button>
      </section>
    `;
  }

  private readonly back = async () => {
    try {
      await stopActing();
      // A fresh page: nothing of this user stays in memory.
      location.replace('/');
    } catch (error) {
      showError(error);
    }
  };
}
