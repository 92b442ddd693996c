import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import {
  type ChosenFilters,
  CounterController,
  type FieldTests,
  loadCustomFieldsFilter,
  loadSavedFilters,
  openDialog,
  PanelElement,
  QueryController,
  setQuery,
  showError,
  store,
  t,
} from '../../../core/ui/api';
import { PROGRESS, type Progress, progressText, type TaskList } from '../../tasks/ui/api';
import { type Choice, type ChoiceGroup, renderBox, renderChoiceGroups, renderChoices } from './check-boxes';
import { checkBoxStyles } from './check-boxes.styles';
import { Opening } from './opening';
import { savedFilters, ticketWords } from './saved-filters';
import { ticketTypeDialog } from './settings/lists';
import './shown-types';
import { statusesOf } from './statuses';
import {
  ASSIGNED,
  type Chosen,
  categoriesOf,
  chosenOf,
  filterOf,
  PRIORITY_NAMES,
  queryOf,
  savedAs,
  WATCHED,
} from './ticket-filter';
import { listChoices, TicketTypes } from './ticket-types';
import { readAll } from './unread';

const MOST_CATEGORIES = 500;

/** `<support-filters>`: which tickets the grid shows. What is checked is kept in the URL. */
@customElement('support-filters')
export class SupportFilters extends PanelElement {
  static override styles = [
    checkBoxStyles,
    css`
    & {
      display: grid;
      gap: var(--gap-l);
      align-content: start;
    }
    support-shown-types {
      margin-top: calc(var(--gap-s) - var(--gap-l));
    }
    .mark-all {
      justify-content: start;
      width: 100%;
      padding-inline: 33px 8px;
      color: var(--text-soft);
      font-size: 13px;
      font-weight: 450;
    }
  `,
  ];

  private readonly types = new TicketTypes(this);
  /** Those of the lists that are checked, or of all. */
  private readonly statuses = statusesOf(this, () => this.chosen.lists);
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
  /** How many tickets each state, and what is unread, would show beside all else that is checked. */
  private readonly counters = new CounterController(this, 'Task', () => {
    const { chosen } = this;
    const states = PROGRESS.map((state) => [state, filterOf({ ...chosen, progress: [state] })] as const);
    return Object.fromEntries([...states, ['unread', filterOf({ ...chosen, isUnread: true })]]);
  });

