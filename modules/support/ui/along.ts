import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { element, LightElement, t } from '../../../core/ui/api';
import type { AlongLine } from './request-texts';

/** `<support-along>`: what goes along with a message, all of it to be read and each line to be taken out before. */
@customElement('support-along')
export class Along extends LightElement {
  static override styles = css`
    section {
      display: grid;
      gap: 4px;
      padding: 10px 12px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--hover);
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--gap-s);
    }
    h3 {
      flex: 1;
      font-size: inherit;
      font-weight: 550;
      line-height: 32px;
    }
    ul {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 110px minmax(0, 1fr) auto;
      align-items: start;
      gap: 0 10px;
      border-top: 1px solid var(--line);
    }
    li > span {
      padding-block: 6px;
    }
    .text {
      max-height: 8lh;
      overflow: auto;
      overflow-wrap: anywhere;
    }
    @media (max-width: 599px) {
      li {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      li > .soft {
        padding-bottom: 0;
      }
      .text {
        grid-row: 2;
        padding-top: 0;
      }
      li .button {
        grid-row: 1 / 3;
        grid-column: 2;
        min-width: 44px;
        min-height: 44px;
      }
    }
  `;

  @property({ attribute: false }) lines: readonly AlongLine[] = [];
  @state() private taken: ReadonlySet<AlongLine> = new Set();

  /** What is left, as it ends a message; empty for nothing. */
  get html(): string {
    const { left } = this;
    if (left.length === 0) return '';
    const words = element('p');
    for (const [at, { label, text }] of left.entries())
      words.append(...(at === 0 ? [] : [element('br')]), t('support.along.line', { label, text }));
    const quote = element('blockquote');
    quote.append(words);
    return quote.outerHTML;
  }

  private get left(): AlongLine[] {
    return this.lines.filter((line) => !this.taken.has(line));
  }

  override render(): TemplateResult {
    const { left, taken } = this;
    return html`
      <section aria-labelledby="along-title">
        <header>
          <h3 id="along-title" tabindex="-1">${t('support.along')}</h3>
          ${
            taken.size === 0
              ? nothing
              : html`<button type="button" class="button quiet" @click=${this.restore}>${t('support.along.restore')}</button>`
          }
        </header>
        <p class="soft">${t(left.length === 0 ? 'support.along.nothing' : 'support.along.text')}</p>
        <ul>${left.map((line) => this.renderLine(line))}</ul>
      </section>
    `;
  }

  private renderLine(line: AlongLine): TemplateResult {
    const name = t('support.along.takeOut', { name: line.label });
    return html`
      <li>
        <span class="soft">${line.label}</span>
        <span class="text" dir="auto">${line.text}</span>
        <button type="button" class="button quiet icon-only" aria-label=${name} title=${name} @click=${() => this.take(line)}>
          <span class="icon icon-close" aria-hidden="true"></span>
        </button>
      </li>
    `;
  }

  private take(line: AlongLine): void {
    this.taken = new Set([...this.taken, line]);
    this.focusTitle();
  }

  private readonly restore = (): void => {
    this.taken = new Set();
    this.focusTitle();
  };

  /** The button that was pressed is gone. */
  private focusTitle(): void {
    this.querySelector<HTMLElement>('#along-title')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-along': Along;
  }
}
