import type { Item } from 'extjs-types';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { xtypeElement } from '../panel';
import { theStore } from '../store/index';

/** Renderers, each loaded when its xtype is first shown. */
const RENDERERS: Partial<Record<string, () => Promise<unknown>>> = {
  border: () => import('./border'),
  stack: () => import('./stack'),
  tabpanel: () => import('./tabpanel'),
  list: () => import('./list'),
  choices: () => import('./choices'),
  grid: () => import('./grid'),
  form: () => import('./form'),
  detail: () => import('./detail'),
};

/** Base of the elements that render an xtype. */
export interface ItemElement extends HTMLElement {
  item: Item;
  panelId: string;
}

/** One described component: loads its renderer, then is that component. */
@customElement('gw-item')
export class ItemView extends LightElement {
  static override styles = css`
    & {
      display: block;
      min-width: 0;
      min-height: 0;
      height: 100%;
    }
    & > * {
      display: block;
      height: 100%;
      min-height: 0;
    }
    .skeleton {
      height: 40%;
      margin: var(--gap-m);
    }
  `;

  @property({ attribute: false }) item!: Item;
  @property() panelId = '';
  @state() private view: HTMLElement | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('item')) void this.load();
  }

  private async load(): Promise<void> {
    const { item } = this;
    this.view = undefined;
    await RENDERERS[item.xtype]?.();
    if (item !== this.item) return;
    const tag = item.xtype === 'element' ? item.tag : (xtypeElement(item.xtype) ?? `x-${item.xtype}`);
    const view = document.createElement(tag) as ItemElement;
    view.item = item;
    view.panelId = this.panelId;
    this.view = view;
  }

  override render(): TemplateResult | typeof nothing {
    const { permission } = this.item;
    if (permission !== undefined && !theStore().may(permission)) return nothing;
    return html`${this.view ?? html`<span class="skeleton"></span>`}`;
  }
}
