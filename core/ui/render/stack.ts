import type { StackPanel } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Described } from './described';
import { renderItem } from './render-item';

/** Items one below the other, each as high as it needs. */
@customElement('x-stack')
export class Stack extends Described<StackPanel> {
  static override styles = css`
    .stack {
      display: grid;
      gap: var(--gap-l);
    }
    .stack > section > gw-item {
      height: auto;
    }
    /* A grid as high as its rows would draw them all. */
    .stack x-grid {
      height: auto;
      max-height: 65vh;
    }
    .stack vaadin-grid {
      flex: 0 1 auto;
      min-height: 140px;
      max-height: calc(65vh - 52px);
    }
    .stack > section > h2 {
      padding: var(--gap-m) var(--gap-l) 0;
    }
  `;

  override render(): TemplateResult {
    return html`
      <div class="stack">
        ${this.item.items.map(
          (item) => html`
            <section>
              ${item.title === undefined || item.xtype === 'list' || item.xtype === 'choices' ? nothing : html`<h2>${item.title}</h2>`}
              ${renderItem(item, this.panelId)}
            </section>
          `,
        )}
      </div>
    `;
  }
}
