import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { badge } from '../../cells';
import { openDialog } from '../../dialog';
import { PanelElement } from '../../element';
import { t } from '../../i18n';
import { showModal } from '../../modal';
import { errorText, showError } from '../../notice';
import { navigate } from '../../route';
import { theStore } from '../../store/index';
import { type CustomField, type CustomFieldSet, Definitions, type SetOfFields } from '../definitions';
import { type Described, described } from '../described';
import './delete-form';
import { moved, renumbered } from '../../order';
import type { Doomed } from './delete-form';
import { labelOf, type Nameable, nameables } from './described';
import { fieldDialog, setDialog } from './dialogs';
import { panelStyles } from './panel.styles';
import './preview';
import { Sorting } from './sorting';
import { loadTexts } from './texts';

/** Name of the list of sets for {@link Sorting}; lists of fields are called by their set. */
const SETS = 'sets';

/** The custom fields of every type that can have some: sets in their order, and in each its fields. */
export class CustomFieldsPanel extends PanelElement {
  static override styles = panelStyles;

  @state() private told: Described | undefined;
  @state() private error = '';
  /** What was moved where, for those who cannot see it. */
  @state() private announced = '';
  private readonly texts = loadTexts();
  private readonly definitions = new Definitions(this, () => this.type);
  private readonly sorting = new Sorting((list, from, to) => void this.move(list, from, to));

  override connectedCallback(): void {
    super.connectedCallback();
    void described().then(
      (told) => {
        this.told = told;
      },
      (error: unknown) => {
        this.error = errorText(error);
      },
    );
  }

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  /** The type whose fields are shown: the one in the address, else the first. */
  private get type(): string {
    const [, wanted] = this.route.path;
    const types = this.told?.types ?? [];
    return (types.find(({ name }) => name === wanted) ?? types[0])?.name ?? '';
  }

  private get names(): Nameable[] {
    const fields = this.definitions.list(false).flatMap((set) => set.fields);
    return nameables(fields, this.told?.types.find(({ name }) => name === this.type)?.properties ?? []);
  }

  override render(): TemplateResult {
    const { told, type } = this;
    const sets = this.definitions.list(false);
    return html`
      <h1 class="visually-hidden">${t('customFields.heading')}</h1>
      <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
      <div class="toolbar">
        <label><span class="visually-hidden">${t('customFields.type')}</span>
          <select @change=${this.choose}>
            ${(told?.types ?? []).map(({ name }) => html`<option value=${name} ?selected=${name === type}>${labelOf(name)}</option>`)}
          </select></label>
        <span class="spring"></span>
        <button class="button" ?disabled=${sets.length === 0} @click=${this.preview}>${t('customFields.preview')}</button>
        <button class="button primary" ?disabled=${told === undefined} @click=${() => this.editSet()}>
          <span class="icon icon-add" aria-hidden="true"></span>${t('customFields.addSet')}</button>
      </div>
      ${told !== undefined && sets.length === 0 && this.definitions.isLoaded ? this.renderEmpty() : nothing}
      <ol class="sets">${repeat(
        sets,
        ({ set }) => set.id,
        (one, index) => this.renderSet(one, index, sets.length),
      )}</ol>
      <p class="visually-hidden" role="status">${this.announced}</p>
    `;
  }

  private renderEmpty(): TemplateResult {
    return html`<div class="empty">
      <span class="icon icon-list" aria-hidden="true"></span>
      <h2>${t('customFields.empty')}</h2>
      <p>${t('customFields.emptyText')}</p>
    </div>`;
  }

  private renderSet({ set, fields }: SetOfFields, index: number, count: number): TemplateResult {
    return html`
      <li class="card set" data-id=${set.id} draggable="true"
        @dragstart=${(event: DragEvent) => this.sorting.start(event, SETS, index)}
        @dragover=${(event: DragEvent) => this.sorting.over(event, SETS)}
        @drop=${(event: DragEvent) => this.sorting.end(event, SETS, index)}>
        <header>
          <h2 dir="auto">${set.name}</h2>
          ${badge(t(set.forCustomers ? 'customFields.shownToCustomers' : 'customFields.agentsOnly'), set.forCustomers ? 'green' : 'neutral')}
          <span class="tools">${this.renderTools(SETS, set, index, count, () => this.editSet(set))}</span>
        </header>
        ${set.description === '' ? nothing : html`<p class="soft" dir="auto">${set.description}</p>`}
        ${this.renderCondition('customFields.shownWhen', set.showWhen)}
        <ol class="fields">${repeat(
          fields,
          ({ id }) => id,
          (field, at) => this.renderField(field, at, fields.length),
        )}</ol>
        <button class="button" aria-label=${t('customFields.addFieldTo', { name: set.name })} @click=${() => this.editField(set)}>
          <span class="icon icon-add" aria-hidden="true"></span>${t('customFields.addField')}</button>
      </li>
    `;
  }