  private readonly opening = new Opening(this);
  private stopFollowing: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadCustomFieldsFilter();
    void loadSavedFilters();
    this.stopFollowing = savedFilters().onChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    this.stopFollowing?.();
    super.disconnectedCallback();
  }

  private readonly changeFields = (event: CustomEvent<FieldTests>) => {
    // Changes of the inputs in it bubble up to here.
    if (event.target === event.currentTarget) this.put({ ...this.chosen, fields: event.detail });
  };

  private readonly changeSaved = (event: CustomEvent<ChosenFilters>) => {
    if (event.target === event.currentTarget) this.put({ ...this.chosen, saved: event.detail });
  };

  private get chosen(): Chosen {
    return chosenOf(this.route.query);
  }

  private get listGroups(): ChoiceGroup<string>[] {
    const { lists: checked } = this.chosen;
    // One that is checked stays in sight, so that it can be unchecked.
    const isShown = ({ id, isSubscribed }: TaskList) => isSubscribed || checked.includes(id);
    return listChoices(this.types.groups(isShown));
  }

  /** Under the names of their lists, when several have some. One that is gone stays as long as it is checked. */
  private get statusGroups(): ChoiceGroup<string>[] {
    const { records, isLoading } = this.statuses;
    const groups = this.types.all.flatMap(({ id: listId, name: title }): ChoiceGroup<string>[] => {
      const own = records.filter(({ taskListId }) => taskListId === listId);
      return own.length === 0 ? [] : [{ title, choices: own.map(({ id, name }) => ({ value: id, text: name })) }];
    });
    const gone = isLoading ? [] : this.chosen.statuses.filter((id) => !records.some((status) => status.id === id));
    const [only] = groups;
    return [
      ...(only !== undefined && groups.length === 1 ? [{ ...only, title: null }] : groups),
      ...gone.map((value) => ({ title: null, choices: [{ value, text: t('support.statuses.gone') }] })),
    ];
  }

  private readonly chooseStatuses = (statuses: readonly string[]) => {
    const { chosen } = this;
    const added = this.statuses.records.filter(({ id }) => statuses.includes(id) && !chosen.statuses.includes(id));
    const isWanted = (state: Progress) =>
      chosen.progress.includes(state) || added.some(({ progress }) => progress === state);
    // What a status stands for is shown with it: it would find nothing otherwise.
    this.put({ ...chosen, statuses, progress: chosen.progress.length === 0 ? [] : PROGRESS.filter(isWanted) });
  };

  /** Those that there are. One that is gone, or of no list that is shown, stays as long as it is checked. */
  private get categoryChoices(): Choice<string>[] {
    const { records, isLoading } = this.categories;
    const unseen = this.chosen.categories.filter((id) => !isLoading && !records.some((category) => category.id === id));
    return [
      ...records.map(({ id, name }) => ({ value: id, text: name })),
      ...unseen.map((value) => ({ value, text: t('support.categories.gone') })),
    ];
  }

  /** Statuses and categories of lists that are not shown any more would find nothing. */
  private readonly chooseLists = (lists: readonly string[]) => {
    const { chosen } = this;
    const isLeft = (list: string | null) => lists.length > 0 && list !== null && !lists.includes(list);
    const kept = (ids: readonly string[], all: readonly { id: string; taskListId: string | null }[]) =>
      ids.filter((id) => !all.some((one) => one.id === id && isLeft(one.taskListId)));
    const statuses = kept(chosen.statuses, this.statuses.records);
    this.put({ ...chosen, lists, statuses, categories: kept(chosen.categories, this.categories.records) });
  };

  override render(): TemplateResult {
    const { chosen, statusGroups: statuses, categoryChoices: categories } = this;
    const states = PROGRESS.map((value) => ({ value, text: progressText(value), count: this.counters.counts[value] }));
    const assigned = ASSIGNED.map((value) => ({ value, text: t(`support.assigned.${value}`) }));
    const priorities = PRIORITY_NAMES.map((value) => ({ value, text: t(`tasks.priority.${value}`) }));
    const watched = WATCHED.map((value) => ({ value, text: t('support.watched') }));
    return html`
      ${renderChoices(t('support.progress'), states, chosen.progress, (progress) => this.put({ ...chosen, progress }))}
      ${statuses.length > 0 ? renderChoiceGroups(t('support.status'), statuses, chosen.statuses, this.chooseStatuses) : ''}
      ${this.renderUnread()}
      ${renderChoices(t('support.assigned'), assigned, chosen.assigned, (values) => this.put({ ...chosen, assigned: values }))}
      ${renderChoices(t('support.watchers'), watched, chosen.watched, (values) => this.put({ ...chosen, watched: values }))}
      ${renderChoices(t('tasks.priority'), priorities, chosen.priorities, (values) => this.put({ ...chosen, priorities: values }))}
      ${renderChoiceGroups(t('support.types.title'), this.listGroups, chosen.lists, this.chooseLists)}
      <support-shown-types></support-shown-types>
      ${store().may('support:manage') ? html`<button class="button quiet mark-all" @click=${addTicketType}><span class="icon icon-add" aria-hidden="true"></span>${t('support.types.add')}</button>` : nothing}
      ${categories.length > 0 ? renderChoices(t('support.categories'), categories, chosen.categories, (values) => this.put({ ...chosen, categories: values })) : ''}
      <custom-fields-filter .type=${'Task'} .tests=${chosen.fields} @change=${this.changeFields}></custom-fields-filter>
      <saved-filters .type=${'Task'} .words=${ticketWords} .chosen=${chosen.saved} .current=${savedAs(chosen)} @change=${this.changeSaved}></saved-filters>
    `;
  }

  private renderUnread(): TemplateResult {
    const { chosen } = this;
    const count = this.counters.counts['unread'];
    const toggle = () => this.put({ ...chosen, isUnread: !chosen.isUnread });
    return html`
      <fieldset>
        <legend>${t('support.news')}</legend>
        ${renderBox({ text: t('support.unread'), isChecked: chosen.isUnread, count }, toggle)}
        <button class="button quiet mark-all" ?disabled=${count === 0} @click=${() => void readAll()}>${t('support.markAllRead')}</button>
      </fieldset>
    `;
  }

  private put(chosen: Chosen): void {
    const query = queryOf(chosen);
    this.opening.remember(query);
    setQuery(query);
  }
}

async function addTicketType(): Promise<void> {
  await openDialog(ticketTypeDialog()).catch(showError);
}
