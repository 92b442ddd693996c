import '@vaadin/combo-box';
import type { Principal } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { comboChoices, LightElement, loadTokensField, store, t } from '../../../core/ui/api';
import { chosenPriority, dayOf, endOfDay, isPast, PRIORITIES, startOfDay, type Task } from '../../tasks/ui/api';
import { COLLEAGUES } from './colleagues';
import { progressOptions, progressPatch } from './progress-options';
import { statusesOf } from './statuses';
import { change } from './ticket-change';
import { categoriesOf } from './ticket-filter';
import { TicketTypes, typeOptions } from './ticket-types';

const colleagues = comboChoices(
  (text) => ({
    type: 'Principal' as const,
    filter: text === '' ? COLLEAGUES : { ...COLLEAGUES, text },
    sort: [{ property: 'name' }],
  }),
  (people) => people,
);

/** `<support-ticket-fields>`: what an agent changes on a ticket in passing; every change is saved at once. */
@customElement('support-ticket-fields')
export class TicketFields extends LightElement {
  static override styles = css`
    & {
      display: grid;
      /* As many beside each other as have room: the thread below needs it more. */
      grid-template-columns: repeat(auto-fill, minmax(min(140px, 100%), 1fr));
      gap: 6px 10px;
    }
    label,
    .field {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
      align-content: start;
    }
    .label {
      font-size: 12px;
      color: var(--text-soft);
    }
    select,
    input[type='date'] {
      width: 100%;
      height: 34px;
      padding: 0 8px;
      border: 1px solid var(--line-strong);
      border-radius: 7px;
      background: var(--surface);
    }
    select:disabled,
    input:disabled {
      color: var(--text-soft);
    }
    .wide {
      grid-column: 1 / -1;
    }
    /* One row as long as there are few. */
    .wide .tokens {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
    }
    .wide .tokens .label {
      flex: 1 0 100%;
    }
    .wide .tokens vaadin-combo-box {
      flex: 1 1 110px;
      width: auto;
    }
    .past {
      color: var(--danger);
    }
    vaadin-combo-box {
      width: 100%;
    }
    /* The name has more room until one comes to change it. */
    @media (hover: hover) {
      .field vaadin-combo-box:not([focused]):not(:hover)::part(clear-button) {
        display: none;
      }
    }
    .more {
      display: none;
    }
    .more[aria-expanded='true'] .icon {
      rotate: 180deg;
    }
    @media (max-width: 599px) {
      & {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
      label:first-of-type,
      .field {
        grid-column: 1 / -1;
      }
      /* What is said is on the first screen: the rest of the fields comes when it is asked for. */
      & > .rest:not(.shown) {
        display: none;
      }
      .more {
        display: inline-flex;
        grid-column: 1 / -1;
        justify-self: start;
      }
    }
    @media (pointer: coarse) {
      select,
      input[type='date'] {
        height: 40px;
        font-size: 16px;
      }
    }
  `;

  @property({ attribute: false }) ticket!: Task;
  @state() private isWhole = false;
  private readonly types = new TicketTypes(this);
  private readonly statuses = statusesOf(this, () => [this.ticket.taskListId]);

  override connectedCallback(): void {
    super.connectedCallback();
    void loadTokensField();
  }

