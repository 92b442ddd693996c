import '@vaadin/dialog';
import type { Dialog } from '@vaadin/dialog';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Key, LightElement, t } from '../../../core/ui/api';

/** `<support-key-list>`: keys and what they do. */
@customElement('support-key-list')
export class KeyList extends LightElement {
  static override styles = css`
    dl {
      display: grid;
      grid-template-columns: max-content 1fr;
      gap: 9px 18px;
      align-items: center;
      margin: 0;
      min-width: min(300px, 70vw);
    }
    dt {
      text-align: end;
    }
    dd {
      margin: 0;
    }
    kbd {
      padding: 1px 8px;
      border: 1px solid var(--line-strong);
      border-bottom-width: 2px;
      border-radius: 6px;
      background: var(--surface);
      font: inherit;
      font-weight: 550;
    }
  `;

  @property({ attribute: false }) keys: readonly Key[] = [];

  override render(): TemplateResult {
    return html`<dl>${this.keys.map(({ key, text }) => html`<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`)}</dl>`;
  }
}

/** Shows keys in a dialog, until Escape or a click outside. */
export function openKeyList(keys: readonly Key[]): void {
  const list = document.createElement('support-key-list') as KeyList;
  list.keys = keys;
  const dialog: Dialog = document.createElement('vaadin-dialog');
  dialog.headerTitle = t('support.keys.title');
  dialog.append(list);
  dialog.addEventListener('closed', () => dialog.remove());
  document.body.append(dialog);
  dialog.opened = true;
}
