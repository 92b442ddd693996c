import type { FormItem, FormPanel } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { t } from '../i18n';
import { errorText, toast } from '../notice';
import { theStore } from '../store/index';
import { Described } from './described';
import './form-fields';
import type { FormFields, Values } from './form-fields';
import { refusalsOf } from './refusals';
import { renderToolbar } from './toolbar';

/** A record edited in place; `id` is the description's, or that of the chosen record. */
@customElement('x-form')
export class Form extends Described<FormPanel> {
  static override styles = css`
    form {
      display: grid;
      gap: var(--gap-l);
      width: min(720px, 100%);
      padding: var(--gap-l);
    }
    .actions {
      display: flex;
      align-items: center;
      gap: var(--gap-s);
    }
    .actions .toolbar {
      padding: 0;
    }
  `;

  @state() private record: Values | undefined;
  @state() private error = '';
  @state() private isBusy = false;
  @state() private isDirty = false;
  private stop: (() => void) | undefined;

  private get recordId(): string {
    return this.item.id ?? this.place.selected ?? 'singleton';
  }

  private get fields(): FormFields | null {
    return this.querySelector('gw-form-fields');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = theStore().subscribe([this.item.type], () => void this.load());
    void this.load();
  }

  override disconnectedCallback(): void {
    this.stop?.();
    super.disconnectedCallback();
  }

  private async load(): Promise<void> {
    try {
      const [record] = (await theStore().get(this.item.type, [this.recordId])) as unknown as Values[];
      if (record === this.record) return;
      this.record = record;
      if (record !== undefined) this.item.listeners?.load?.(record as never);
    } catch (error) {
      this.error = errorText(error);
    }
  }

  override render(): TemplateResult {
    const { item, record } = this;
    const buttons = {
      records: () => (record === undefined ? [] : [record]),
      reload: () => void this.load(),
      add: undefined,
    };
    return html`
      <form @submit=${this.save} novalidate>
        ${item.description === undefined ? nothing : html`<p class="soft">${item.description}</p>`}
        ${
          record === undefined
            ? html`<span class="skeleton"></span><span class="skeleton"></span>`
            : html`<gw-form-fields .items=${item.items} .record=${record} @draft-changed=${this.follow}></gw-form-fields>`
        }
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
        <div class="actions">
          ${
            item.items.some(isAsked)
              ? html`<button class="button primary" ?disabled=${this.isBusy || !this.isDirty}>${t('host.save')}</button>`
              : nothing
          }
          ${item.buttons === undefined ? nothing : renderToolbar(item.buttons as never, buttons as never)}
        </div>
      </form>
    `;
  }

  private readonly follow = () => {
    this.isDirty = this.fields?.isDirty === true;
    this.error = '';
  };

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const { fields, item } = this;
    if (fields === null || !(await fields.check())) return;
    const { draft } = fields;
    this.isBusy = true;
    try {
      await theStore().update(item.type, this.recordId, draft);
      fields.reset();
      this.isDirty = false;
      item.listeners?.save?.(draft);
      toast(t('host.saved'), 'green');
    } catch (error) {
      fields.errors = refusalsOf(error);
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}

/** Facts alone are nothing to save. */
function isAsked(item: FormItem<never>): boolean {
  return item.xtype === 'fieldset' ? item.items.some(isAsked) : item.xtype !== 'displayfield';
}
