import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { badge, errorText, moved, PartElement, store, t } from '../../../../core/ui/api';
import {
  PROGRESS,
  type Progress,
  progressText,
  STATUS_COLORS,
  type StatusColor,
  statusTone,
  type TaskStatus,
} from '../../../tasks/ui/api';
import { MOST_STATUSES, STATUS_ORDER } from '../statuses';
import { type Entered, statusChanges } from './statuses-draft';
import { statusesStyles } from './statuses-field.styles';

/** `<support-statuses-field>`: the named statuses of a ticket type in their order; they are stored with it. */
@customElement('support-statuses-field')
export class StatusesField extends PartElement {
  static override styles = statusesStyles;

  /** Undefined until known. */
  @state() private stored: readonly TaskStatus[] | undefined;
  @state() private entered: readonly Entered[] = [];
  @state() private isChecked = false;
  @state() private error = '';
  /** What the last step has done, for those who do not see it. */
  @state() private said = '';

  override get isDirty(): boolean {
    return JSON.stringify(this.entered) !== JSON.stringify((this.stored ?? []).map(enteredOf));
  }

  protected override firstUpdated(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    const { recordId } = this;
    const query = { type: 'TaskStatus', filter: { taskListIds: [recordId ?? ''] }, sort: STATUS_ORDER } as const;
    try {
      this.stored = recordId === undefined ? [] : await store().some<'TaskStatus'>(query, 0, MOST_STATUSES);
      this.entered = this.stored.map(enteredOf);
    } catch (error) {
      this.error = errorText(error);
    }
  }

  override async check(): Promise<boolean> {
    this.isChecked = true;
    await this.updateComplete;
    const missing = this.querySelector<HTMLElement>('[aria-invalid=true]');
    missing?.focus();
    return missing === null;
  }

  override async save(recordId: string): Promise<void> {
    if (this.stored === undefined || !this.isDirty) return;
    try {
      await store().commit([{ type: 'TaskStatus', ...statusChanges(recordId, this.stored, this.entered) }]);
    } catch (error) {
      // Of several some may be stored: what is so is shown.
      await this.load();
      throw error;
    }
  }

  override render(): TemplateResult {
    const { stored, entered, error } = this;
    if (error !== '') return html`<p class="error-text" role="alert">${error}</p>`;
    if (stored === undefined) return html`<span class="skeleton" aria-busy="true"></span>`;
    return html`
      <p class="soft">${t('support.statuses.help')}</p>
      ${entered.length === 0 ? nothing : html`<ol>${entered.map((status, index) => this.renderStatus(status, index))}</ol>`}
      <button type="button" class="button add" @click=${this.add}>
        <span class="icon icon-add" aria-hidden="true"></span>${t('support.statuses.add')}
      </button>
      <p class="visually-hidden" role="status">${this.said}</p>
    `;
  }

  private renderStatus(status: Entered, index: number): TemplateResult {
    const { id, name, progress, color } = status;
    const label = t('support.statuses.number', { number: index + 1 });
    const called = name.trim() === '' ? label : name;
    const isMissing = this.isChecked && name.trim() === '';
    const put = (patch: Partial<Entered>) => this.put(index, patch);
    return html`<li>
      <input class="name" dir="auto" maxlength="190" autocomplete="off" aria-label=${label} aria-required="true" aria-invalid=${String(isMissing)}
        .value=${name} @input=${(event: Event) => put({ name: valueOf(event) })}>
      <span class="tools">
        ${this.renderTool('up', 'chevron', called, () => void this.move(index, index - 1), index === 0)}
        ${this.renderTool('down', 'chevron', called, () => void this.move(index, index + 1), index === this.entered.length - 1)}
        ${this.renderTool('remove', 'trash', called, () => void this.takeOut(index))}
      </span>
      <select aria-label=${t('support.statuses.progress', { name: called })} ?disabled=${id !== null}
        @change=${(event: Event) => put({ progress: valueOf(event) as Progress })}>
        ${PROGRESS.map((one) => html`<option value=${one} .selected=${one === progress}>${progressText(one)}</option>`)}
      </select>
      <select aria-label=${t('support.statuses.color', { name: called })}
        @change=${(event: Event) => put({ color: (valueOf(event) || null) as StatusColor | null })}>
        <option value="" .selected=${color === null}>${t('support.statuses.color.none')}</option>
        ${STATUS_COLORS.map((one) => html`<option value=${one} .selected=${one === color}>${t(`support.statuses.color.${one}`)}</option>`)}
      </select>
      ${badge(called, statusTone(status))}
    </li>`;
  }

  private renderTool(tool: string, icon: string, name: string, act: () => void, isOff = false): TemplateResult {
    const label = t(`support.statuses.${tool}`, { name });
    return html`<button type="button" class="button quiet icon-only ${tool}" aria-label=${label} title=${label} ?disabled=${isOff} @click=${act}>
      <span class="icon icon-${icon}" aria-hidden="true"></span></button>`;
  }

  private put(index: number, patch: Partial<Entered>): void {
    this.entered = this.entered.map((status, at) => (at === index ? { ...status, ...patch } : status));
  }

  private readonly add = async () => {
    this.entered = [...this.entered, { id: null, name: '', progress: 'in-process', color: null }];
    this.isChecked = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>('li:last-child .name')?.focus();
  };

  private async takeOut(index: number): Promise<void> {
    this.entered = this.entered.filter((_, at) => at !== index);
    await this.updateComplete;
    this.querySelector<HTMLElement>('.add')?.focus();
  }

  /** The button that was pressed goes with its status, so that it can be pressed again. */
  private async move(from: number, to: number): Promise<void> {
    const { entered } = this;
    this.entered = moved(Object.keys(entered), from, to).flatMap((index) => entered[Number(index)] ?? []);
    const name = this.entered[to]?.name ?? '';
    this.said = t('support.groupings.moved', { name, place: to + 1, count: entered.length });
    await this.updateComplete;
    const row = this.querySelectorAll('li')[to];
    const again = row?.querySelector<HTMLElement>(`${to < from ? '.up' : '.down'}:not(:disabled)`);
    (again ?? row?.querySelector<HTMLElement>('.tools button:not(:disabled)'))?.focus();
  }
}

function enteredOf({ id, name, progress, color }: TaskStatus): Entered {
  return { id, name, progress, color };
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
