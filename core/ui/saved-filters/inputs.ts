import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { type Askable, askablesOf, type FilterWords } from './askable';
import { isAsked } from './open-operands';
import './operand';
import type { SavedFilter } from './saved-filter';
import { conditionsOf, groupOf } from './tree';
import { wayOf, wayText } from './words';

/** Typing that goes on asks nothing yet. */
const TYPING_MS = 250;

/** `<filter-inputs>`: the operands for which a saved filter asks. Fires `change` with them, in its order. */
@customElement('filter-inputs')
export class FilterInputs extends LightElement {
  static override styles = css`
    & {
      display: grid;
      gap: 6px;
      padding: 2px 8px 6px 33px;
    }
    & > div > span {
      display: block;
      padding-block-end: 2px;
      font-size: 12.5px;
      color: var(--text-soft);
    }
  `;

  @property({ attribute: false }) filter!: SavedFilter;
  @property({ attribute: false }) words!: FilterWords;
  @property({ attribute: false }) given: readonly unknown[] = [];
  @state() private askables: readonly Askable[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  override firstUpdated(): void {
    void askablesOf(this.filter.type, this.words).then(
      ({ all }) => {
        this.askables = all;
      },
      () => undefined, // without an answer nothing is asked for, and the filter is used without it
    );
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const open = conditionsOf(groupOf(this.filter.filter)).filter(([{ operand }]) => isAsked(operand));
    return html`${open.map(([condition], index) => {
      const askable = this.askables.find(({ name }) => name === condition.name);
      if (askable === undefined) return '';
      const label = `${askable.title}: ${wayText(wayOf(condition))}`;
      return html`<div>
        <span aria-hidden="true" dir="auto">${label}</span>
        <filter-operand .askable=${askable} .operator=${condition.operator} .label=${label} .value=${this.given[index] ?? null}
          @change=${(event: CustomEvent<unknown>) => {
            // Changes of the inputs in it bubble up to here.
            if (event.target === event.currentTarget) this.enter(index, open.length, event.detail);
          }}></filter-operand>
      </div>`;
    })}`;
  }

  private enter(index: number, count: number, operand: unknown): void {
    const given = Array.from({ length: count }, (_, at) => (at === index ? operand : (this.given[at] ?? null)));
    this.given = given;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.dispatchEvent(new CustomEvent('change', { detail: given })), TYPING_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'filter-inputs': FilterInputs;
  }
}
