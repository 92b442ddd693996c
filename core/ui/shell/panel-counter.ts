import type { TypeName } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { CounterController } from '../controllers';
import { LightElement } from '../element';
import { formatNumber } from '../i18n';
import type { PanelInfo } from '../store/types';

/** More than this is as good as many. */
const MOST = 99;

/** `<panel-counter>`: how many of the objects that a panel counts there are; nothing while there are none. */
@customElement('panel-counter')
export class PanelCounter extends LightElement {
  static override styles = css`
    .number {
      display: inline-block;
      min-width: 18px;
      padding: 0 5px;
      border-radius: 99px;
      background: var(--accent);
      color: var(--on-accent);
      font-size: 11.5px;
      font-weight: 650;
      line-height: 18px;
      text-align: center;
    }
  `;

  @property({ attribute: false }) counts!: NonNullable<PanelInfo['counts']>;
  private counter: CounterController<TypeName> | undefined;

  override connectedCallback(): void {
    this.counter ??= new CounterController(this, this.counts.type, () => ({ all: this.counts.filter }));
    super.connectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    const { all = 0 } = this.counter?.counts ?? {};
    if (all === 0) return nothing;
    const { title } = this.counts;
    const shown = all > MOST ? `${formatNumber(MOST)}+` : formatNumber(all);
    return html`<span class="number" title=${title}>${shown}<span class="visually-hidden"> ${title}</span></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'panel-counter': PanelCounter;
  }
}
