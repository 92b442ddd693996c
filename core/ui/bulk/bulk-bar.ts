import type { Bulk, BulkAction, TypeName } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { ask, showError } from '../notice';
import { theStore } from '../store/index';
import { barStyles } from './bulk.styles';
import type { BulkChoice, Chosen } from './bulk-choice';
import './bulk-choice';
import type { BulkWork } from './bulk-work';
import type { Row, Values } from './change-many';
import { reasons, summary } from './outcome-words';
import { MOST_SELECTED, type Selection } from './selection';

type AnyAction = BulkAction<Record<string, unknown>>;
type AnyBulk = Bulk<Record<string, unknown>>;

/** `<x-bulk-bar>`: how many rows of a grid are selected, what can be done to them, how far that is, and its undoing. */
@customElement('x-bulk-bar')
export class BulkBar extends LightElement {
  static override styles = barStyles;

  @property() type!: TypeName;
  @property({ attribute: false }) bulk: AnyBulk | undefined;
  @property({ attribute: false }) selection!: Selection;
  @property({ attribute: false }) work!: BulkWork;
  /** Rows that the grid has in all. */
  @property({ type: Number }) total = 0;
  @property({ attribute: false }) selectAll!: () => Promise<void>;
  @state() private action: AnyAction | null = null;
  @state() private isOpen = false;
  private readonly stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  /** What it was given before it was loaded, it has not earlier than now. */
  override willUpdate(): void {
    if (this.stops.length > 0) return;
    const redraw = () => this.requestUpdate();
    this.stops.push(this.selection.onChange(redraw), this.work.onChange(redraw));
  }

  override disconnectedCallback(): void {
    for (const stop of this.stops.splice(0)) stop();
    super.disconnectedCallback();
  }

  /** What is known of the selected records. */
  private get records(): Record<string, unknown>[] {
    return this.selection.ids.flatMap((id) => (theStore().peek(this.type, id) as Row | undefined) ?? []);
  }

  private get offered(): AnyAction[] {
    const { records } = this;
    return (this.bulk?.actions ?? []).filter(({ permission, isAllowed }) => {
      if (permission !== undefined && !theStore().may(permission)) return false;
      return isAllowed === undefined || records.length === 0 || records.some(isAllowed);
    });
  }

  override render(): TemplateResult {
    const { running, told } = this.work;
    return html`
      ${running === undefined ? nothing : this.renderRunning(running)}
      <div role="status">${told === undefined ? nothing : this.renderTold(told)}</div>
      ${this.selection.isOn ? this.renderBar() : nothing}
    `;
  }

  private renderBar(): TemplateResult {
    const { selection, total, offered } = this;
    const { size } = selection;
    const isWhole = size >= Math.min(total, MOST_SELECTED);
    const [usual, rare] = [
      offered.filter(({ isRare }) => isRare !== true),
      offered.filter(({ isRare }) => isRare === true),
    ];
    const isOff = size === 0 || this.work.running !== undefined;
    return html`
      <div class="row" role="group" aria-label=${t('host.bulk.bar')}>
        <button type="button" class="button quiet icon-only" aria-label=${t('host.bulk.clear')} title=${t('host.bulk.clear')}
          @click=${this.clear}><span class="icon icon-close" aria-hidden="true"></span></button>
        <span class="count">${t('host.bulk.selected', { count: size })}</span>
        ${isWhole ? nothing : html`<button type="button" class="button quiet" @click=${this.selectAll}>${this.allText}</button>`}
        <div class="actions">
          ${usual.map((action) => this.renderAction(action, isOff))}
          ${rare.length === 0 ? nothing : this.renderMore(isOff)}
        </div>
        <div popover class="card" role="dialog" aria-label=${this.action?.text ?? t('host.bulk.more')} @toggle=${this.toggled}>
          <x-bulk-choice .action=${this.action} .actions=${rare} .records=${this.isOpen ? this.records : []}
            @chosen=${this.chosen}></x-bulk-choice>
        </div>
      </div>
    `;
  }

  private get allText(): string {
    return this.total > MOST_SELECTED
      ? t('host.bulk.selectFirst', { count: MOST_SELECTED })
      : t('host.bulk.selectAll', { count: this.total });
  }

  private renderAction(action: AnyAction, isOff: boolean): TemplateResult {
    const isAsking = action.xtype === 'select' || action.xtype === 'datefield';
    const press = (event: Event) => {
      if (isOff) return;
      if (isAsking) this.open(event, action);
      else void this.act({ action, value: null });
    };
    // One that was disabled meanwhile would lose the focus.
    return html`<button type="button" class="button" aria-disabled=${isOff} title=${action.text} aria-haspopup=${isAsking ? 'dialog' : nothing}
      @click=${press}><span class="icon icon-${action.icon}" aria-hidden="true"></span><span class="text">${action.text}</span></button>`;
  }

