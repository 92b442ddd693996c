import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import {
  detailsMenuStyles,
  loadCustomFields,
  PanelElement,
  person,
  RecordController,
  store,
  t,
} from '../../../core/ui/api';
import type { Comment, CommentComposer, CommentThread, Mode } from '../../comments/ui/api';
import { statusBadge, type Task } from '../../tasks/ui/api';
import { AttendingController } from './attending';
import './presence';
import './reply-tool';
import { change } from './ticket-change';
import { renderTicketMenu } from './ticket-menu';
import { partsOf } from './ticket-parts';
import { ticketStyles } from './ticket-view.styles';
import { ReadingController } from './unread';
import { toggleWatching } from './watch';

/** What an agent can write. */
const MODES = ['answer', 'note'] as const;

/** `<support-ticket>`: the chosen ticket as an agent sees it: who, what, the thread, and where to answer. */
@customElement('support-ticket')
export class SupportTicket extends PanelElement {
  static override styles = [detailsMenuStyles, ticketStyles];

  private readonly ticket = new RecordController(this, 'Task', () => this.route.path[0]);
  private readonly parts = partsOf(this, () => this.route.path[0]);
  readonly reading = new ReadingController(this, () => this.ticket.record);
  private readonly attending = new AttendingController(this, () => this.ticket.record);
  private areLoaded = false;

  /** The ticket shown, if it is here already. */
  get record(): Task | undefined {
    return this.ticket.record;
  }

  /** Opens the composer for an answer to the customer, or for a note to colleagues. */
  write(mode: 'answer' | 'note'): void {
    void this.querySelector<CommentComposer>('comment-composer')?.open(mode);
  }

  /** Makes the ticket the user's own. */
  assignToMe(): void {
    const { id } = store().session.capabilities['urn:groupware:core'].user;
    if (this.record?.myRights.mayWrite === true) void change(this.record.id, { responsibleId: id });
  }

  /** Has the user watch the ticket, or no more. */
  toggleWatching(): void {
    if (this.record) void toggleWatching(this.record);
  }

  /** What is answered stays in sight beside the answer. */
  private readonly showNewest = () => this.querySelector<CommentThread>('comment-thread')?.showNewest();

  private readonly writes = ({ detail }: CustomEvent<Mode | null>) =>
    this.attending.writes(detail === null ? null : detail === 'note' ? 'noting' : 'answering');

  override willUpdate(): void {
    const isReading = this.route.path[0] !== undefined;
    // Lets the grid have the room of a ticket that nobody reads.
    this.toggleAttribute('empty', !isReading);
    if (isReading) this.loadParts();
  }

  /** What is drawn of a ticket draws itself as soon as it is here. */
  private loadParts(): void {
    if (this.areLoaded) return;
    this.areLoaded = true;
    void import('./history');
    void import('./legacy');
    void import('./ticket-fields');
    void import('./merged');
    void import('./watchers');
    void loadCustomFields();
  }

  override render(): TemplateResult {
    const { record, isMissing, error } = this.ticket;
    const [id] = this.route.path;
    if (id === undefined) return renderNothing('details', 'detailsText', 'host');
    if (isMissing) return renderMissing(id);
    if (error !== null && record === undefined) {
      return html`<div class="empty" role="alert"><p class="error-text" dir="auto">${error.message}</p></div>`;
    }
    return record === undefined ? renderWaiting() : this.renderTicket(record);
  }

  private renderTicket(ticket: Task): TemplateResult {
    const { id, title, myRights } = ticket;
    const parts = this.parts.records;
    return html`
      <article class="ticket" aria-labelledby="ticket-title">
        <header class="head">
          <div class="title">
            <h2 id="ticket-title"><span class="number">#${id}:</span> <bdi>${title}</bdi></h2>
            ${renderTicketMenu(ticket)}
          </div>
          <div class="who">${statusBadge(ticket)} ${renderCustomer(ticket)}</div>
          <support-merged .ticket=${ticket} .parts=${parts}></support-merged>
          ${ticket.cc === null || ticket.cc.length === 0 ? nothing : html`<p class="cc"><span class="soft">${t('support.cc')}</span> <span dir="auto">${ticket.cc.join(', ')}</span></p>`}
          <support-watchers .ticket=${ticket}></support-watchers>
          <support-ticket-fields .ticket=${ticket}></support-ticket-fields>
          <custom-fields-card .record=${ticket} .isFixed=${!myRights.mayWrite}></custom-fields-card>
          <div class="cards">
            <detail-cards entityType="Task" .entityId=${id} .mayWrite=${myRights.mayWrite} .without=${['comments']}></detail-cards>
            <support-history .ticket=${ticket} .parts=${parts}></support-history>
            <support-legacy .ticket=${ticket}></support-legacy>
          </div>
        </header>
        <div class="thread" role="region" aria-label=${t('comments.thread')} tabindex="0">
          <comment-thread entityType="Task" .entityId=${id} .parts=${parts.map((part) => part.id)} .mayMove=${myRights.mayWrite}
            @entry-move=${(event: CustomEvent<Comment>) => void move(ticket, event.detail)}></comment-thread>
        </div>
        ${
          myRights.mayComment
            ? html`<footer class="foot">
                <support-presence .ticket=${ticket}></support-presence>
                <comment-composer entityType="Task" .entityId=${id} .modes=${MODES} .audience=${audienceOf(ticket)} .mayMention=${true}
                  .tools=${html`<support-reply-tool .ticket=${ticket}></support-reply-tool>`}
                  @composer-opened=${this.showNewest} @writing=${this.writes}></comment-composer>
              </footer>`
            : nothing
        }
      </article>
    `;
  }
}

async function move(ticket: Task, comment: Comment): Promise<void> {
  const { moveEntry } = await import('./move-dialog');
  await moveEntry(ticket, comment);
}

function audienceOf({ customerEmail, cc }: Task): string[] {
  return [customerEmail, ...(cc ?? [])].filter((address): address is string => address !== null && address !== '');
}

function renderCustomer({ customerName, customerEmail, customerOrganisation: organisation }: Task): TemplateResult {
  const name = customerName ?? customerEmail;
  if (name === null) return html`<span class="soft">${t('support.noCustomer')}</span>`;
  return html`
    <span class="asker">
      ${person(name)} ${customerEmail === null || customerEmail === name ? nothing : html`<span class="soft address" dir="auto">${customerEmail}</span>`}
      ${organisation === null ? nothing : html`<span class="soft address" title=${t('support.organisation')} dir="auto">${organisation}</span>`}
    </span>
  `;
}

/** What the user has written about it stays in sight. */
function renderMissing(id: string): TemplateResult {
  return html`
    <article class="ticket">
      ${renderNothing('missing', 'missingText', 'support')}
      <footer class="foot">
        <comment-composer entityType="Task" .entityId=${id} .modes=${MODES} .audience=${[]} .mayMention=${true} isGone></comment-composer>
      </footer>
    </article>
  `;
}

function renderNothing(title: string, text: string, module: string): TemplateResult {
  return html`
    <div class="empty">
      <span class="icon icon-inbox" aria-hidden="true"></span>
      <h2>${t(`${module}.${title}`)}</h2>
      <p>${t(`${module}.${text}`)}</p>
    </div>
  `;
}

function renderWaiting(): TemplateResult {
  return html`
    <div class="waiting" aria-busy="true">
      <span class="skeleton wide"></span><span class="skeleton"></span><span class="skeleton tall"></span><span class="skeleton tall"></span>
      <span class="visually-hidden" role="status">${t('host.loading')}</span>
    </div>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket': SupportTicket;
  }
}
