import '@vaadin/text-field';
import type { Filter, TypeName } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { showModal } from '../modal';
import { ask, errorText } from '../notice';
import { theStore } from '../store/index';
import { type Askables, askablesOf, type FilterWords } from './askable';
import type { FilterCondition } from './condition';
import './condition';
import { dialogStyles } from './dialog.styles';
import { isGiven } from './open-operands';
import type { SavedFilter } from './saved-filter';
import {
  type Condition,
  conditionsOf,
  DEEPEST,
  filterOf,
  type Group,
  groupOf,
  isGroup,
  MATCHES,
  type Match,
  NOTHING,
  type Part,
  withPart,
} from './tree';

const LONGEST_NAME = 100;

/** What a filter is called, for whom it is, and what it finds. Fires `done`, with its id once it is saved. */
@customElement('saved-filter-form')
class SavedFilterForm extends LightElement {
  static override styles = dialogStyles;

  @property({ attribute: false }) type!: string;
  @property({ attribute: false }) askables!: Askables;
  /** The one to be changed; undefined for a new one. */
  @property({ attribute: false }) saved: SavedFilter | undefined;
  @property({ attribute: false }) group!: Group;
  @state() private isChecked = false;
  @state() private error = '';
  private isDirty = false;
  private isBusy = false;

  private get name(): string {
    return this.querySelector('vaadin-text-field')?.value.trim() ?? this.saved?.name ?? '';
  }

  override render(): TemplateResult {
    const { saved, isChecked, askables } = this;
    return html`
      <form @submit=${this.save} novalidate>
        <vaadin-text-field .label=${t('filters.name')} .value=${saved?.name ?? ''} maxlength=${LONGEST_NAME} required manual-validation
          .invalid=${isChecked && this.name === ''} .errorMessage=${t('host.required')} @input=${this.touched}></vaadin-text-field>
        ${
          askables.mayShare
            ? html`<label class="shared"><input type="checkbox" name="isShared" .checked=${saved?.isShared ?? false} @change=${this.touched}>
                ${t('filters.share')}</label>`
            : nothing
        }
        ${this.renderGroup(this.group, [])}
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary">${t(saved === undefined ? 'host.create' : 'host.save')}</button>
        </div>
      </form>
    `;
  }

  private renderGroup(group: Group, path: readonly number[]): TemplateResult {
    const choose = (event: Event) =>
      this.put(path, { ...group, match: (event.target as HTMLSelectElement).value as Match });
    return html`
      <fieldset class="group" data-path=${path.join('.')}>
        <legend class="visually-hidden">${t(`filters.match.${group.match}`)}</legend>
        <div class="head">
          <select aria-label=${t('filters.match')} @change=${choose}>
            ${MATCHES.map((match) => html`<option value=${match} ?selected=${match === group.match}>${t(`filters.match.${match}`)}</option>`)}
          </select>
          <span class="spring"></span>
          ${path.length > 0 ? this.renderRemove(path, t('filters.removeGroup')) : nothing}
        </div>
        ${
          group.parts.length > 0
            ? html`<ul class="parts">${group.parts.map((part, index) => this.renderPart(part, [...path, index]))}</ul>`
            : nothing
        }
        <div class="adds">
          ${this.renderAdd(group, path, NOTHING, t('filters.addCondition'))}
          ${path.length + 1 < DEEPEST ? this.renderAdd(group, path, { match: 'OR', parts: [NOTHING] }, t('filters.addGroup')) : nothing}
        </div>
      </fieldset>
    `;
  }

  private renderPart(part: Part, path: readonly number[]): TemplateResult {
    if (isGroup(part)) return html`<li>${this.renderGroup(part, path)}</li>`;
    return html`
      <li class="condition">
        <filter-condition data-path=${path.join('.')} .condition=${part} .askables=${this.askables.all} .isChecked=${this.isChecked}
          @change=${(event: CustomEvent<Condition>) => {
            // Changes of the inputs in it bubble up to here.
            if (event.target === event.currentTarget) this.put(path, event.detail);
          }}></filter-condition>
        ${this.renderRemove(path, t('filters.removeCondition'))}
      </li>
    `;
  }

