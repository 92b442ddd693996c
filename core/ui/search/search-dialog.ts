import type { TypeName } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { appearanceOf } from '../appearance';
import { LightElement } from '../element';
import { formatDateTime, formatWhen, t } from '../i18n';
import { showError } from '../notice';
import { navigate, parseRoute } from '../route';
import { type Group, type Part, search, searchedTypes } from './results';
import { searchStyles } from './search.styles';

/** Typing that goes on is not searched for, letter by letter. */
const PAUSE_MS = 150;

/**
 * The search over everything: results as one types, by type. The arrows go through them while the focus stays in the
 * field (ARIA combobox with a list), Enter opens.
 */
@customElement('gw-search')
class Search extends LightElement {
  static override styles = searchStyles;

  /** What the last question found; undefined before there was one. */
  @state() private groups: readonly Group[] | undefined;
  /** Types of which something was found when all were asked. */
  @state() private offered: readonly TypeName[] = [];
  @state() private only: TypeName | undefined;
  @state() private active = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  private get results(): Group['results'] {
    return (this.groups ?? []).flatMap(({ results }) => results);
  }

  override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.turn++;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { groups, results, active } = this;
    const text =
      groups === undefined
        ? ''
        : results.length === 0
          ? t('search.none')
          : t('search.found', { count: results.length });
    return html`
      <dialog aria-label=${t('search.title')} @close=${() => this.remove()} @keydown=${this.keyPressed}>
        <div class="top">
          <span class="icon icon-search" aria-hidden="true"></span>
          <input
            type="text" role="combobox" autofocus autocomplete="off" spellcheck="false" dir="auto" maxlength="500"
            placeholder=${t('search.hint')} aria-label=${t('search.title')} aria-autocomplete="list"
            aria-expanded=${String(results.length > 0)} aria-controls="search-results"
            aria-activedescendant=${results.length > 0 ? `search-result-${String(active)}` : nothing}
            @input=${this.askSoon}
          >
          <button class="button quiet icon-only" aria-label=${t('host.close')} @click=${this.close}>
            <span class="icon icon-close" aria-hidden="true"></span>
          </button>
        </div>
        <div class="types" role="group" aria-label=${t('search.types')} ?hidden=${this.offered.length === 0}>
          ${[undefined, ...this.offered].map((type) => this.renderType(type))}
        </div>
        <div class="found">
          <div id="search-results" role="listbox" aria-label=${t('search.results')}>${this.renderGroups()}</div>
          ${groups !== undefined && results.length === 0 ? html`<p class="none soft">${t('search.none')}</p>` : nothing}
        </div>
        <span class="visually-hidden" role="status">${text}</span>
      </dialog>
    `;
  }

  private renderType(type: TypeName | undefined): TemplateResult {
    const label = type === undefined ? t('host.all') : (appearanceOf(type)?.label ?? type);
    const choose = () => {
      this.only = type;
      void this.ask();
    };
    return html`<button class="button" aria-pressed=${String(this.only === type)} @click=${choose}>${label}</button>`;
  }

  private renderGroups(): TemplateResult[] {
    let first = 0;
    return (this.groups ?? [])
      .filter(({ results }) => results.length > 0)
      .map(({ type, results }) => {
        const at = first;
        first += results.length;
        const { label = type, icon = 'list' } = appearanceOf(type) ?? {};
        return html`
          <div role="group" aria-label=${label}>
            <h2 role="presentation">${label}</h2>
            ${results.map((result, n) => this.renderResult(result, icon, at + n))}
          </div>
        `;
      });
  }

  private renderResult({ title, snippet, createdAt, address }: Group['results'][number], icon: string, at: number) {
    return html`
      <div role="option" id="search-result-${at}" aria-selected=${String(at === this.active)} @click=${() => this.open(address)}>
        <span class="icon icon-${icon}" aria-hidden="true"></span>
        <span class="title" dir="auto">${marked(title)}</span>
        ${createdAt === null ? html`<span></span>` : html`<time datetime=${createdAt} title=${formatDateTime(createdAt)}>${formatWhen(createdAt)}</time>`}
        ${snippet.length === 0 ? nothing : html`<span class="snippet" dir="auto">${marked(snippet)}</span>`}
      </div>
    `;
  }

  private readonly askSoon = () => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), PAUSE_MS);
  };

  /** Searches for what is in the field; an answer to an earlier question is not shown any more. */
  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    const text = this.querySelector('input')?.value.trim() ?? '';
    if (text === '') {
      this.groups = undefined;
      this.offered = [];
      this.only = undefined;
      return;
    }
    try {
      const groups = await search(text, this.only === undefined ? searchedTypes() : [this.only]);
      if (turn !== this.turn) return;
      this.groups = groups;
      this.active = 0;
      if (this.only !== undefined) return;
      this.offered = groups.filter(({ results }) => results.length > 0).map(({ type }) => type);
    } catch (error) {
      if (turn === this.turn) showError(error);
    }
  }

  private readonly keyPressed = (event: KeyboardEvent) => {
    if (event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    const { results } = this;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && results.length > 0) {
      event.preventDefault();
      this.active = (this.active + step + results.length) % results.length;
      void this.updateComplete.then(() =>
        this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = results[this.active];
      if (chosen !== undefined) this.open(chosen.address);
    }
  };

  private open(address: string): void {
    this.close();
    navigate(parseRoute(address));
  }

  private readonly close = () => this.querySelector('dialog')?.close();
}

/** Text nodes alone: nothing of what people have written becomes a part of the page. */
function marked(parts: readonly Part[]): TemplateResult[] {
  return parts.map(({ text, isHit }) => (isHit ? html`<mark>${text}</mark>` : html`${text}`));
}

/** Shows the dialog; it goes when it is closed, and the focus goes back where it was. */
export function showSearch(): void {
  document.body.append(new Search());
}
