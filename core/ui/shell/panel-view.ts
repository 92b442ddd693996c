import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { panelDefinition } from '../panel';
import { renderItem } from '../render/index';
import type { PanelInfo } from '../store/types';

/** A module that has not answered by then has failed. */
const PATIENCE_MS = 20_000;

/** Opens a panel: imports its bundle, times it, mounts it; a fault in it stays in here. */
@customElement('gw-panel')
export class PanelView extends LightElement {
  static override styles = css`
    .mount,
    .mount > * {
      display: block;
      height: 100%;
    }
    .waiting {
      display: grid;
      align-content: start;
      gap: var(--gap-m);
      padding: var(--gap-xl);
    }
    .waiting :nth-child(1) {
      width: 30%;
      height: 22px;
    }
    .waiting :nth-child(3) {
      width: 80%;
    }
    details {
      max-width: 100%;
    }
    pre {
      margin: 0;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      text-align: start;
    }
  `;

  @property({ attribute: false }) info!: PanelInfo;
  @state() private failure: Error | undefined;
  @state() private content: HTMLElement | TemplateResult | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('info') && changed.get('info')?.id !== this.info.id) void this.open();
  }

  private async open(): Promise<void> {
    const { info } = this;
    this.failure = undefined;
    this.content = undefined;
    try {
      const start = performance.now();
      await withPatience(import(/* @vite-ignore */ info.url));
      performance.measure(`panel ${info.id}`, { start });
      if (info !== this.info) return;
      this.content = await this.mount(info);
    } catch (error) {
      if (info === this.info) this.failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  private async mount({ id, definition: name = id }: PanelInfo): Promise<HTMLElement | TemplateResult> {
    const definition = panelDefinition(name);
    if (definition === undefined) throw new Error(`definePanel('${name}') was not called`);
    if (typeof definition !== 'function') return renderItem(definition, id);
    const panel = new definition();
    panel.panelId = id;
    // A fault in the first drawing is the panel's, not the page's.
    await Promise.resolve();
    this.content = panel;
    await this.updateComplete;
    await panel.updateComplete;
    return panel;
  }

  override render(): TemplateResult {
    const { failure, info } = this;
    if (failure !== undefined) {
      return html`
        <div class="empty" role="alert">
          <span class="icon icon-alert" aria-hidden="true"></span>
          <h2>${t('host.panelFailed', { panel: info.title })}</h2>
          <p>${t('host.panelFailedText', { module: info.module })}</p>
          <button class="button" @click=${() => void this.open()}>${t('host.retry')}</button>
          <details><summary>${failure.name}</summary><pre>${failure.message}</pre></details>
        </div>
      `;
    }
    if (this.content === undefined) {
      return html`
        <div class="waiting" aria-busy="true">
          <span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span>
          <span class="visually-hidden" role="status">${t('host.loading')}</span>
        </div>
      `;
    }
    return html`<div class="mount">${this.content}</div>`;
  }
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the bundle did not load in time')), PATIENCE_MS);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
