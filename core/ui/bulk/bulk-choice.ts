import type { BulkAction, Choice } from 'extjs-types';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { showError } from '../notice';
import { choiceStyles } from './bulk.styles';

type AnyAction = BulkAction<Record<string, unknown>>;

/** Choices among which one searches. */
const MANY = 9;

/**
 * What an action of the bulk bar asks for: one of some choices, or a day. Without an action it offers those that stand
 * in the menu. Fires `chosen` with the action and its value.
 */
@customElement('x-bulk-choice')
export class BulkChoice extends LightElement {
  static override styles = choiceStyles;

  @property({ attribute: false }) action: AnyAction | null = null;
  /** Of the menu. */
  @property({ attribute: false }) actions: readonly AnyAction[] = [];
  /** What is known of the selected records. */
  @property({ attribute: false }) records: readonly Record<string, unknown>[] = [];
  @state() private choices: readonly Choice[] | null = null;
  @state() private isSearched = false;
  /** Counts questions: an answer that comes late is not shown. */
  private turn = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('action')) return;
    this.choices = null;
    this.isSearched = false;
    void this.find('');
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('action') && this.action !== null) this.focusFirst();
  }

  /** The search if there is one, else the first choice. */
  focusFirst(): void {
    this.querySelector<HTMLElement>('input, .choice')?.focus();
  }

  override render(): TemplateResult {
    const { action } = this;
    if (action === null)
      return html`<div class="choices" @keydown=${walk}>${this.actions.map((one) => this.renderRare(one))}</div>`;
    return html`
      <p class="title" aria-hidden="true">${action.text}</p>
      ${action.xtype === 'datefield' ? this.renderDay() : this.renderChoices(action)}
    `;
  }

  private renderRare(action: AnyAction): TemplateResult {
    const isAsking = action.xtype === 'select' || action.xtype === 'datefield';
    const press = () => {
      if (isAsking) this.action = action;
      else this.choose(action, null);
    };
    return html`<button type="button" class="choice" @click=${press}>
      <span class="icon icon-${action.icon}" aria-hidden="true"></span>${action.text}${isAsking ? '…' : nothing}</button>`;
  }

  private renderChoices(action: AnyAction): TemplateResult {
    const { choices } = this;
    if (choices?.length === 0 && !this.isSearched) return html`<p class="soft">${t('host.emptyGrid')}</p>`;
    return html`
      ${
        this.isSearched
          ? html`<input type="search" aria-label=${t('host.search')} placeholder=${t('host.search')} dir="auto"
              @input=${(event: Event) => void this.find((event.target as HTMLInputElement).value.trim())} @keydown=${walk}>`
          : nothing
      }
      <div class="choices" aria-busy=${choices === null} @keydown=${walk}>
        ${choices?.map(
          ({ value, text }) =>
            html`<button type="button" class="choice" @click=${() => this.choose(action, value)}><bdi>${text}</bdi></button>`,
        )}
        ${choices?.length === 0 ? html`<p class="soft">${t('host.emptyGridFiltered')}</p>` : nothing}
      </div>
    `;
  }

  private renderDay(): TemplateResult {
    const { action } = this;
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      const day = this.querySelector('input')?.value ?? '';
      if (day !== '' && action !== null) this.choose(action, day);
    };
    return html`
      <form @submit=${submit}>
        <input type="date" aria-label=${action?.text ?? ''} required>
        <button class="button primary">${t('host.bulk.set')}</button>
        <button type="button" class="button" @click=${() => action && this.choose(action, null)}>${t('host.none')}</button>
      </form>
    `;
  }

  private async find(typed: string): Promise<void> {
    const { action, records } = this;
    if (action?.xtype !== 'select') return;
    const turn = ++this.turn;
    try {
      const choices = await action.options(typed, records);
      if (turn !== this.turn) return;
      const hadFocus = this.contains(document.activeElement);
      this.choices = choices;
      this.isSearched ||= choices.length >= MANY;
      await this.updateComplete;
      if (!hadFocus || typed === '') this.focusFirst();
    } catch (error) {
      showError(error);
    }
  }

  private choose(action: AnyAction, value: string | null): void {
    this.dispatchEvent(new CustomEvent('chosen', { detail: { action, value } }));
  }
}

/** The arrows go from one choice to the next, as in a menu. */
function walk(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const choice = (event.currentTarget as HTMLElement).closest('x-bulk-choice');
  if (step === 0 || choice === null) return;
  event.preventDefault();
  const stops = [...choice.querySelectorAll<HTMLElement>('input, .choice')];
  stops[stops.indexOf(document.activeElement as HTMLElement) + step]?.focus();
}

export interface Chosen {
  readonly action: AnyAction;
  readonly value: string | null;
}

declare global {
  interface HTMLElementTagNameMap {
    'x-bulk-choice': BulkChoice;
  }
}
