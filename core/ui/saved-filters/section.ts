import type { Filter, TypeName } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { closeByEscape, closeWhenLeft } from '../details-menu';
import { detailsMenuStyles } from '../details-menu.styles';
import { LightElement } from '../element';
import { t } from '../i18n';
import { ask, showError, toast } from '../notice';
import { theStore } from '../store/index';
import type { FilterWords } from './askable';
import { openCount } from './open-operands';
import { type SavedFilter, SavedFilters } from './saved-filter';
import { sectionStyles } from './section.styles';

/** Chosen filters by id, with the operands that were given for those that ask. */
export type ChosenFilters = Readonly<Record<string, readonly unknown[]>>;

/**
 * `<saved-filters>`: the saved filters of a type to choose among, and to make, change and delete. Fires `change` with
 * those that are chosen.
 */
@customElement('saved-filters')
export class SavedFiltersSection extends LightElement {
  static override styles = [detailsMenuStyles, sectionStyles];

  @property() type!: TypeName;
  @property({ attribute: false }) words!: FilterWords;
  @property({ attribute: false }) chosen: ChosenFilters = {};
  /** What is chosen beside them, which can be saved; null when that says nothing. */
  @property({ attribute: false }) current: Filter | null = null;
  private stop: (() => void) | undefined;

  private get filters(): SavedFilters {
    return SavedFilters.of(this.type);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    this.stop?.();
    this.stop = undefined;
    super.disconnectedCallback();
  }

  override willUpdate(): void {
    this.stop ??= this.filters.onChange(() => this.requestUpdate());
    if (Object.keys(this.chosen).length > 0) void import('./inputs');
  }

  override render(): TemplateResult {
    const { filters, chosen, current } = this;
    const { all } = filters;
    const gone = filters.isLoading ? [] : Object.keys(chosen).filter((id) => filters.find(id) === undefined);
    return html`
      <fieldset>
        <legend>${t('filters.title')}
          <button class="button quiet icon-only" aria-label=${t('filters.new')} title=${t('filters.new')} @click=${() => this.edit({})}>
            <span class="icon icon-add" aria-hidden="true"></span>
          </button>
        </legend>
        ${all.map((filter) => this.renderFilter(filter))}
        ${gone.map((id) => html`<div class="entry">${this.renderBox(id, t('filters.deleted'))}</div>`)}
        ${
          current === null
            ? nothing
            : html`<button class="button quiet save" @click=${() => this.edit({ filter: current })}>${t('filters.saveCurrent')}</button>`
        }
      </fieldset>
    `;
  }

  private renderFilter(filter: SavedFilter): TemplateResult {
    const { id, name, isShared, isBroken } = filter;
    const given = this.chosen[id];
    return html`
      <div class="entry">
        ${this.renderBox(id, name, isShared)}
        ${filter.myRights.mayWrite ? this.renderMenu(filter) : nothing}
      </div>
      ${isBroken ? html`<p class="broken"><span class="icon icon-alert" aria-hidden="true"></span><span>${t('filters.broken')}</span></p>` : nothing}
      ${
        given !== undefined && !isBroken && openCount(filter.filter) > 0
          ? html`<filter-inputs .filter=${filter} .words=${this.words} .given=${given} @change=${(
              event: CustomEvent<readonly unknown[]>,
            ) => {
              // Changes of the inputs in it bubble up to here.
              if (event.target === event.currentTarget) this.put({ ...this.chosen, [id]: event.detail });
            }}></filter-inputs>`
          : nothing
      }
    `;
  }

  private renderBox(id: string, name: string, isShared = false): TemplateResult {
    const isChosen = id in this.chosen;
    const toggle = () => {
      const { [id]: _, ...others } = this.chosen;
      this.put(isChosen ? others : { ...others, [id]: [] });
    };
    return html`
      <label>
        <input type="checkbox" .checked=${isChosen} @change=${toggle}>
        <span class="text ellipsis" dir="auto" title=${name}>${name}</span>
        ${isShared ? html`<span class="icon icon-users" title=${t('filters.shared')}></span><span class="visually-hidden">${t('filters.shared')}</span>` : nothing}
      </label>
    `;
  }

  private renderMenu(filter: SavedFilter): TemplateResult {
    const label = t('filters.menu', { name: filter.name });
    return html`
      <details class="menu" @keydown=${closeByEscape} @focusout=${closeWhenLeft} @click=${closeOnChoice} @toggle=${showWhole}>
        <summary class="button quiet icon-only" aria-label=${label} title=${label}>
          <span class="icon icon-more" aria-hidden="true"></span>
        </summary>
        <div class="card">
          <button class="button quiet" @click=${() => this.edit({ saved: filter })}>
            <span class="icon icon-edit" aria-hidden="true"></span>${t('filters.change')}
          </button>
          <button class="button quiet" @click=${() => void this.destroy(filter)}>
            <span class="icon icon-trash" aria-hidden="true"></span>${t('host.delete')}
          </button>
        </div>
      </details>
    `;
  }

  private async editNow(from: { saved?: SavedFilter; filter?: Filter }): Promise<void> {
    try {
      const { editFilter } = await import('./dialog');
      const id = await editFilter(this.type, this.words, from);
      if (id !== null) toast(t('host.saved'), 'green');
    } catch (error) {
      showError(error);
    }
  }

  private edit(from: { saved?: SavedFilter; filter?: Filter }): void {
    void this.editNow(from);
  }

  private async destroy({ id, name, isShared }: SavedFilter): Promise<void> {
    const text = t(isShared ? 'filters.deleteShared' : 'filters.deleteOwn', { name });
    const question = { title: t('host.deleteTitle'), text, confirm: t('host.delete') };
    if (!(await ask({ ...question, isDangerous: true }))) return;
    try {
      await theStore().destroy('SavedFilter', [id]);
    } catch (error) {
      showError(error);
      return;
    }
    const { [id]: _, ...others } = this.chosen;
    if (id in this.chosen) this.put(others);
    this.querySelector<HTMLElement>('legend button')?.focus();
  }

  private put(chosen: ChosenFilters): void {
    this.dispatchEvent(new CustomEvent('change', { detail: chosen }));
  }
}

/** Near the end of the pane the menu would lie below it. */
function showWhole(event: Event): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (menu.open) menu.querySelector('.card')?.scrollIntoView({ block: 'nearest' });
}

/** A dialog that opens gives the focus back to the menu's button. */
function closeOnChoice(event: Event): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (!(event.target instanceof Element) || event.target.closest('button') === null) return;
  menu.querySelector('summary')?.focus();
  menu.open = false;
}

declare global {
  interface HTMLElementTagNameMap {
    'saved-filters': SavedFiltersSection;
  }
}
