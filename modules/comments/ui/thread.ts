import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LightElement, QueryController, store, t } from '../../../core/ui/api';
import './entry';
import { holdNewest } from './newest';

/** Entries shown at first, the newest ones; more on demand. */
const AT_FIRST = 100;

/**
 * `<comment-thread entityType="Task" entityId="12">`: what has been said about an object, oldest first, live.
 * Who may read which entry the server decides.
 * A thread is read from its newest entry: the element around it is scrolled there.
 */
@customElement('comment-thread')
export class CommentThread extends LightElement {
  static override styles = css`
    & {
      display: block;
    }
    ol {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 10px;
      list-style: none;
    }
    .earlier {
      display: flex;
      margin: 0 auto 10px;
    }
    .waiting {
      display: grid;
      gap: 10px;
    }
    .waiting .skeleton {
      height: 96px;
      border-radius: 10px;
    }
    .nothing {
      padding: var(--gap-xl);
      text-align: center;
    }
  `;

  @property() entityType = '';
  @property() entityId = '';
  /** Objects whose entries are shown among those of this one. */
  @property({ attribute: false }) parts: readonly string[] = [];
  /** True for whoever may have entries moved: an entry asks for it by `entry-move`, whose detail it is. */
  @property({ attribute: false }) mayMove = false;
  /** True where customers and agents speak, so that each entry says which. */
  @property({ attribute: false }) hasRoles = true;
  @state() private announced = '';
  /** Newest entry seen of this thread, so that only later ones are told. */
  private newest: string | undefined;
  private holding = new AbortController();

  private readonly comments = new QueryController(
    this,
    'Comment',
    () =>
      this.entityId === ''
        ? undefined
        : {
            filter: { entityType: this.entityType, entityId: [this.entityId, ...this.parts] },
            sort: [{ property: 'createdAt', isAscending: false }],
          },
    AT_FIRST,
  );

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entityId')) {
      this.holding.abort();
      this.newest = undefined;
      this.announced = '';
    }
  }

  override render(): TemplateResult {
    const { records, isLoading, error, total } = this.comments;
    if (error !== null && records.length === 0) return this.renderFailure(error);
    if (isLoading && records.length === 0) return renderWaiting();
    const earlier = total - records.length;
    return html`
      ${
        earlier > 0
          ? html`<button class="button quiet earlier" @click=${() => this.comments.more()}>${t('comments.earlier', { count: earlier })}</button>`
          : nothing
      }
      <ol role="list">
        ${repeat(
          [...records].reverse(),
          ({ id }) => id,
          (comment) =>
            html`<li data-id=${comment.id}>
              <comment-entry .comment=${comment} .hasRole=${this.hasRoles} .mayMove=${this.mayMove} .isOfPart=${comment.entityId !== this.entityId}></comment-entry>
            </li>`,
        )}
      </ol>
      ${records.length === 0 ? html`<p class="nothing soft">${t('comments.empty')}</p>` : nothing}
      <p class="visually-hidden" role="status">${this.announced}</p>
    `;
  }

  private renderFailure(error: Error): TemplateResult {
    return html`
      <div class="empty" role="alert">
        <span class="icon icon-alert" aria-hidden="true"></span>
        <p>${t('comments.failed')}</p>
        <p class="soft" dir="auto">${error.message}</p>
        <button class="button" @click=${() => this.comments.reload()}>${t('host.retry')}</button>
      </div>
    `;
  }

  override updated(): void {
    const [last] = this.comments.records;
    if (last === undefined || last.id === this.newest) return;
    const isFirst = this.newest === undefined;
    this.newest = last.id;
    const isMine = last.authorId === store().session.capabilities['urn:groupware:core'].user.id;
    if (isFirst || isMine) this.showNewest();
    // Told to those who cannot see it appear.
    if (!isFirst && !isMine) this.announced = t('comments.newEntry', { name: last.authorName });
  }

  /** Scrolls to the newest entry, and stays there until the reader moves. */
  showNewest(): void {
    this.holding.abort();
    this.holding = new AbortController();
    const list = this.querySelector('ol');
    if (list !== null && this.parentElement !== null) holdNewest(this.parentElement, list, this.holding.signal);
  }

  override disconnectedCallback(): void {
    this.holding.abort();
    super.disconnectedCallback();
  }
}

function renderWaiting(): TemplateResult {
  return html`
    <div class="waiting" aria-busy="true">
      <span class="skeleton"></span><span class="skeleton"></span>
      <span class="visually-hidden" role="status">${t('host.loading')}</span>
    </div>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'comment-thread': CommentThread;
  }
}
