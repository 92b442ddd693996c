import type { Item } from 'extjs-types';
import { property } from 'lit/decorators.js';
import { LightElement } from '../element';
import { onRoute } from '../route';
import { Place } from './place';

/** Base of the renderers: knows its description and its place in the URL, and is drawn again when that changes. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each renderer states its item
export abstract class Described<I extends Item> extends LightElement {
  @property({ attribute: false }) item!: I;
  @property() panelId = '';
  private placeOf: Place | undefined;
  private leave: (() => void) | undefined;

  protected get place(): Place {
    if (this.placeOf?.panelId !== this.panelId) this.placeOf = new Place(this.panelId);
    return this.placeOf;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.leave = onRoute(() => {
      // A panel in the background keeps what it showed; the URL speaks of another now.
      if (this.place.isHere) this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    this.leave?.();
    super.disconnectedCallback();
  }
}
