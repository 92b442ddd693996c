import '@vaadin/combo-box';
import type { ComboBoxDataProvider } from '@vaadin/combo-box';
import { html, type TemplateResult } from 'lit';
import { comboChoices } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';

/** A ticket that can be chosen, with the line by which it is found. */
export type TicketChoice = Task & { readonly line: string };

/**
 * Finds tickets by number or words, the ones changed last first: those that the caller may change, and that are no part
 * of another.
 * @param without id of the one that is not offered
 */
export function ticketChoices(without: string): ComboBoxDataProvider<TicketChoice> {
  return comboChoices(
    (text) => ({
      type: 'Task' as const,
      filter: { role: 'support', isMerged: false, ...(text === '' ? {} : { text }) },
      sort: [{ property: 'modifiedAt', isAscending: false }],
    }),
    (tickets) => tickets.filter(({ id, myRights }) => id !== without && myRights.mayWrite).map(choiceOf),
  );
}

/** The field in which a ticket is chosen; see {@link ticketChoices}. */
export function ticketField(
  label: string,
  offered: ComboBoxDataProvider<TicketChoice>,
  fault: string,
  choose: (ticket: TicketChoice | null) => void,
): TemplateResult {
  const chosen = ({ detail }: CustomEvent<{ value: TicketChoice | null | undefined }>) => choose(detail.value ?? null);
  return html`
    <vaadin-combo-box
      .label=${label}
      .itemValuePath=${'id'}
      .itemIdPath=${'id'}
      .itemLabelPath=${'line'}
      .dataProvider=${offered}
      .invalid=${fault !== ''}
      .errorMessage=${fault}
      required
      @selected-item-changed=${chosen}
    ></vaadin-combo-box>
  `;
}

function choiceOf(task: Task): TicketChoice {
  const { id, title, customerName } = task;
  return { ...task, line: customerName === null ? `#${id}: ${title}` : `#${id}: ${title} (${customerName})` };
}
