import type { Filter } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  CounterController,
  formatNumber,
  formatRoute,
  openDialog,
  PanelElement,
  QueryController,
  setQuery,
  showError,
  store,
  t,
} from '../../../core/ui/api';
import { colorDot } from './list-cell';
import { listDialog } from './list-dialog';
import type { TaskList } from './task';
import { makeOwnList } from './task-dialog';
import { type Chosen, chosenOf, filterOf, VIEWS, type View } from './task-filter';
import { viewsStyles } from './views.styles';

const MOST_LISTS = 500;

/** Views beside which stands how many tasks they show: those that somebody may have to do. */
const COUNTED: readonly View[] = ['today', 'open', 'mine'];

/** `<task-views>`: what of one's tasks is looked at, and the lists that they are in. What is chosen is kept in the URL. */
@customElement('task-views')
export class TaskViews extends PanelElement {
  static override styles = viewsStyles;

  private readonly lists = new QueryController(
    this,
    'TaskList',
    () => ({
      filter: { role: 'list', mayRead: true, isSubscribed: true },
      sort: [{ property: 'sortOrder' }, { property: 'name' }],
    }),
    MOST_LISTS,
  );
  /** Those that the user does not want to see. */
  private readonly unwanted = new QueryController(
    this,
    'TaskList',
    () => ({ filter: { role: 'list', mayRead: true, isSubscribed: false }, sort: [{ property: 'name' }] }),
    MOST_LISTS,
  );
  private readonly counters = new CounterController(
    this,
    'Task',
    () => Object.fromEntries(COUNTED.map((view): [string, Filter] => [view, filterOf({ ...this.chosen, view })])),
    ['TaskList'],
  );

  private get chosen(): Chosen {
    return chosenOf(this.route.query);
  }

  override render(): TemplateResult {
    return html`
      <nav aria-label=${t('tasks.views')}><ul>${VIEWS.map((view) => html`<li>${this.renderView(view)}</li>`)}</ul></nav>
      <section aria-labelledby="task-lists">
        <h2 id="task-lists">${t('tasks.lists')}${this.renderAdd()}</h2>
        ${this.lists.records.length === 0 && !this.lists.isLoading ? this.renderNone() : nothing}
        <ul>
          ${repeat(
            this.lists.records,
            ({ id }) => id,
            (list) => html`<li class="row">${this.renderList(list)}</li>`,
          )}
        </ul>
        ${this.unwanted.records.length === 0 ? nothing : this.renderHidden()}
      </section>
    `;
  }

  private renderView(view: View): TemplateResult {
    const { pane: _, ...query } = this.route.query;
    const count = this.counters.counts[view] ?? 0;
    return html`
      <a href=${formatRoute({ panel: 'tasks', path: [], query: { ...query, view } })}
        aria-current=${view === this.chosen.view ? 'true' : nothing}>
        <span class="text ellipsis">${t(`tasks.view.${view}`)}</span>
        ${count === 0 ? nothing : html`<span class="count">${formatNumber(count)}</span>`}
      </a>
    `;
  }

  private renderList(list: TaskList): TemplateResult {
    const { id, name, color, myRights } = list;
    const { lists } = this.chosen;
    const toggle = () =>
      setQuery({ lists: (lists.includes(id) ? lists.filter((one) => one !== id) : [...lists, id]).join(',') });
    return html`
      <label>
        <input type="checkbox" .checked=${lists.includes(id)} @change=${toggle}>
        ${colorDot(color)}<span class="text ellipsis" dir="auto">${name}</span>
      </label>
      ${
        myRights.mayManage
          ? html`<button class="button quiet icon-only" aria-label=${t('tasks.lists.edit', { name })} @click=${() => void this.edit(id)}>
              <span class="icon icon-edit" aria-hidden="true"></span>
            </button>`
          : nothing
      }
      <button class="button quiet icon-only" aria-label=${t('tasks.lists.hide', { name })} @click=${() => void want(list, false)}>
        <span class="icon icon-eye" aria-hidden="true"></span>
      </button>
    `;
  }

  private renderHidden(): TemplateResult {
    const { records } = this.unwanted;
    return html`
      <details>
        <summary>${t('tasks.lists.hidden', { count: records.length })}</summary>
        <ul>
          ${records.map(
            (list) => html`<li class="row">
              <span class="text ellipsis" dir="auto">${list.name}</span>
              <button class="button quiet icon-only" aria-label=${t('tasks.lists.show', { name: list.name })} @click=${() => void want(list, true)}>
                <span class="icon icon-eye" aria-hidden="true"></span>
              </button>
            </li>`,
          )}
        </ul>
      </details>
    `;
  }

  private renderAdd(): TemplateResult | typeof nothing {
    if (!store().may('tasks:createLists')) return nothing;
    const label = t('tasks.lists.add');
    return html`
      <button class="button quiet icon-only" aria-label=${label} title=${label} @click=${() => void this.edit()}>
        <span class="icon icon-add" aria-hidden="true"></span>
      </button>
    `;
  }

  private renderNone(): TemplateResult {
    return html`
      <div class="none">
        <p class="soft">${t('tasks.lists.none')}</p>
        ${store().may('tasks:createLists') ? html`<button class="button" @click=${this.makeFirst}>${t('tasks.lists.makeFirst')}</button>` : nothing}
      </div>
    `;
  }

  private readonly makeFirst = () => void makeOwnList().catch(showError);

  private async edit(id?: string): Promise<void> {
    try {
      await openDialog(listDialog(), id);
    } catch (error) {
      showError(error);
    }
    this.forgetGone();
  }

  /** A list that is gone would show nothing as long as it is checked. */
  private forgetGone(): void {
    const { lists } = this.chosen;
    const left = lists.filter((id) => store().peek('TaskList', id) !== undefined);
    if (left.length < lists.length) setQuery({ lists: left.join(',') });
  }
}

/** Has the user see the tasks of a list beside all others, or no more. */
async function want({ id }: TaskList, isSubscribed: boolean): Promise<void> {
  await store().update('TaskList', id, { isSubscribed }).catch(showError);
}

declare global {
  interface HTMLElementTagNameMap {
    'task-views': TaskViews;
  }
}