  private renderMore(isOff: boolean): TemplateResult {
    const label = t('host.bulk.more');
    return html`<button type="button" class="button icon-only" aria-disabled=${isOff} aria-label=${label} title=${label} aria-haspopup="dialog"
      @click=${(event: Event) => isOff || this.open(event, null)}><span class="icon icon-more" aria-hidden="true"></span></button>`;
  }

  private renderRunning({ text, count, done, stopping }: NonNullable<BulkWork['running']>): TemplateResult {
    return html`
      <div class="row">
        <span>${text}</span>
        <progress max=${count} .value=${done} aria-label=${text}></progress>
        <span class="soft">${t('host.bulk.progress', { done, all: count })}</span>
        <button type="button" class="button" ?disabled=${stopping.signal.aborted} @click=${() => {
          stopping.abort();
          this.requestUpdate();
        }}>${t('host.bulk.stop')}</button>
      </div>
    `;
  }

  private renderTold(told: NonNullable<BulkWork['told']>): TemplateResult {
    const why = reasons(told, (this.bulk?.refusals ?? {}) as Record<string, string>);
    const { undo } = told;
    return html`
      <div class="row told">
        <span class="icon icon-${why.length === 0 ? 'check' : 'alert'}" aria-hidden="true"></span>
        <div>
          <p>${summary(told)}</p>
          ${why.length === 0 ? nothing : html`<ul>${why.map(({ text, count }) => html`<li dir="auto">${t('host.bulk.reason', { text, number: count })}</li>`)}</ul>`}
        </div>
        ${
          undo === null
            ? nothing
            : html`<button type="button" class="button" @click=${() => void undo().catch(showError)}>
                <span class="icon icon-undo" aria-hidden="true"></span>${t('host.bulk.undo')}</button>`
        }
        <button type="button" class="button quiet icon-only" aria-label=${t('host.close')} title=${t('host.close')}
          @click=${() => this.work.forget()}><span class="icon icon-close" aria-hidden="true"></span></button>
      </div>
    `;
  }

  /** The button goes with the bar: one is at the beginning of the rows then. */
  private readonly clear = () => {
    this.closest('x-grid')?.querySelector<HTMLElement>('.select-all')?.focus();
    this.selection.clear();
  };

  private get popup(): HTMLElement | null {
    return this.querySelector<HTMLElement>('[popover]');
  }

  /** Above the button that opens it. */
  private open(event: Event, action: AnyAction | null): void {
    this.action = action;
    this.isOpen = true;
    const { popup } = this;
    if (popup === null) return;
    popup.showPopover();
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    popup.style.left = `${Math.max(8, Math.min(left, innerWidth - popup.offsetWidth - 8))}px`;
    popup.style.bottom = `${innerHeight - top + 4}px`;
    popup.style.maxHeight = `${top - 12}px`;
    void this.updateComplete.then(() => popup.querySelector<BulkChoice>('x-bulk-choice')?.focusFirst());
  }

  private readonly toggled = (event: ToggleEvent) => {
    if (event.newState === 'open') return;
    this.isOpen = false;
    // The next one begins with its own question.
    this.action = null;
  };

  private readonly chosen = ({ detail }: CustomEvent<Chosen>) => {
    this.popup?.hidePopover();
    void this.act(detail);
  };

  private async act({ action, value }: Chosen): Promise<void> {
    const { work, selection, bulk } = this;
    const { ids } = selection;
    try {
      switch (action.xtype) {
        case 'call':
          await work.call(action.text, ids, action.handler);
          return;
        case 'destroy': {
          const question = { ...action.question(ids.length), confirm: t('host.delete'), isDangerous: true };
          if (await ask(question)) selection.remove(await work.destroy(action.text, ids));
          return;
        }
        default:
          await work.change(action.text, ids, bulk?.restores ?? [], (record) => changeBy(action, record, value));
      }
    } catch (error) {
      showError(error);
    }
  }
}

function changeBy(
  action: Exclude<AnyAction, { xtype: 'call' | 'destroy' }>,
  record: Row,
  value: string | null,
): Values {
  switch (action.xtype) {
    case 'button':
      return action.change(record);
    case 'select':
      return action.change(record, value ?? '');
    case 'datefield':
      return action.change(record, value);
  }
}
