import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement, t } from '../../../core/ui/api';
import { dayOf, endOfDay, startOfDay } from './day';
import { chosenPriority, PRIORITIES } from './priority';

let made = 0;

/** A field of the dialog of a task for which there is no component. Fires `change` with the value. */
abstract class TaskInput<V> extends LightElement {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    label {
      font-weight: 500;
    }
    input,
    select {
      width: 100%;
      height: 34px;
      padding: 0 8px;
      border: 1px solid var(--line-strong);
      border-radius: 9px;
      background: var(--surface);
    }
    [aria-invalid='true'] {
      border-color: var(--danger);
    }
    @media (pointer: coarse) {
      input,
      select {
        height: 42px;
        font-size: 16px;
      }
    }
  `;

  @property() label = '';
  @property({ attribute: false }) value: V | undefined;
  @property() error = '';
  protected readonly inputId = `task-input-${String(++made)}`;

  override focus(): void {
    this.querySelector<HTMLElement>('input, select')?.focus();
  }

  protected put(value: V): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('change', { detail: value }));
  }

  protected abstract renderInput(): TemplateResult;

  override render(): TemplateResult {
    const { inputId, label, error } = this;
    return html`
      <label for=${inputId}>${label}</label>
      ${this.renderInput()}
      ${error === '' ? nothing : html`<p class="error-text" id=${`${inputId}-error`} dir="auto">${error}</p>`}
    `;
  }
}

abstract class DayField extends TaskInput<string | null> {
  protected abstract instantOf(day: string): string;

  protected override renderInput(): TemplateResult {
    const { inputId, value, error } = this;
    return html`<input id=${inputId} type="date" .value=${value ? dayOf(value) : ''} aria-invalid=${String(error !== '')}
      aria-describedby=${error === '' ? nothing : `${inputId}-error`} @change=${this.change}>`;
  }

  private readonly change = (event: Event) => {
    // What is fired instead has the instant.
    event.stopPropagation();
    const { value } = event.target as HTMLInputElement;
    this.put(value === '' ? null : this.instantOf(value));
  };
}

/** `<task-start-field>`: a task starts with its day. */
@customElement('task-start-field')
export class StartField extends DayField {
  protected override instantOf(day: string): string {
    return startOfDay(day);
  }
}

/** `<task-due-field>`: a task is due at the end of its day. */
@customElement('task-due-field')
export class DueField extends DayField {
  protected override instantOf(day: string): string {
    return endOfDay(day);
  }
}

/** `<task-priority-field>`: the numbers of 1 to 9 that have a name. */
@customElement('task-priority-field')
export class PriorityField extends TaskInput<number> {
  protected override renderInput(): TemplateResult {
    const chosen = chosenPriority(this.value ?? 0);
    return html`
      <select id=${this.inputId} @change=${this.change}>
        ${PRIORITIES.map(([value, name]) => html`<option value=${value} ?selected=${value === chosen}>${t(`tasks.priority.${name}`)}</option>`)}
      </select>
    `;
  }

  private readonly change = (event: Event) => {
    event.stopPropagation();
    this.put(Number((event.target as HTMLSelectElement).value));
  };
}
