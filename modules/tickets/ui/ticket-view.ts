import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import {
  formatDateTime,
  formatWhen,
  loadCustomFields,
  navigate,
  PanelElement,
  QueryController,
  RecordController,
  showError,
  store,
  t,
} from '../../../core/ui/api';
import { CLOSED, customerOf, OPEN, priorityText, statusBadge, typeName } from './cells';
import './composer';
import './message';
import { editTicket } from './ticket-dialog';
import { ticketStyles } from './ticket-view.styles';
import type { LegacyTicket } from './types';

/** `<legacy-ticket>`: the chosen ticket: who, what, its thread with the newest message first, and where to answer. */
@customElement('legacy-ticket')
export class LegacyTicketView extends PanelElement {
  static override styles = ticketStyles;

  private readonly ticket = new RecordController(this, 'LegacyTicket', () => this.route.path[0]);
  private readonly thread = new QueryController(this, 'LegacyTicketMessage', () => {
    const [ticketId] = this.route.path;
    return ticketId === undefined
      ? undefined
      : { filter: { ticketId: [ticketId] }, sort: [{ property: 'createdAt', isAscending: false }] };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void loadCustomFields();
  }

  override render(): TemplateResult {
    const { record, isMissing, error } = this.ticket;
    if (this.route.path[0] === undefined) return renderNothing('choose');
    if (isMissing) return renderNothing('missing');
    if (record !== undefined) return this.renderTicket(record);
    if (error !== null)
      return html`<div class="empty" role="alert"><p class="error-text" dir="auto">${error.message}</p></div>`;
    return html`<div class="waiting" aria-busy="true"><span class="skeleton"></span><span class="skeleton"></span></div>`;
  }

  private renderTicket(ticket: LegacyTicket): TemplateResult {
    const { id, ticketNumber, subject, myRights } = ticket;
    return html`
      <article aria-labelledby="legacy-ticket-title">
        <header>
          <h2 id="legacy-ticket-title"><span class="number">#${ticketNumber}</span> <bdi>${subject}</bdi></h2>
          <div class="about">${statusBadge(ticket)} ${renderActions(ticket)}</div>
          ${renderFacts(ticket)}
          <custom-fields-card .record=${ticket} ?isFixed=${!myRights.mayWrite} ?forCustomers=${!myRights.mayWrite}></custom-fields-card>
          ${ticket.unseen === null ? nothing : html`<detail-cards entityType="LegacyTicket" .entityId=${id} .mayWrite=${myRights.mayWrite}></detail-cards>`}
        </header>
        <div class="thread" role="region" aria-label=${t('tickets.thread')} tabindex="0">
          ${myRights.mayAnswer ? html`<legacy-composer .ticket=${ticket}></legacy-composer>` : nothing}
          ${this.thread.records.map((message) => html`<legacy-message .message=${message}></legacy-message>`)}
          ${
            this.thread.total > this.thread.records.length
              ? html`<button class="button" @click=${() => this.thread.more()}>${t('tickets.older')}</button>`
              : nothing
          }
        </div>
      </article>
    `;
  }
}

function renderActions(ticket: LegacyTicket): TemplateResult | typeof nothing {
  const { id, statusId, unseen, agentId, myRights } = ticket;
  if (!myRights.mayWrite) return nothing;
  const me = store().session.capabilities['urn:groupware:core'].user.id;
  const isClosed = statusId < OPEN;
  const put = (patch: Partial<LegacyTicket>) => () => void store().update('LegacyTicket', id, patch).catch(showError);
  return html`
    ${agentId === me ? nothing : html`<button class="button" @click=${put({ agentId: me })}>${t('tickets.claim')}</button>`}
    <button class="button" @click=${put({ statusId: isClosed ? OPEN : CLOSED })}>${t(isClosed ? 'tickets.reopen' : 'tickets.close')}</button>
    <button class="button" @click=${put({ unseen: unseen !== true })}>${t(unseen === true ? 'tickets.markSeen' : 'tickets.markUnseen')}</button>
    <button class="button" @click=${() => void editTicket(id)}>${t('tickets.edit')}</button>
  `;
}

function renderFacts(ticket: LegacyTicket): TemplateResult {
  const { company, email, phone, agentName, typeId, priority, createdAt, dueDate, ccAddresses } = ticket;
  const facts: [label: string, value: string][] = [
    ['customer', customerOf(ticket)],
    ['company', company],
    ['email', email],
    ['phone', phone],
    ['type', typeName(typeId)],
    ['responsible', agentName ?? ''],
    ['priority', priority === 1 ? '' : priorityText(priority)],
    ['due', dueDate === null ? '' : formatDateTime(dueDate)],
    ['cc', ccAddresses?.join(', ') ?? ''],
    ['created', formatWhen(createdAt)],
  ];
  const shown = facts.filter(([, value]) => value !== '');
  return html`<dl>${shown.map(([label, value]) => html`<dt>${t(`tickets.${label}`)}</dt><dd dir="auto">${value}</dd>`)}</dl>`;
}

function renderNothing(key: 'choose' | 'missing'): TemplateResult {
  return html`
    <div class="empty">
      <span class="icon icon-inbox" aria-hidden="true"></span>
      <h2>${t(`tickets.${key}`)}</h2>
      <p>${t(`tickets.${key}Text`)}</p>
      ${key === 'missing' ? html`<button class="button" @click=${goBack}>${t('host.back')}</button>` : nothing}
    </div>
  `;
}

function goBack(): void {
  navigate({ path: [] });
}

declare global {
  interface HTMLElementTagNameMap {
    'legacy-ticket': LegacyTicketView;
  }
}
