import { html, type TemplateResult } from 'lit';
import { formatWhen } from '../../../../core/ui/api';
import { statusBadge, type Task } from '../../../tasks/ui/api';
import { isNews, subjectCell } from '../unread';

/** A ticket in a card of the start page: its subject, its state, and when it last changed. */
export function startRow(ticket: Task): TemplateResult {
  return html`
    <span class="ellipsis ${isNews(ticket) ? 'unread' : ''}" dir="auto">${subjectCell(ticket)}</span>
    ${statusBadge(ticket)}
    <time class="soft" datetime=${ticket.modifiedAt}>${formatWhen(ticket.modifiedAt)}</time>
  `;
}
