import { type CSSResultGroup, LitElement } from 'lit';
import { isAt } from './render/place';
import { onRoute, type Route, route } from './route';

const adopted = new Set<string>();

/**
 * Base of our own elements. It renders into the page itself, not into a shadow root: labels and
 * `aria-labelledby` reach across elements, and the theme's rules apply. Its `static styles` are adopted
 * once per page, nested under the element's name, so `h2 { … }` means the `h2` in this element and `&` the element.
 */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    const { styles } = this.constructor as typeof LitElement;
    if (styles !== undefined && !adopted.has(this.localName)) {
      adopted.add(this.localName);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`${this.localName} {${text(styles)}}`);
      document.adoptedStyleSheets.push(sheet);
    }
    return this;
  }
}

function text(styles: CSSResultGroup): string {
  if (Array.isArray(styles)) return styles.map(text).join('\n');
  return 'cssText' in styles ? styles.cssText : '';
}

/** Base of a panel that is an element: it knows the route and is drawn again when that changes. */
export abstract class PanelElement extends LightElement {
  /** Id of the panel, set by the host. */
  panelId = '';
  route: Route = route();
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.route = route();
    this.stop = onRoute((now) => {
      // A panel kept in the background must not take another panel's route for its own.
      if (!isAt(this.panelId, now)) return;
      const before = this.route;
      this.route = now;
      this.routeChanged(before);
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    this.stop?.();
    super.disconnectedCallback();
  }

  /** Called after each change of route within this panel. */
  protected routeChanged(_before: Route): void {}
}
