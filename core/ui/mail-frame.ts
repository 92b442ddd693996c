import type { WindowLike } from 'dompurify';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from './element';
import { t } from './i18n';
import { cleanMail, type InlineImage } from './mail-profile';
import { theStore } from './store/index';
import { linkedText } from './text-links';

/** What a frame shows: HTML of a stranger, or text. Images by `cid:` come from `images` (Content-ID → blob). */
export interface MailContent {
  html: string | null;
  text: string;
  images?: readonly InlineImage[];
}

/** A frame taller than this scrolls. */
const TALLEST_PX = 20_000;

/**
 * `<mail-frame .content=${…}>`: a received message. Text is shown as text. HTML goes through the sanitiser into a
 * sandboxed frame without scripts, whose own policy lets nothing load but images we put there ourselves. The frame is
 * a document of its own (`/ui/mail-frame.html`) because a `srcdoc` would inherit the page's policy, which allows no
 * inline style. `allow-same-origin` lets the page, not the mail, reach in: to place the nodes and to read the height.
 */
@customElement('mail-frame')
export class MailFrame extends LightElement {
  static override styles = css`
    & {
      display: block;
      min-width: 0;
    }
    iframe {
      display: block;
      width: 100%;
      height: 40px;
      border: 0;
      color-scheme: light dark;
    }
    .plain {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      unicode-bidi: plaintext;
      text-align: start;
    }
  `;

  @property({ attribute: false }) content: MailContent = { html: null, text: '' };
  /** Names the frame for assistive technology. */
  @property() label = '';
  /** Frames cost; one is made when it comes near the screen. */
  @state() private isNear = false;
  private readonly sight = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.isNear = true;
      this.sight.disconnect();
    },
    { rootMargin: '800px' },
  );
  private readonly size = new ResizeObserver(() => this.fit());

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.isNear) this.sight.observe(this);
  }

  override disconnectedCallback(): void {
    this.sight.disconnect();
    this.size.disconnect();
    super.disconnectedCallback();
  }

  private get frame(): HTMLIFrameElement | null {
    return this.querySelector('iframe');
  }

  override render(): TemplateResult | typeof nothing {
    const { content } = this;
    if (content.html === null) return html`<div class="plain" dir="auto">${linkedText(content.text)}</div>`;
    if (!this.isNear) return nothing;
    return html`
      <iframe src="/ui/mail-frame.html" sandbox="allow-popups allow-popups-to-escape-sandbox allow-same-origin"
        referrerpolicy="no-referrer" title=${this.label === '' ? t('host.message') : this.label} @load=${this.fill}></iframe>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('content') && this.frame?.contentDocument?.readyState === 'complete') this.fill();
  }

  private readonly fill = (): void => {
    const page = this.frame?.contentDocument;
    const { html: source, images = [] } = this.content;
    const view = page?.defaultView as WindowLike | null | undefined;
    if (page?.body == null || view == null || source === null || page.URL === 'about:blank') return;
    const clean = cleanMail(source, images, view);
    page.documentElement.classList.toggle('own-colours', clean.hasColours);
    page.body.dir = 'auto';
    page.body.replaceChildren(page.adoptNode(clean.content));
    for (const { element, image } of clean.images) {
      theStore()
        .blobUrl(image.blobId, image.type)
        .then((url) => {
          element.src = url;
        })
        .catch(() => undefined); // its alternative text stays
    }
    this.size.disconnect();
    this.size.observe(page.body);
  };

  private fit(): void {
    const { frame } = this;
    const body = frame?.contentDocument?.body;
    if (frame === null || body == null) return;
    // A mail wider than the frame gets a scroll bar, which needs room too.
    const bar = body.offsetHeight - body.clientHeight;
    const height = Math.min(TALLEST_PX, Math.ceil(body.getBoundingClientRect().height) + bar);
    if (frame.style.height !== `${height}px`) frame.style.height = `${height}px`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mail-frame': MailFrame;
  }
}
