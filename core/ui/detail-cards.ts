import type { TypeName } from 'extjs-types';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { appearanceOf } from './appearance';
import { LightElement, PanelElement } from './element';
import { t } from './i18n';
import { panelDefinition } from './panel';
import { theStore } from './store/index';
import type { PanelInfo } from './store/types';

/** What a card beside an object is given by the host. A panel of the slot `detail` is an element with these. */
export abstract class DetailCard extends PanelElement {
  @property() entityType!: TypeName;
  @property() entityId = '';
  /** False where the user may only read the object. */
  @property({ type: Boolean }) mayWrite = false;
}

/**
 * `<detail-cards>`: the cards that go with an object (links, files, what modules bring), each loaded when the first
 * object with it is shown. A card that fails leaves the others and the page alone.
 */
@customElement('detail-cards')
export class DetailCards extends LightElement {
  static override styles = css`
    & {
      display: flex;
      flex-wrap: wrap;
      gap: var(--gap-s);
      min-width: 0;
    }
    & > :has(> details[open]) {
      flex-basis: 100%;
      min-width: 0;
    }
  `;

  @property() entityType!: TypeName;
  @property() entityId = '';
  @property({ type: Boolean }) mayWrite = false;
  /** Ids of cards whose content the page shows by itself. */
  @property({ attribute: false }) without: readonly string[] = [];
  @state() private readonly cards = new Map<string, DetailCard | Error>();
  private wanted = '';

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entityType') && this.wanted !== this.entityType) void this.load();
    for (const card of this.cards.values()) {
      if (!(card instanceof Error)) this.tell(card);
    }
  }

  override render(): TemplateResult {
    return html`${[...this.cards.values()].map((card) =>
      card instanceof Error ? html`<p class="error-text" role="alert">${card.message}</p>` : card,
    )}`;
  }

  private async load(): Promise<void> {
    const type = this.entityType;
    this.wanted = type;
    this.cards.clear();
    for (const panel of panelsFor(type).filter(({ id }) => !this.without.includes(id))) {
      const card = await this.make(panel).catch(() => new Error(t('host.panelFailed', { panel: panel.title })));
      if (this.wanted !== type) return;
      this.cards.set(panel.id, card);
      this.requestUpdate();
    }
  }

  private async make({ id, url }: PanelInfo): Promise<DetailCard> {
    await import(/* @vite-ignore */ url);
    const definition = panelDefinition(id);
    if (typeof definition !== 'function') throw new Error(`${id} is no element`);
    return this.tell(new definition() as DetailCard);
  }

  private tell(card: DetailCard): DetailCard {
    const { entityType, entityId, mayWrite } = this;
    return Object.assign(card, { entityType, entityId, mayWrite });
  }
}

/** Panels of the slot for this very type, or for all types that say to have what the panel is called after. */
function panelsFor(type: TypeName): PanelInfo[] {
  const { panels } = theStore().session.capabilities['urn:groupware:core'];
  const has = appearanceOf(type)?.cards ?? [];
  return panels.filter(({ id, slot, shows }) => slot === 'detail' && (shows === type || has.includes(id)));
}

declare global {
  interface HTMLElementTagNameMap {
    'detail-cards': DetailCards;
  }
}
