import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import {
  CounterController,
  type FieldTests,
  formatNumber,
  loadCustomFieldsFilter,
  PanelElement,
  QueryController,
  setQuery,
  t,
} from '../../../core/ui/api';
import { PROGRESS, progressText } from '../../tasks/ui/api';
import { ASSIGNED, type Chosen, categoriesOf, chosenOf, filterOf, queryOf } from './ticket-filter';

const MOST_LISTS = 500;
const MOST_CATEGORIES = 500;

interface Choice<T extends string> {
  value: T;
  text: string;
  count?: number | undefined;
}

/** `<support-filters>`: which tickets the grid shows. What is checked is kept in the URL. */
@customElement('support-filters')
export class SupportFilters extends PanelElement {
  static override styles = css`
    & {
      display: grid;
      gap: var(--gap-l);
      align-content: start;
    }
    fieldset {
      min-width: 0;
    }
    legend {
      padding: 2px 8px;
      font-size: 12.5px;
      font-weight: 620;
      color: var(--text-soft);
    }
    label {
      display: flex;
      align-items: center;
      gap: 9px;
      min-height: 29px;
      padding: 2px 8px;
      border-radius: 7px;
      cursor: pointer;
    }
    label:hover {
      background: var(--hover);
    }
    label .text {
      flex: 1;
    }
    input {
      flex: none;
      width: 16px;
      height: 16px;
      margin: 0;
      accent-color: var(--accent);
    }
    .count {
      color: var(--text-soft);
      font-size: 12.5px;
      font-variant-numeric: tabular-nums;
    }
    @media (pointer: coarse) {
      label {
        min-height: 44px;
      }
    }
  `;

  private readonly lists = new QueryController(
    this,
    'TaskList',
    () => ({ filter: { role: 'support' }, sort: [{ property: 'name' }] }),
    MOST_LISTS,
  );
  /** Those of all lists, and of the lists that are checked. */
  private readonly categories = new QueryController(
    this,
    'TaskCategory',
    () => ({
      filter: this.chosen.lists.length > 0 ? categoriesOf(this.chosen.lists) : undefined,
      sort: [{ property: 'name' }],
    }),
    MOST_CATEGORIES,
  );
  /** How many tickets each state would show beside all else that is checked. */
  private readonly counters = new CounterController(this, 'Task', () => {
    const { chosen } = this;
    return Object.fromEntries(PROGRESS.map((state) => [state, filterOf({ ...chosen, progress: [state] })]));
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void loadCustomFieldsFilter();
  }

  private readonly changeFields = (event: CustomEvent<FieldTests>) => {
    // Changes of the inputs in it bubble up to here.
    if (event.target === event.currentTarget) put({ ...this.chosen, fields: event.detail });
  };

  private get chosen(): Chosen {
    return chosenOf(this.route.query);
  }

  override render(): TemplateResult {
    const { chosen } = this;
    const lists = this.lists.records.map(({ id, name }) => ({ value: id, text: name }));
    const categories = this.categories.records.map(({ id, name }) => ({ value: id, text: name }));
    const states = PROGRESS.map((value) => ({ value, text: progressText(value), count: this.counters.counts[value] }));
    const assigned = ASSIGNED.map((value) => ({ value, text: t(`support.assigned.${value}`) }));
    return html`
      ${renderChoices(t('support.status'), states, chosen.progress, (progress) => put({ ...chosen, progress }))}
      ${renderChoices(t('support.assigned'), assigned, chosen.assigned, (values) => put({ ...chosen, assigned: values }))}
      ${renderChoices(t('support.lists'), lists, chosen.lists, (values) => put({ ...chosen, lists: values }), true)}
      ${categories.length > 0 ? renderChoices(t('support.categories'), categories, chosen.categories, (values) => put({ ...chosen, categories: values })) : ''}
      <custom-fields-filter .type=${'Task'} .tests=${chosen.fields} @change=${this.changeFields}></custom-fields-filter>
    `;
  }
}

function put(chosen: Chosen): void {
  setQuery(queryOf(chosen));
}

function renderChoices<T extends string>(
  title: string,
  choices: readonly Choice<T>[],
  checked: readonly T[],
  changed: (values: T[]) => void,
  hasAll = false,
): TemplateResult {
  const values = choices.map(({ value }) => value);
  const isAll = values.length > 0 && values.every((value) => checked.includes(value));
  const all = { text: t('host.all'), isChecked: isAll, isMixed: !isAll && checked.length > 0 };
  const toggle = (value: T) => changed(values.filter((other) => checked.includes(other) !== (other === value)));
  return html`
    <fieldset>
      <legend>${title}</legend>
      ${hasAll && values.length > 1 ? renderBox(all, () => changed(isAll ? [] : values)) : ''}
      ${choices.map(({ value, text, count }) => renderBox({ text, count, isChecked: checked.includes(value) }, () => toggle(value)))}
    </fieldset>
  `;
}

interface Box {
  text: string;
  isChecked: boolean;
  isMixed?: boolean;
  count?: number | undefined;
}

function renderBox({ text, isChecked, isMixed = false, count }: Box, change: () => void): TemplateResult {
  return html`
    <label>
      <input type="checkbox" .checked=${isChecked} .indeterminate=${isMixed} @change=${change}>
      <span class="text ellipsis" dir="auto">${text}</span>
      ${count === undefined ? '' : html`<span class="count">${formatNumber(count)}</span>`}
    </label>
  `;
}
