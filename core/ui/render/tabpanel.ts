import '@vaadin/tabs';
import type { TabPanel } from 'extjs-types';
import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { route, setQuery } from '../route';
import { Described } from './described';
import { renderItem } from './render-item';

/** Items as tabs; the open one is in the URL (`tab=2`). */
@customElement('x-tabpanel')
export class Tabs extends Described<TabPanel> {
  static override styles = css`
    .tabs {
      display: flex;
      flex-direction: column;
      height: 100%;
    }
    vaadin-tabs {
      margin: var(--gap-s) var(--gap-l);
      align-self: start;
      max-width: calc(100% - 2 * var(--gap-l));
    }
    [role='tabpanel'] {
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
  `;

  override render(): TemplateResult {
    const { items } = this.item;
    const open = Math.min(Number(route().query['tab'] ?? 0) || 0, items.length - 1);
    const item = items[open];
    return html`
      <div class="tabs">
        <vaadin-tabs .selected=${open} @selected-changed=${this.choose}>
          ${items.map(({ title }, n) => html`<vaadin-tab id="tab-${n}">${title}</vaadin-tab>`)}
        </vaadin-tabs>
        <div role="tabpanel" aria-labelledby="tab-${open}">${item === undefined ? '' : renderItem(item, this.panelId)}</div>
      </div>
    `;
  }

  private readonly choose = (event: CustomEvent<{ value: number }>) => {
    const { value } = event.detail;
    if (value >= 0 && value !== Number(route().query['tab'] ?? 0))
      setQuery({ tab: value === 0 ? null : String(value) });
  };
}
