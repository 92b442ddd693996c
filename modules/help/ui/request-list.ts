import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  badge,
  formatRoute,
  formatWhen,
  LightElement,
  QueryController,
  setQuery,
  store,
  t,
} from '../../../core/ui/api';
import { isNews, statusBadge, type Task, TicketTypes } from '../../support/ui/api';
import './list-choice';
import { COLLEAGUES, filterOf, isFiltered, listsIn } from './request-filter';
import { listStyles } from './request-list.styles';
import { Colleagues } from './whose';

const TYPING_MS = 250;

/** `<help-requests>`: the customer's own requests, newest change first. Fires `new-request`. */
@customElement('help-requests')
export class RequestList extends LightElement {
  static override styles = listStyles;

  @property({ attribute: false }) query: Readonly<Record<string, string>> = {};
  @property() selected: string | undefined;
  private typing: ReturnType<typeof setTimeout> | undefined;

  private readonly requests = new QueryController(
    this,
    'Task',
    () => ({ filter: filterOf(this.query), sort: [{ property: 'modifiedAt', isAscending: false }] }),
    50,
  );
  private readonly types = new TicketTypes(this);
  private readonly colleagues = new Colleagues(this, this.types);

  private get hasBoth(): boolean {
    return this.colleagues.areShown || this.isOfColleagues;
  }

  private get isOfColleagues(): boolean {
    return this.query['of'] === COLLEAGUES;
  }

  override render(): TemplateResult {
    const search = t(this.hasBoth ? 'help.searchRequests' : 'help.search');
    return html`
      <section aria-labelledby="help-title">
        <header>
          <h1 id="help-title">${t(this.hasBoth ? 'help.requests' : 'help.title')}</h1>
          <button class="button primary" @click=${this.ask}>
            <span class="icon icon-add" aria-hidden="true"></span>${t('help.newRequest')}
          </button>
        </header>
        ${this.renderWhose()}
        <div class="filters" role="search">
          <span class="search">
            <span class="icon icon-search" aria-hidden="true"></span>
            <input type="search" dir="auto" aria-label=${search} placeholder=${search}
              .value=${this.query['text'] ?? ''} @input=${this.search}>
          </span>
          ${this.renderLists()}
          <label class="completed">
            <input type="checkbox" .checked=${this.query['completed'] === '1'} @change=${this.toggleCompleted}>
            <span>${t('help.showCompleted')}</span>
          </label>
        </div>
        <div class="rows">${this.renderRows()}</div>
        <p class="visually-hidden" role="status">
          ${this.requests.isLoading ? '' : t('help.count', { count: this.requests.total })}
        </p>
      </section>
    `;
  }

  /** Own requests and those of colleagues are told apart where there may be both. */
  private renderWhose(): TemplateResult | typeof nothing {
    if (!this.hasBoth) return nothing;
    const choice = (isIt: boolean, of: string | null, text: string) =>
      html`<button type="button" aria-pressed=${String(isIt)} @click=${() => setQuery({ of })}>${text}</button>`;
    return html`
      <div class="whose" role="group" aria-label=${t('help.whose')}>
        ${choice(!this.isOfColleagues, null, t('help.mine'))}
        ${choice(this.isOfColleagues, COLLEAGUES, t('help.colleagues'))}
      </div>
    `;
  }

  /** A choice of lists is one only where there are several. */
  private renderLists(): TemplateResult | typeof nothing {
    if (this.types.count < 2) return nothing;
    return html`<help-list-choice .types=${this.types} .chosen=${listsIn(this.query)} @change=${this.chooseLists}></help-list-choice>`;
  }

  private renderRows(): TemplateResult {
    const { records, isLoading, error, total } = this.requests;
    if (error !== null && records.length === 0) {
      return html`
        <div class="empty" role="alert">
          <span class="icon icon-alert" aria-hidden="true"></span>
          <h2>${t('help.failed')}</h2>
          <p dir="auto">${error.message}</p>
          <button class="button" @click=${() => this.requests.reload()}>${t('host.retry')}</button>
        </div>
      `;
    }
    if (records.length === 0) return isLoading ? renderWaiting() : this.renderNothing();
    return html`
      <ul role="list" aria-labelledby="help-title">
        ${repeat(
          records,
          ({ id }) => id,
          (request) => html`<li>${this.renderRow(request)}</li>`,
        )}
      </ul>
      ${
        records.length < total
          ? html`<button class="button quiet more" @click=${() => this.requests.more()}>${t('help.more')}</button>`
          : nothing
      }
    `;
  }

  private renderRow(request: Task): TemplateResult {
    const { id, title, progress, modifiedAt, lastCommentBy, hasAttachment, customerId, customerName } = request;
    const { id: mine } = store().session.capabilities['urn:groupware:core'].user;
    const isNew = isNews(request);
    const isAnswered = lastCommentBy === 'agent' && (progress === 'in-process' || progress === 'needs-action');
    return html`
      <a href=${formatRoute({ panel: 'help', path: [id], query: this.query })} aria-current=${id === this.selected ? 'true' : nothing}>
        <span class="title ${isNew ? 'unread' : ''}" dir="auto">${title}${isNew ? html` <span class="visually-hidden">${t('support.unread')}</span>` : nothing}</span>
        <time class="soft" datetime=${modifiedAt}>${formatWhen(modifiedAt)}</time>
        <span class="meta">
          <span class="soft">#${id}</span>
          ${customerId === mine ? nothing : html`<span class="soft" dir="auto">${t('help.of', { name: customerName ?? '' })}</span>`}
          ${statusBadge(request)} ${isAnswered ? badge(t('help.answered'), 'green') : nothing}
          ${
            hasAttachment === true
              ? html`<span class="icon icon-attach" role="img" aria-label=${t('support.hasAttachment')}></span>`
              : nothing
          }
        </span>
      </a>
    `;
  }

  private renderNothing(): TemplateResult {
    const key = isFiltered(this.query) ? 'noneFound' : this.isOfColleagues ? 'noneOfColleagues' : 'none';
    return html`
      <div class="empty">
        <span class="icon icon-help" aria-hidden="true"></span>
        <h2>${t(`help.${key}`)}</h2>
        <p>${t(`help.${key}Text`)}</p>
        ${key === 'none' ? html`<button class="button" @click=${this.ask}>${t('help.newRequest')}</button>` : nothing}
      </div>
    `;
  }

  private readonly ask = () => this.dispatchEvent(new CustomEvent('new-request'));

  private readonly search = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => setQuery({ text: value.trim() }, true), TYPING_MS);
  };

  private readonly chooseLists = (event: CustomEvent<readonly string[]>) => {
    // Changes of the boxes in it bubble up to here.
    if (event.target === event.currentTarget) setQuery({ list: event.detail.join(',') || null });
  };

  private readonly toggleCompleted = (event: Event) => {
    setQuery({ completed: (event.target as HTMLInputElement).checked ? '1' : null });
  };
}

function renderWaiting(): TemplateResult {
  return html`
    <div class="waiting" aria-busy="true">
      ${[1, 2, 3, 4].map(() => html`<span class="skeleton"></span>`)}
      <span class="visually-hidden" role="status">${t('host.loading')}</span>
    </div>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'help-requests': RequestList;
  }
}
