import '@vaadin/dialog';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './element';
import { t } from './i18n';
import { toast } from './notice';

/** A secret that is shown this once, with a button that copies it. Fires `done`. */
@customElement('gw-shown-once')
class ShownOnce extends LightElement {
  static override styles = css`
    & {
      display: grid;
      gap: var(--gap-m);
      width: min(520px, calc(100vw - 64px));
    }
    code {
      display: block;
      padding: 10px 12px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--hover);
      overflow-wrap: anywhere;
      user-select: all;
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
  `;

  @property() text = '';
  @property() secret = '';

  override render(): TemplateResult {
    return html`
      <p>${this.text}</p>
      <code dir="ltr">${this.secret}</code>
      <div class="actions">
        <button class="button" @click=${this.copy}><span class="icon icon-file" aria-hidden="true"></span>${t('host.copy')}</button>
        <button class="button primary" @click=${this.close} autofocus>${t('host.close')}</button>
      </div>
    `;
  }

  private readonly copy = async () => {
    await navigator.clipboard.writeText(this.secret);
    toast(t('host.copied'), 'green');
  };
  private readonly close = () => this.dispatchEvent(new CustomEvent('done'));
}

/** Shows a secret that cannot be shown again: a one-time link, a new app password. Resolves when it was closed. */
export async function showOnce(title: string, text: string, secret: string): Promise<void> {
  const content = document.createElement('gw-shown-once') as ShownOnce;
  Object.assign(content, { text, secret });
  const box = document.createElement('vaadin-dialog');
  const focused = document.activeElement as HTMLElement | null;
  box.headerTitle = title;
  box.ariaLabel = title;
  box.noCloseOnOutsideClick = true;
  box.append(content);
  document.body.append(box);
  box.opened = true;
  return new Promise((closed) => {
    content.addEventListener('done', () => {
      box.opened = false;
    });
    box.addEventListener('closed', () => {
      box.remove();
      focused?.focus();
      closed();
    });
  });
}
