import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  formatDateTime,
  LightElement,
  loadCustomFields,
  type ModalContent,
  showError,
  showModal,
  store,
  t,
} from '../../../core/ui/api';
import type { Comment } from '../../comments/ui/api';
import { statusBadge, type Task } from '../../tasks/ui/api';

/** What `Ticket/seenByCustomer` answers. */
interface Seen {
  readonly customerName: string | null;
  /** Null when the customer does not see it. */
  readonly ticket: Task | null;
  readonly comments: readonly Comment[];
  readonly total: number;
}

/** Entries shown at first, and the most that the server gives. */
const AT_FIRST = 100;
const MOST = 500;

/** A ticket as its customer sees it, drawn from what the server has made with the customer's rights and from nothing else. */
@customElement('support-seen-by-customer')
class SeenByCustomer extends LightElement implements ModalContent {
  static override styles = css`
    .view {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      width: min(760px, calc(100vw - 48px));
    }
    h3 {
      overflow-wrap: anywhere;
    }
    .about {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 10px;
    }
    .thread {
      max-height: 55vh;
      padding: var(--gap-m);
      border-radius: var(--radius);
      background: var(--page);
      overflow: auto;
    }
    ol {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 10px;
      list-style: none;
    }
    .actions {
      display: flex;
      justify-content: end;
    }
  `;

  @property({ attribute: false }) seen!: Seen;
  @state() private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadCustomFields();
  }

  override render(): TemplateResult {
    const { customerName, ticket } = this.seen;
    return html`
      <div class="view">
        ${ticket === null ? renderNobody(customerName) : this.renderTicket(ticket)}
        <div class="actions"><button class="button primary" autofocus @click=${this.cancel}>${t('support.asCustomer.close')}</button></div>
      </div>
    `;
  }

  private renderTicket(ticket: Task): TemplateResult {
    const { id, title, createdAt, mergedIntoId } = ticket;
    const { comments, total } = this.seen;
    const mayShowMore = total > comments.length && comments.length < MOST;
    return html`
      <p class="soft">${t('support.asCustomer.text')}</p>
      <h3 dir="auto">${title}</h3>
      <div class="about">${statusBadge(ticket)} <span class="soft">#${id} · ${formatDateTime(createdAt)}</span></div>
      ${mergedIntoId === null ? nothing : html`<p>${t('support.asCustomer.part')} #${mergedIntoId}</p>`}
      <custom-fields-card .record=${ticket} isFixed forCustomers></custom-fields-card>
      <div class="thread" role="group" aria-label=${t('comments.thread')} tabindex="0">
        ${
          mayShowMore
            ? html`<button class="button quiet" ?disabled=${this.isBusy} @click=${this.showMore}>${t('comments.earlier', { count: total - comments.length })}</button>`
            : nothing
        }
        <ol role="list">
          ${comments.map((comment) => html`<li><comment-entry .comment=${comment} .isOfPart=${comment.entityId !== id}></comment-entry></li>`)}
        </ol>
        ${comments.length === 0 ? html`<p class="soft">${t('comments.empty')}</p>` : nothing}
      </div>
    `;
  }

  private readonly showMore = async () => {
    this.isBusy = true;
    try {
      if (this.seen.ticket !== null) this.seen = await load(this.seen.ticket.id, MOST);
    } catch (error) {
      showError(error);
    }
    this.isBusy = false;
  };

  readonly cancel = (): void => {
    this.dispatchEvent(new CustomEvent('done'));
  };
}

function renderNobody(name: string | null): TemplateResult {
  return html`<p>${name === null ? t('support.asCustomer.nobody') : t('support.asCustomer.gone', { name })}</p>`;
}

async function load(id: string, limit: number): Promise<Seen> {
  return (await store().call('Ticket/seenByCustomer', { id, limit })) as unknown as Seen;
}

/** Shows a ticket as its customer sees it, until Escape. */
export async function seeAsCustomer({ id }: Task): Promise<void> {
  try {
    const content = document.createElement('support-seen-by-customer') as SeenByCustomer;
    content.seen = await load(id, AT_FIRST);
    const { customerName: name } = content.seen;
    const title = name === null ? t('support.asCustomer.titleOfNobody') : t('support.asCustomer.title', { name });
    await showModal(content, title);
  } catch (error) {
    showError(error);
  }
}
