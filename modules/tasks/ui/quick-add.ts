import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { errorText, PanelElement, refusalsOf, store, t } from '../../../core/ui/api';
import { dayOf, endOfDay, endOfToday, startOfTomorrow } from './day';
import type { Task } from './task';
import { listFor } from './task-dialog';
import { chosenOf, type View } from './task-filter';

const LONGEST = 255;

/** `<task-quick-add>`: a line above the tasks; Enter makes one of it that is shown there, and the next can be typed. */
@customElement('task-quick-add')
export class QuickAdd extends PanelElement {
  static override styles = css`
    form {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
      padding-inline-start: var(--gap-m);
      border-bottom: 1px solid var(--line);
    }
    .icon {
      width: 16px;
      height: 16px;
      color: var(--text-soft);
    }
    input {
      width: 100%;
      height: 40px;
      padding: 0 10px;
      border: 0;
      background: none;
    }
    input:focus-visible {
      outline-offset: -3px;
    }
    .error-text {
      grid-column: 2;
      padding: 0 10px;
      overflow-wrap: anywhere;
    }
    .error-text:not(:empty) {
      padding-bottom: 8px;
    }
    @media (max-width: 599px) {
      input {
        height: 46px;
        font-size: 16px;
      }
    }
  `;

  @state() private fault = '';
  /** Tasks are made one after the other, in the order in which they were typed. */
  private making = Promise.resolve();

  private get input(): HTMLInputElement | null {
    return this.querySelector('input');
  }

  override render(): TemplateResult | typeof nothing {
    const { view } = chosenOf(this.route.query);
    if (view === 'completed') return nothing;
    const label = t(`tasks.quick.${view}`);
    return html`
      <form @submit=${this.submit} novalidate>
        <span class="icon icon-add" aria-hidden="true"></span>
        <input name="title" autocomplete="off" enterkeyhint="done" dir="auto" aria-label=${label} placeholder=${label}
          aria-invalid=${String(this.fault !== '')} aria-describedby="quick-add-fault" @input=${this.forgive}>
        <span id="quick-add-fault" class="error-text" role="alert">${this.fault}</span>
      </form>
    `;
  }

  private readonly forgive = (): void => {
    this.fault = '';
  };

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    const { input } = this;
    const title = input?.value.trim() ?? '';
    if (input === null) return;
    if (title.length > LONGEST) {
      this.fault = t('tasks.quick.tooLong', { most: LONGEST, count: title.length });
      return;
    }
    const { view, lists } = chosenOf(this.route.query);
    input.value = '';
    if (title !== '') this.making = this.making.then(() => this.make(title, view, lists));
  };

  private async make(title: string, view: View, lists: readonly string[]): Promise<void> {
    try {
      const taskListId = await listFor(lists);
      if (taskListId === undefined) throw new Error(t('tasks.lists.mayNone'));
      // It would be made where it is not seen.
      if (lists.length > 0 && !lists.includes(taskListId)) throw new Error(t('tasks.quick.mayNot'));
      await store().create('Task', { title, taskListId, ...shownIn(view) });
    } catch (error) {
      this.giveBack(title);
      this.fault = t('tasks.quick.refused', { reason: refusalsOf(error)['title'] ?? errorText(error) });
    }
  }

  /** What was not made stays in the line, before what has been typed since. */
  private giveBack(title: string): void {
    const { input } = this;
    if (input !== null) input.value = `${title} ${input.value}`.trim();
  }
}

/** What a task has so that the view shows it. */
function shownIn(view: View): Partial<Task> {
  if (view === 'today') return { due: endOfToday() };
  if (view === 'upcoming') return { due: endOfDay(dayOf(startOfTomorrow())) };
  if (view === 'mine') return { responsibleId: store().session.capabilities['urn:groupware:core'].user.id };
  return {};
}

declare global {
  interface HTMLElementTagNameMap {
    'task-quick-add': QuickAdd;
  }
}
