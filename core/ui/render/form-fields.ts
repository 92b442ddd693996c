import type { FormItem } from 'extjs-types';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { fieldLoaders, isBlank, renderField } from './fields';
import { formStyles } from './form.styles';
import { renderTabs } from './form-tabs';

export type Values = Record<string, unknown>;
export type AnyField = {
  xtype: string;
  name: string;
  fieldLabel: string;
  required?: boolean;
  readOnly?: boolean;
  wide?: boolean;
  helperText?: string;
  visible?: (record: Values) => boolean;
  listeners?: { change?: (value: unknown, record: Values) => void };
} & Record<string, unknown>;
type AnySet = { xtype: 'fieldset' | 'tab'; title: string; description?: string; items: readonly AnyItem[] };
type AnyItem = AnyField | AnySet;

let forms = 0;

/** Fields bound to a record, on tabs if they say so: shows `record` under `draft`, and keeps in `draft` only what differs. */
@customElement('gw-form-fields')
export class FormFields extends LightElement {
  static override styles = formStyles;

  @property({ attribute: false }) items: readonly FormItem<never>[] = [];
  @property({ attribute: false }) record: Values = {};
  /** Why the server refused, by property. */
  @property({ attribute: false }) errors: Record<string, string> = {};
  /** What is shown below the fields, of the first tab where there are some. */
  @property({ attribute: false }) below: unknown = nothing;
  @state() draft: Values = {};
  @state() private openTab = 0;
  @state() private isReady = false;
  @state() private isChecked = false;
  private readonly tabIds = `form-${String(++forms)}`;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('items')) void this.load();
  }

  private async load(): Promise<void> {
    this.isReady = false;
    const names = new Set(this.fields.map(({ xtype }) => xtype));
    await Promise.all([...names].map(async (name) => fieldLoaders[name]?.()));
    this.isReady = true;
  }

  get fields(): AnyField[] {
    const flat = (items: readonly AnyItem[]): AnyField[] =>
      items.flatMap((item) => (isSet(item) ? flat(item.items) : [item]));
    return flat(this.items as unknown as AnyItem[]);
  }

  get values(): Values {
    return { ...this.record, ...this.draft };
  }

  get isDirty(): boolean {
    return Object.keys(this.draft).length > 0;
  }

  /** Shows what is missing; true if nothing is. Moves the focus to the first fault. */
  async check(): Promise<boolean> {
    this.isChecked = true;
    this.errors = {};
    await this.updateComplete;
    const wrong = this.fields.find((field) => this.errorOf(field) !== '');
    if (wrong !== undefined) await this.focusField(wrong.name);
    return wrong === undefined;
  }

  /** Shows why the server refused; a tab with such a field comes to the front unless one has it that is there. */
  async refuse(errors: Record<string, string>): Promise<void> {
    this.errors = errors;
    const wrong = [...this.querySelectorAll('[data-name]')].filter(
      ({ attributes }) => (attributes.getNamedItem('data-name')?.value ?? '') in errors,
    );
    if (!wrong.some((field) => field.closest('.behind') === null)) await this.reveal(wrong[0]);
  }

  /** Brings the tab to the front on which the element is. */
  async reveal(element: Element | null | undefined): Promise<void> {
    const tab = element?.closest<HTMLElement>('[data-tab]')?.dataset['tab'];
    if (tab === undefined) return;
    this.openTab = Number(tab);
    await this.updateComplete;
  }

  private async focusField(name: string): Promise<void> {
    const field = this.querySelector<HTMLElement>(`[data-name="${CSS.escape(name)}"]`);
    await this.reveal(field);
    field?.focus();
  }

  reset(): void {
    this.draft = {};
    this.errors = {};
    this.isChecked = false;
  }

  private isVisible(field: AnyField): boolean {
    return field.visible === undefined || field.visible(this.values);
  }

  private errorOf(field: AnyField): string {
    const refused = this.errors[field.name];
    if (refused !== undefined) return refused;
    const isMissing =
      this.isChecked && field.required === true && this.isVisible(field) && isBlank(this.values[field.name]);
    return isMissing ? t('host.required') : '';
  }

  override render(): TemplateResult {
    if (!this.isReady) {
      return html`<div class="fields" aria-busy="true">${this.fields.map(() => html`<span class="skeleton waiting"></span>`)}</div>`;
    }
    const items = this.items as unknown as AnyItem[];
    const tabs = items.filter(isTab);
    if (tabs.length === 0) return html`${this.renderFields(items)}${this.below}`;
    const drawn = tabs.map(({ items: inside, ...tab }, at) => ({
      ...tab,
      content: html`${this.renderFields(inside)}${at === 0 ? this.below : nothing}`,
    }));
    return renderTabs(this.tabIds, drawn, this.openTab, (tab) => {
      this.openTab = tab;
    });
  }

  private renderFields(items: readonly AnyItem[]): TemplateResult {
    return html`<div class="fields">${items.map((item) => this.renderItem(item))}</div>`;
  }

  private renderItem(item: AnyItem): TemplateResult | typeof nothing {
    if (isSet(item)) {
      const isEmpty = item.items.every((field) => !isSet(field) && !this.isVisible(field));
      if (isEmpty) return nothing;
      return html`<fieldset><legend>${item.title}</legend>${this.renderFields(item.items)}</fieldset>`;
    }
    if (!this.isVisible(item)) return nothing;
    const changed = (value: unknown) => this.change(item, value);
    return html`<div class="field ${item.wide === true ? 'wide' : ''}">
      ${renderField(item, this.values[item.name], this.errorOf(item), changed, this.values, this.redraw)}
    </div>`;
  }

  private readonly redraw = () => this.requestUpdate();

  private change(field: AnyField, value: unknown): void {
    if (this.values[field.name] === value) return;
    const { [field.name]: _, ...others } = this.draft;
    const isAsBefore = JSON.stringify(this.record[field.name] ?? null) === JSON.stringify(value);
    this.draft = isAsBefore ? others : { ...others, [field.name]: value };
    const { [field.name]: __, ...errors } = this.errors;
    this.errors = errors;
    field.listeners?.change?.(value, this.values);
    this.dispatchEvent(new CustomEvent('draft-changed'));
  }
}

function isSet(item: AnyItem): item is AnySet {
  return item.xtype === 'fieldset' || item.xtype === 'tab';
}

function isTab(item: AnyItem): item is AnySet {
  return item.xtype === 'tab';
}
