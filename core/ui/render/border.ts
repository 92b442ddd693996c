import '@vaadin/split-layout';
import type { BorderPanel, Item, Region } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../i18n';
import { route, setQuery } from '../route';
import { Described } from './described';
import { Narrow } from './narrow';
import { renderItem } from './render-item';

const WEST = 220;
const EAST = 460;

/** Regions side by side with splitters; below 600 px one of them: the record if one is chosen, the filters if asked for, else the middle. */
@customElement('x-border')
export class Border extends Described<BorderPanel> {
  static override styles = css`
    vaadin-split-layout {
      height: 100%;
      --vaadin-split-layout-splitter-size: 7px;
    }
    vaadin-split-layout > * {
      min-width: 0;
    }
    .pane {
      height: 100%;
      overflow: auto;
    }
    .pane.west {
      padding: var(--gap-m) var(--gap-s);
    }
    .pane.center {
      overflow: hidden;
      background: var(--surface);
      border-inline: 1px solid var(--line);
    }
    .one .pane.center {
      border: 0;
    }
    .one {
      display: flex;
      flex-direction: column;
      height: 100%;
    }
    .one > .pane {
      flex: 1;
      min-height: 0;
    }
    .one > .head {
      padding: var(--gap-xs) var(--gap-s);
      border-bottom: 1px solid var(--line);
    }
  `;
  private readonly narrow = new Narrow(this);

  override render(): TemplateResult {
    return this.narrow.is ? this.renderOne() : this.renderAll();
  }

  private in(region: Region): Item[] {
    return this.item.items.filter((item) => (item.region ?? 'center') === region);
  }

  private pane(region: Region): TemplateResult {
    return html`<div class="pane ${region}">${this.in(region).map((item) => renderItem(item, this.panelId))}</div>`;
  }

  private renderAll(): TemplateResult {
    const [north, west, east, south] = (['north', 'west', 'east', 'south'] as const).map((region) => this.in(region));
    let middle = this.pane('center');
    if (east?.[0] !== undefined) {
      const width = this.remembered('east') ?? east[0].width ?? EAST;
      middle = html`
        <vaadin-split-layout .i18n=${{ separator: t('host.resize') }} @splitter-dragend=${(event: Event) => this.remember('east', event, 1)}>
          <div>${middle}</div>
          <div .style=${`width: ${width}px; flex: none`}>${this.pane('east')}</div>
        </vaadin-split-layout>
      `;
    }
    if (west?.[0] !== undefined) {
      const width = this.remembered('west') ?? west[0].width ?? WEST;
      middle = html`
        <vaadin-split-layout .i18n=${{ separator: t('host.resize') }} @splitter-dragend=${(event: Event) => this.remember('west', event, 0)}>
          <div .style=${`width: ${width}px; flex: none`}>${this.pane('west')}</div>
          <div>${middle}</div>
        </vaadin-split-layout>
      `;
    }
    return html`
      ${north?.[0] === undefined ? nothing : this.pane('north')}${middle}${south?.[0] === undefined ? nothing : this.pane('south')}
    `;
  }

  private renderOne(): TemplateResult {
    const isReading = this.in('east').length > 0 && this.place.selected !== undefined;
    const hasFilters = this.in('west').length > 0;
    const isFiltering = hasFilters && !isReading && route().query['pane'] === 'filters';
    const region = isReading ? 'east' : isFiltering ? 'west' : 'center';
    const back = () => (isReading ? this.place.select(null) : setQuery({ pane: null }));
    return html`
      <div class="one">
        ${
          region === 'center'
            ? hasFilters
              ? html`<div class="head"><button class="button quiet" @click=${() => setQuery({ pane: 'filters' })}>
                  <span class="icon icon-filter" aria-hidden="true"></span>${t('host.filters')}</button></div>`
              : nothing
            : html`<div class="head"><button class="button quiet" @click=${back}>
                <span class="icon icon-back" aria-hidden="true"></span>${t('host.back')}</button></div>`
        }
        ${this.pane(region)}
      </div>
    `;
  }

  private remembered(side: string): number | undefined {
    const width = Number(localStorage.getItem(`width ${this.panelId} ${side}`));
    return width > 0 ? width : undefined;
  }

  private remember(side: string, event: Event, child: 0 | 1): void {
    event.stopPropagation();
    const pane = (event.currentTarget as HTMLElement).children[child];
    if (pane !== undefined) {
      localStorage.setItem(`width ${this.panelId} ${side}`, String(Math.round(pane.getBoundingClientRect().width)));
    }
  }
}
