import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import type { Askable } from './askable';
import { type Day, isAsked, isDay, isGiven } from './open-operands';
import './operand';
import { type Condition, NOTHING } from './tree';
import { hasOperand, inWay, wayOf, waysOf, wayText } from './words';

/** Where an operand comes from. */
type Source = 'value' | 'ago' | 'ahead' | 'ask';

/** `<filter-condition>`: one test of one property. Fires `change` with it. */
@customElement('filter-condition')
export class FilterCondition extends LightElement {
  static override styles = css`
    & {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 6px;
      align-items: start;
      min-width: 0;
    }
    & > select,
    .days input {
      width: 100%;
      min-width: 0;
      min-height: 34px;
      padding: 0 8px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--surface);
    }
    & > .error-text {
      grid-column: 1 / -1;
    }
    .kept {
      align-self: center;
      overflow-wrap: anywhere;
    }
    [aria-invalid='true'] {
      border-color: var(--danger);
    }
    @media (min-width: 600px) {
      & {
        grid-template-columns: repeat(4, minmax(0, 1fr));
      }
      /* Several things need more room than a line has. */
      filter-operand:has(.choice, gw-tokens-field) {
        grid-column: 1 / -1;
      }
      .kept {
        grid-column: span 3;
      }
    }
    @media (max-width: 599px) {
      & > select,
      .days input {
        min-height: 44px;
        font-size: 16px;
      }
    }
  `;

  @property({ attribute: false }) condition: Condition = NOTHING;
  @property({ attribute: false }) askables: readonly Askable[] = [];
  /** What is missing is shown. */
  @property({ type: Boolean }) isChecked = false;

  private get askable(): Askable | undefined {
    return this.askables.find(({ name }) => name === this.condition.name);
  }

  override focus(): void {
    this.querySelector<HTMLElement>('[aria-invalid=true], select')?.focus();
  }

  override render(): TemplateResult {
    const { condition, askable } = this;
    const { name } = condition;
    const isMissing = this.isChecked && name === '';
    return html`
      <select aria-label=${t('filters.property')} aria-invalid=${String(isMissing)} @change=${this.chooseProperty}>
        ${name === '' ? html`<option value="" selected>${t('filters.choose')}</option>` : nothing}
        ${name !== '' && askable === undefined ? html`<option value=${name} selected>${t('filters.gone', { name })}</option>` : nothing}
        ${this.options(null)}
        ${[...new Set(this.askables.map(({ set }) => set))].map((set) => (set === null ? nothing : html`<optgroup label=${set}>${this.options(set)}</optgroup>`))}
      </select>
      ${askable === undefined ? this.renderUnknown() : this.renderWays(askable)}
      ${isMissing ? html`<p class="error-text" role="alert">${t('host.required')}</p>` : nothing}
    `;
  }

  private options(set: string | null): TemplateResult[] {
    const { name: chosen } = this.condition;
    return this.askables
      .filter((askable) => askable.set === set)
      .map(({ name, title }) => html`<option value=${name} ?selected=${name === chosen}>${title}</option>`);
  }

  /** What another program has stored, or what is no more: it stays as it is until it is taken out. */
  private renderUnknown(): TemplateResult | typeof nothing {
    const { name, operator, operand } = this.condition;
    if (name === '') return nothing;
    return html`<code class="kept soft" dir="ltr">${operator} ${JSON.stringify(operand)}</code>`;
  }

  private renderWays(askable: Askable): TemplateResult {
    const { condition } = this;
    const chosen = wayOf(condition);
    const choose = (event: Event) => this.put(inWay(condition, (event.target as HTMLSelectElement).value));
    return html`
      <select aria-label=${t('filters.compared', { name: askable.title })} @change=${choose}>
        ${waysOf(askable).map((way) => html`<option value=${way} ?selected=${way === chosen}>${wayText(way)}</option>`)}
      </select>
      ${hasOperand(chosen) ? this.renderOperand(askable) : nothing}
    `;
  }

  private renderOperand(askable: Askable): TemplateResult {
    const { operand } = this.condition;
    const source = sourceOf(operand);
    const sources: Source[] = askable.day === null ? ['value', 'ask'] : ['value', 'ago', 'ahead', 'ask'];
    const isMissing = this.isChecked && !isGiven(operand);
    return html`
      <select aria-label=${t('filters.source', { name: askable.title })} @change=${this.chooseSource}>
        ${sources.map((name) => html`<option value=${name} ?selected=${name === source}>${t(`filters.source.${name}`)}</option>`)}
      </select>
      ${source === 'ago' || source === 'ahead' ? this.renderDays(askable, operand as Day) : nothing}
      ${
        source === 'value'
          ? html`<filter-operand .askable=${askable} .operator=${this.condition.operator}
              .value=${operand} .label=${t('filters.value', { name: askable.title })} .isWrong=${isMissing}
              @change=${(event: CustomEvent<unknown>) => {
                // Changes of the inputs in it bubble up to here.
                if (event.target === event.currentTarget) this.put({ ...this.condition, operand: event.detail });
              }}></filter-operand>`
          : nothing
      }
      ${isMissing ? html`<p class="error-text" role="alert">${t('host.required')}</p>` : nothing}
    `;
  }

  private renderDays(askable: Askable, day: Day): TemplateResult {
    const days = 'day' in day ? day.day : day.date;
    const isAhead = sourceOf(day) === 'ahead';
    const enter = (event: Event) => {
      const entered = Math.min(
        MOST_DAYS,
        Math.max(0, Math.trunc((event.target as HTMLInputElement).valueAsNumber || 0)),
      );
      this.put({ ...this.condition, operand: dayFrom(askable, isAhead ? Math.max(1, entered) : -entered) });
    };
    return html`<span class="days"><input type="number" min=${isAhead ? 1 : 0} max=${MOST_DAYS} .value=${String(Math.abs(days))}
      aria-label=${t('filters.days', { name: askable.title })} @change=${enter}></span>`;
  }

  private readonly chooseProperty = (event: Event) => {
    const name = (event.target as HTMLSelectElement).value;
    const askable = this.askables.find((one) => one.name === name);
    const [way = ''] = askable === undefined ? [] : waysOf(askable);
    this.put({ ...inWay(NOTHING, way), name });
  };

  private readonly chooseSource = (event: Event) => {
    const { askable, condition } = this;
    const source = (event.target as HTMLSelectElement).value as Source;
    if (askable === undefined) return;
    const operand = {
      value: null,
      ask: { ask: true },
      ago: dayFrom(askable, 0),
      ahead: dayFrom(askable, 1),
    }[source];
    this.put({ ...condition, operand });
  };

  private put(condition: Condition): void {
    this.condition = condition;
    this.dispatchEvent(new CustomEvent('change', { detail: condition }));
  }
}

/** As the server takes them. */
const MOST_DAYS = 3660;

function sourceOf(operand: unknown): Source {
  if (isAsked(operand)) return 'ask';
  if (!isDay(operand)) return 'value';
  return ('day' in operand ? operand.day : operand.date) > 0 ? 'ahead' : 'ago';
}

function dayFrom({ day }: Askable, days: number): Day {
  return day === 'date' ? { date: days } : { day: days };
}

declare global {
  interface HTMLElementTagNameMap {
    'filter-condition': FilterCondition;
  }
}