  private renderAdd(group: Group, path: readonly number[], part: Part, text: string): TemplateResult {
    const add = () => {
      this.put(path, { ...group, parts: [...group.parts, part] });
      void this.go([...path, group.parts.length, ...(isGroup(part) ? [0] : [])]);
    };
    return html`<button type="button" class="button quiet" @click=${add}>
      <span class="icon icon-add" aria-hidden="true"></span>${text}</button>`;
  }

  /** The focus goes to where the next one can be added. */
  private renderRemove(path: readonly number[], text: string): TemplateResult {
    const remove = () => {
      this.put(path, null);
      this.querySelector<HTMLElement>(`[data-path="${path.slice(0, -1).join('.')}"] > .adds > button`)?.focus();
    };
    return html`<button type="button" class="button quiet icon-only" aria-label=${text} title=${text} @click=${remove}>
      <span class="icon icon-trash" aria-hidden="true"></span></button>`;
  }

  private put(path: readonly number[], part: Part | null): void {
    this.group = withPart(this.group, path, part);
    this.touched();
  }

  private readonly touched = () => {
    this.isDirty = true;
    this.error = '';
  };

  private async go(path: readonly number[]): Promise<void> {
    await this.updateComplete;
    const condition = this.querySelector<FilterCondition>(`filter-condition[data-path="${path.join('.')}"]`);
    await condition?.updateComplete;
    condition?.focus();
  }

  /** Leaves, after a question if something would be lost. */
  readonly cancel = async (): Promise<void> => {
    const question = { title: t('host.discard'), text: t('host.discardText'), confirm: t('host.discardConfirm') };
    if (this.isDirty && !(await ask({ ...question, isDangerous: true }))) return;
    this.done(null);
  };

  private readonly save = async (event: Event) => {
    event.preventDefault();
    if (this.isBusy || !(await this.check())) return;
    this.isBusy = true;
    const { saved, type, name, group } = this;
    const shared = this.querySelector<HTMLInputElement>('[name=isShared]');
    const given = { name, filter: filterOf(group), ...(shared === null ? {} : { isShared: shared.checked }) };
    try {
      if (saved !== undefined) await theStore().update('SavedFilter', saved.id, given);
      this.done(saved?.id ?? (await theStore().create('SavedFilter', { type, ...given })));
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };

  /** Shows what is missing, and moves the focus there; true if nothing is. */
  private async check(): Promise<boolean> {
    this.isChecked = true;
    const conditions = conditionsOf(this.group);
    if (this.name === '') {
      this.querySelector('vaadin-text-field')?.focus();
      return false;
    }
    const [missing] = conditions.filter(([{ name, operand }]) => name === '' || !isGiven(operand));
    if (missing !== undefined) await this.go(missing[1]);
    else if (conditions.length === 0) this.error = t('filters.noCondition');
    return missing === undefined && conditions.length > 0;
  }

  private done(id: string | null): void {
    this.dispatchEvent(new CustomEvent('done', { detail: id }));
  }
}

/**
 * Asks what a filter is called and what it finds, and saves it.
 * @param from the one to be changed, or what a new one starts with
 * @returns its id, or null if the user cancelled
 */
export async function editFilter(
  type: TypeName,
  words: FilterWords,
  from: { readonly saved?: SavedFilter; readonly filter?: Filter },
): Promise<string | null> {
  const { saved, filter = saved?.filter } = from;
  const form = document.createElement('saved-filter-form') as SavedFilterForm;
  form.type = type;
  form.askables = await askablesOf(type, words);
  form.saved = saved;
  const first = (property: string) => form.askables.all.find(({ name }) => name === property)?.operators[0] ?? '';
  form.group = filter === undefined ? { match: 'AND', parts: [NOTHING] } : groupOf(filter, first);
  return showModal<string | null>(form, t(saved === undefined ? 'filters.new' : 'filters.edit'));
}