  private renderField(field: CustomField, index: number, count: number): TemplateResult {
    const list = field.fieldSetId;
    const isKnown = this.told?.kinds.some(({ name }) => name === field.kind) === true;
    return html`
      <li data-id=${field.id} draggable="true"
        @dragstart=${(event: DragEvent) => this.sorting.start(event, list, index)}
        @dragover=${(event: DragEvent) => this.sorting.over(event, list)}
        @drop=${(event: DragEvent) => this.sorting.end(event, list, index)}>
        <div class="about">
          <strong dir="auto">${field.name}</strong> <code>${field.key}</code>
          <span class="badges">
            ${badge(isKnown ? t(`customFields.kind.${field.kind}`) : field.kind, 'accent')}
            ${field.required ? badge(t('customFields.required')) : nothing}
            ${field.showInGrid ? badge(t('customFields.inGrid')) : nothing}
          </span>
          ${this.renderCondition('customFields.requiredIf', field.requiredWhen)}
          ${this.renderCondition('customFields.hiddenIf', field.hiddenWhen)}
          ${this.renderCondition('customFields.isFormula', field.options.formula ?? '')}
        </div>
        <span class="tools">${this.renderTools(list, field, index, count, () => this.editField(undefined, field))}</span>
      </li>
    `;
  }

  private renderCondition(label: string, condition: string): TemplateResult | typeof nothing {
    if (condition.trim() === '') return nothing;
    return html`<p class="condition"><span class="soft">${t(label)}</span> <code>${condition}</code></p>`;
  }

  private renderTools(
    list: string,
    { id, name }: CustomField | CustomFieldSet,
    index: number,
    count: number,
    edit: () => void,
  ): TemplateResult {
    const button = (act: string, icon: string, press: () => void, isOff = false) => {
      const label = t(`customFields.${act}`, { name });
      return html`<button class="button quiet icon-only" data-act=${act} aria-label=${label} title=${label} ?disabled=${isOff} @click=${press}>
        <span class="icon icon-${icon}" aria-hidden="true"></span></button>`;
    };
    return html`
      ${button('up', 'chevron turned', () => void this.move(list, index, index - 1, 'up'), index === 0)}
      ${button('down', 'chevron', () => void this.move(list, index, index + 1, 'down'), index === count - 1)}
      ${button('edit', 'edit', edit)}
      ${button('delete', 'trash', () => void this.askToDelete(list, id))}
    `;
  }

  private readonly choose = (event: Event) => {
    navigate({ path: [this.panelId, (event.target as HTMLSelectElement).value] });
  };

  private editSet(set?: CustomFieldSet): void {
    const { type } = this;
    const last = this.definitions.list(false).at(-1)?.set.sortOrder ?? 0;
    void openDialog(setDialog({ type, sortOrder: last + 1 }, this.names), set?.id);
  }

  private editField(set?: CustomFieldSet, field?: CustomField): void {
    const { told } = this;
    if (told === undefined) return;
    const last = this.fieldsOf(set?.id ?? '').at(-1)?.sortOrder ?? 0;
    const defaults = { ...(set && { fieldSetId: set.id }), key: '', kind: 'text', options: {}, default: null };
    const more = { filterable: true, sortOrder: last + 1 };
    void openDialog(fieldDialog({ ...defaults, ...more }, this.names, told), field?.id);
  }

  private fieldsOf(setId: string): readonly CustomField[] {
    return this.definitions.list(false).find(({ set }) => set.id === setId)?.fields ?? [];
  }

  /** Gives a row another place in its list; the focus stays on the button that did it. */
  private async move(list: string, from: number, to: number, act?: 'up' | 'down'): Promise<void> {
    const records = list === SETS ? this.definitions.list(false).map(({ set }) => set) : this.fieldsOf(list);
    const row = records[from];
    if (row === undefined) return;
    const ids = records.map(({ id }) => id);
    const update = renumbered(records, moved(ids, from, to));
    try {
      await theStore().commit([{ type: list === SETS ? 'CustomFieldSet' : 'CustomField', update }]);
      this.announced = t('customFields.moved', { name: row.name, place: to + 1, count: ids.length });
    } catch (error) {
      showError(error);
    }
    if (act === undefined) return;
    await this.updateComplete;
    const scope = list === SETS ? 'header' : '';
    const buttons = this.querySelectorAll<HTMLButtonElement>(
      `[data-id="${row.id}"]:is(${list === SETS ? '.set' : ':not(.set)'}) ${scope} [data-act]:is([data-act=up], [data-act=down])`,
    );
    [...buttons]
      .sort((one) => (one.dataset['act'] === act ? -1 : 1))
      .find((button) => !button.disabled)
      ?.focus();
  }

  private async askToDelete(list: string, id: string): Promise<void> {
    const isSet = list === SETS;
    const fields = this.fieldsOf(isSet ? id : list).filter((field) => isSet || field.id === id);
    const name = isSet ? this.definitions.list(false).find(({ set }) => set.id === id)?.set.name : fields[0]?.name;
    if (name === undefined) return;
    const doomed: Doomed = { type: isSet ? 'CustomFieldSet' : 'CustomField', id, name, fields };
    const form = document.createElement('gw-delete-fields');
    form.doomed = doomed;
    await showModal(form, t('customFields.delete', { name }));
  }

  private readonly preview = () => {
    const form = document.createElement('gw-fields-preview');
    form.type = this.type;
    form.properties = this.told?.types.find(({ name }) => name === this.type)?.properties ?? [];
    void showModal(form, t('customFields.previewOf', { type: labelOf(this.type) }));
  };
}
