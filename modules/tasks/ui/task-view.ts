import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import {
  ask,
  formatDate,
  formatWhen,
  loadCustomFields,
  navigate,
  PanelElement,
  RecordController,
  showError,
  store,
  t,
} from '../../../core/ui/api';
import { isDone, setDone } from './done';
import { dueCell } from './due';
import { listCell } from './list-cell';
import { personCell } from './names-cell';
import { ticketAddress } from './open-task';
import { priorityText } from './priority';
import { statusBadge } from './status';
import type { Task } from './task';
import { editTask } from './task-dialog';

/** `<task-view>`: the chosen task; of a ticket what makes it a task, and the way to where it is worked on. */
@customElement('task-view')
export class TaskView extends PanelElement {
  static override styles = css`
    & {
      display: block;
      min-height: 100%;
      background: var(--page);
    }
    article {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      padding: var(--gap-m) var(--gap-l);
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: end;
      gap: var(--gap-s);
    }
    .top .badge {
      margin-inline-end: auto;
    }
    .heading {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 10px;
      align-items: start;
    }
    .heading .done {
      width: 20px;
      height: 20px;
      margin-top: 2px;
    }
    .heading h2 {
      font-size: 17px;
      overflow-wrap: anywhere;
    }
    .heading .done:checked + h2 {
      color: var(--text-soft);
      text-decoration: line-through;
    }
    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 7px 16px;
      align-items: center;
      margin: 0;
      padding: var(--gap-m);
    }
    dt {
      color: var(--text-soft);
    }
    dd {
      margin: 0;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .description {
      padding: var(--gap-m);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  `;

  private readonly task = new RecordController(this, 'Task', () => this.route.path[0]);

  override willUpdate(): void {
    // Lets the grid have the room of a task that nobody reads.
    this.toggleAttribute('empty', this.route.path[0] === undefined);
    if (this.task.record !== undefined) void loadCustomFields();
  }

  override render(): TemplateResult {
    const { record, isMissing, error } = this.task;
    if (this.route.path[0] === undefined) return renderNothing('host.details', 'host.detailsText');
    if (isMissing) return renderNothing('tasks.missing', 'tasks.missingText');
    if (record !== undefined) return renderTask(record);
    if (error !== null)
      return html`<div class="empty" role="alert"><p class="error-text" dir="auto">${error.message}</p></div>`;
    return html`<article aria-busy="true"><span class="skeleton"></span><span class="skeleton"></span></article>`;
  }
}

function renderTask(task: Task): TemplateResult {
  const { id, title, description, role, myRights } = task;
  const isPlain = role === 'list';
  const toggle = (event: Event) => void setDone(id, (event.target as HTMLInputElement).checked);
  return html`
    <article aria-labelledby="task-title">
      ${isPlain ? renderTools(task) : renderTicket(task)}
      <div class="heading">
        <input class="done" type="checkbox" aria-label=${t('tasks.doneOf', { title })} .checked=${isDone(task)}
          ?disabled=${!myRights.mayWrite} @change=${toggle}>
        <h2 id="task-title" dir="auto">${title}</h2>
      </div>
      ${renderFacts(task)}
      ${description === '' ? nothing : html`<p class="card description" dir="auto">${description}</p>`}
      ${
        isPlain
          ? html`<custom-fields-card .record=${task} .isFixed=${!myRights.mayWrite}></custom-fields-card>
              <detail-cards entityType="Task" .entityId=${id} .mayWrite=${myRights.mayWrite}></detail-cards>`
          : nothing
      }
    </article>
  `;
}

function renderTools(task: Task): TemplateResult {
  const { mayWrite, mayDelete } = task.myRights;
  return html`
    <div class="top">
      ${
        mayWrite
          ? html`<button class="button" @click=${() => void editTask(task)}>
              <span class="icon icon-edit" aria-hidden="true"></span>${t('tasks.change')}
            </button>`
          : nothing
      }
      ${
        mayDelete
          ? html`<button class="button danger" @click=${() => void remove(task)}>
              <span class="icon icon-trash" aria-hidden="true"></span>${t('host.delete')}
            </button>`
          : nothing
      }
    </div>
  `;
}

function renderTicket(task: Task): TemplateResult {
  const address = ticketAddress(task);
  return html`
    <div class="top">
      <span class="badge accent">${t('tasks.ticket', { id: task.id })}</span>
      ${
        address === undefined
          ? nothing
          : html`<a class="button primary" href=${address}><span class="icon icon-support" aria-hidden="true"></span>${t('tasks.openTicket')}</a>`
      }
    </div>
  `;
}

function renderFacts(task: Task): TemplateResult {
  const { role, taskListId, start, due, priority, responsibleId, modifiedAt } = task;
  const facts: [string, unknown][] = [
    [role === 'list' ? 'list' : 'ticketType', listCell(taskListId)],
    ['progress', statusBadge(task)],
    ['due', due === null ? null : dueCell(due)],
    ['start', start === null ? null : formatDate(start)],
    ['priority', priority === 0 ? null : priorityText(priority)],
    ['responsible', responsibleId === null ? null : personCell(responsibleId)],
    ['modified', formatWhen(modifiedAt)],
  ];
  return html`
    <dl class="card">
      ${facts.map(([name, value]) => (value === null ? nothing : html`<dt>${t(`tasks.${name}`)}</dt><dd>${value}</dd>`))}
    </dl>
  `;
}

async function remove({ id, title }: Task): Promise<void> {
  const question = { title: t('tasks.deleteTitle', { title }), text: t('tasks.deleteText'), confirm: t('host.delete') };
  if (!(await ask({ ...question, isDangerous: true }))) return;
  try {
    await store().destroy('Task', [id]);
    navigate({ path: [] });
  } catch (error) {
    showError(error);
  }
}

function renderNothing(title: string, text: string): TemplateResult {
  return html`
    <div class="empty">
      <span class="icon icon-check" aria-hidden="true"></span>
      <h2>${t(title)}</h2>
      <p>${t(text)}</p>
    </div>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'task-view': TaskView;
  }
}
