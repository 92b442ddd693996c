import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { QueryController, store } from '../../../core/ui/api';
import { grouped, type ListGroup, type ListRights, type TaskList } from '../../tasks/ui/api';
import type { ChoiceGroup } from './check-boxes';

/** A choice of ticket types names them by hundreds at most. */
const MOST = 500;

/** The ticket types that somebody sees, under their groupings and by name, for a Lit element that is drawn again when they change. */
export class TicketTypes {
  private readonly types: QueryController<'TaskList'>;
  private readonly groupings: QueryController<'TaskListGrouping'>;

  constructor(host: ReactiveControllerHost) {
    const types = { filter: { role: 'support' }, sort: [{ property: 'name' }] };
    this.types = new QueryController(host, 'TaskList', () => types, MOST);
    this.groupings = new QueryController(host, 'TaskListGrouping', () => ({ sort: [{ property: 'sortOrder' }] }), MOST);
  }

  get count(): number {
    return this.types.records.length;
  }

  /** By name. */
  get all(): readonly TaskList[] {
    return this.types.records;
  }

  /** Those of which this holds, or all. */
  groups(holds: (list: TaskList) => boolean = () => true): ListGroup[] {
    return grouped(this.types.records.filter(holds), this.groupings.records);
  }
}

/** The ticket types on which one has certain rights, under their groupings. */
export async function ticketTypesWith(has: (rights: ListRights) => boolean): Promise<ListGroup[]> {
  const [lists, groupings] = await Promise.all([store().all('TaskList'), store().all('TaskListGrouping')]);
  const types = lists.filter(({ role, myRights }) => role === 'support' && has(myRights));
  return grouped(
    types.sort((a, b) => a.name.localeCompare(b.name)),
    groupings,
  );
}

/** Ticket types to be checked, under the names of their groupings. */
export function listChoices(groups: readonly ListGroup[]): ChoiceGroup<string>[] {
  return groups.map(({ grouping, lists }) => ({
    title: grouping?.name ?? null,
    choices: lists.map(({ id, name, color }) => ({ value: id, text: name, color })),
  }));
}

/** Options of a `select`, under the names of the groupings. */
export function typeOptions(groups: readonly ListGroup[], selected?: string): TemplateResult[] {
  return groups.map(({ grouping, lists }) => {
    const options = lists.map(
      ({ id, name }) => html`<option value=${id} ?selected=${id === selected}>${name}</option>`,
    );
    return grouping === null ? html`${options}` : html`<optgroup label=${grouping.name}>${options}</optgroup>`;
  });
}