  override render(): TemplateResult {
    const { ticket } = this;
    const isFixed = !ticket.myRights.mayWrite;
    const start = ticket.start === null ? '' : dayOf(ticket.start);
    const due = ticket.due === null ? '' : dayOf(ticket.due);
    const isLate = ticket.due !== null && isPast(ticket.due);
    const rest = `rest ${this.isWhole ? 'shown' : ''}`;
    const types = this.types.groups(({ id, myRights }) => id === ticket.taskListId || myRights.mayCreate);
    return html`
      <label>
        <span class="label">${t('support.progress')}</span>
        <select ?disabled=${isFixed} @change=${this.changeProgress}>
          ${progressOptions(ticket, this.statuses.records)}
        </select>
      </label>
      <div class="field">
        <span class="label" aria-hidden="true">${t('support.responsible')}</span>
        <vaadin-combo-box
          .accessibleName=${t('support.responsible')}
          .itemValuePath=${'id'}
          .itemIdPath=${'id'}
          .itemLabelPath=${'name'}
          .dataProvider=${colleagues}
          .selectedItem=${this.responsible}
          .placeholder=${t('support.nobody')}
          ?readonly=${isFixed}
          clear-button-visible
          @change=${this.changeResponsible}
        ></vaadin-combo-box>
      </div>
      <label class=${rest}>
        <span class="label">${t('tasks.priority')}</span>
        <select ?disabled=${isFixed} @change=${this.changePriority}>
          ${PRIORITIES.map(([value, name]) => html`<option value=${value} .selected=${value === chosenPriority(ticket.priority)}>${t(`tasks.priority.${name}`)}</option>`)}
        </select>
      </label>
      <label class=${rest}>
        <span class="label">${t('support.types.one')}</span>
        <select ?disabled=${isFixed} @change=${this.changeList}>
          ${typeOptions(types, ticket.taskListId)}
        </select>
      </label>
      <label class=${rest}>
        <span class="label">${t('tasks.start')}</span>
        <input type="date" .value=${start} ?disabled=${isFixed} @change=${this.changeStart}>
      </label>
      <label class=${isLate ? '' : rest}>
        <span class="label">${t('support.due')}${isLate ? html` <span class="past">(${t('tasks.overdue')})</span>` : nothing}</span>
        <input type="date" class=${isLate ? 'past' : ''} .value=${due} ?disabled=${isFixed} @change=${this.changeDue}>
      </label>
      ${ticket.categories === null || isFixed ? nothing : this.renderCategories(ticket, ticket.categories, rest)}
      <button type="button" class="button quiet more" aria-expanded=${this.isWhole} @click=${this.toggle}>
        <span class="icon icon-chevron" aria-hidden="true"></span>${t(this.isWhole ? 'support.fewerFields' : 'support.allFields')}
      </button>
    `;
  }

  private renderCategories({ taskListId }: Task, categories: readonly string[], rest: string): TemplateResult {
    // A field remembers what it has found: that of another list would offer its categories.
    const field = html`
      <gw-tokens-field class="wide ${rest}" .label=${t('support.categories')} .type=${'TaskCategory'} .filter=${categoriesOf([taskListId])}
        .value=${categories} @change=${this.changeCategories}></gw-tokens-field>
    `;
    return html`${keyed(taskListId, field)}`;
  }

  private get responsible(): Pick<Principal, 'id' | 'name'> | null {
    const { responsibleId: id, responsibleName } = this.ticket;
    if (id === null) return null;
    return store().peek('Principal', id) ?? { id, name: responsibleName ?? id };
  }

  private readonly toggle = () => {
    this.isWhole = !this.isWhole;
  };
  private readonly changeProgress = (event: Event) => {
    void change(this.ticket.id, progressPatch((event.target as HTMLSelectElement).value, this.statuses.records));
  };
  private readonly changeResponsible = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    void change(this.ticket.id, { responsibleId: value === '' ? null : value });
  };
  private readonly changePriority = (event: Event) => {
    void change(this.ticket.id, { priority: Number((event.target as HTMLSelectElement).value) });
  };
  private readonly changeStart = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    void change(this.ticket.id, { start: value === '' ? null : startOfDay(value) });
  };
  private readonly changeDue = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    void change(this.ticket.id, { due: value === '' ? null : endOfDay(value) });
  };
  private readonly changeCategories = ({ detail }: CustomEvent<readonly string[]>) => {
    void change(this.ticket.id, { categories: detail });
  };
  private readonly changeList = (event: Event) => {
    void change(this.ticket.id, { taskListId: (event.target as HTMLSelectElement).value });
  };
}
