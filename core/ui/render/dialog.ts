import type { DialogPanel } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CustomFields } from '../custom-fields/fields';
import { loadCustomFields, mayHaveCustomFields } from '../custom-fields-loader';
import { LightElement } from '../element';
import { t } from '../i18n';
import { showModal } from '../modal';
import { ask, errorText } from '../notice';
import { theStore } from '../store/index';
import './form-fields';
import type { FormFields, Values } from './form-fields';
import type { PartElement } from './part-element';
import { refusalsOf } from './refusals';

/** The content of a described dialog: fields, and the buttons that save, destroy and cancel. Fires `done` with an id or null. */
@customElement('gw-dialog-form')
export class DialogForm extends LightElement {
  static override styles = css`
    form {
      display: grid;
      gap: var(--gap-l);
      width: min(560px, calc(100vw - 64px));
    }
    .actions {
      display: flex;
      gap: var(--gap-s);
    }
    .actions .spring {
      flex: 1;
    }
  `;

  @property({ attribute: false }) dialog!: DialogPanel;
  @property({ attribute: false }) record: Values = {};
  @property({ attribute: false }) recordId: string | undefined;
  /** Id of the new record: it is not made a second time when what belongs to it is refused. */
  private madeId: string | undefined;
  @state() private error = '';
  /** A button that goes dead under the finger would lose the focus, and Escape with it. */
  private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasCustomFields) void loadCustomFields();
  }

  private get hasCustomFields(): boolean {
    return mayHaveCustomFields(this.dialog.type);
  }

  private get customFields(): CustomFields | null {
    return this.querySelector('custom-fields');
  }

  private get isDeletable(): boolean {
    const { deletable } = this.dialog;
    return typeof deletable === 'function' ? deletable(this.record as never) : deletable === true;
  }

  private get fields(): FormFields | null {
    return this.querySelector('gw-form-fields');
  }

  private get parts(): PartElement[] {
    return [...this.querySelectorAll<PartElement>('[data-part]')];
  }

  override render(): TemplateResult {
    const { dialog, recordId } = this;
    return html`
      <form @submit=${this.save} novalidate>
        ${dialog.description === undefined ? nothing : html`<p class="soft">${dialog.description}</p>`}
        <gw-form-fields .items=${dialog.items} .record=${this.record} .below=${this.renderCustomFields()}
          @draft-changed=${() => this.requestUpdate()}></gw-form-fields>
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
        <div class="actions">
          ${
            recordId !== undefined && this.isDeletable
              ? html`<button type="button" class="button danger" @click=${this.destroy}>${t('host.delete')}</button>`
              : nothing
          }
          <span class="spring"></span>
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary">
            ${dialog.saveText ?? t(recordId === undefined ? 'host.create' : 'host.save')}
          </button>
        </div>
      </form>
    `;
  }

  /** The custom fields of the type; their conditions follow what is entered above. */
  private renderCustomFields(): TemplateResult | typeof nothing {
    const { dialog, record, recordId } = this;
    if (!this.hasCustomFields) return nothing;
    return html`<custom-fields .type=${dialog.type} .record=${this.fields?.values ?? record} .values=${record['customFields'] ?? {}}
      .isNew=${recordId === undefined}></custom-fields>`;
  }

  private done(id: string | null): void {
    this.dispatchEvent(new CustomEvent('done', { detail: id }));
  }

  /** Leaves, after a question if something would be lost. */
  readonly cancel = async (): Promise<void> => {
    const editors = [this.fields, this.customFields, ...this.parts];
    const isLost = editors.some((editor) => editor?.isDirty === true);
    const question = { title: t('host.discard'), text: t('host.discardText'), confirm: t('host.discardConfirm') };
    if (isLost && !(await ask({ ...question, isDangerous: true }))) return;
    this.dialog.listeners?.cancel?.();
    this.done(null);
  };

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const { fields, dialog, recordId, parts } = this;
    if (fields === null || this.isBusy || !(await fields.check())) return;
    if (this.hasCustomFields) await loadCustomFields();
    for (const part of [this.customFields, ...parts]) {
      if (part === null || (await part.check())) continue;
      // The focus goes where something is missing, once that can be seen.
      await fields.reveal(part);
      await part.check();
      return;
    }
    this.isBusy = true;
    try {
      const known = recordId ?? this.madeId;
      const draft = { ...fields.draft, ...customOf(this.customFields?.given ?? {}, known === undefined) };
      const id = known ?? (await theStore().create(dialog.type, { ...dialog.defaults, ...draft }));
      this.madeId = id;
      if (known !== undefined && Object.keys(draft).length > 0) await theStore().update(dialog.type, known, draft);
      for (const part of parts) await part.save(id);
      dialog.listeners?.saved?.(id, recordId === undefined);
      this.done(id);
    } catch (error) {
      await fields.refuse(refusalsOf(error));
      this.error = errorText(error);
    }
    this.isBusy = false;
  };

  private readonly destroy = async () => {
    const { dialog, recordId } = this;
    const text = dialog.deleteText ?? t('host.deleteText');
    const question = { title: t('host.deleteTitle'), text, confirm: t('host.delete') };
    if (recordId === undefined || !(await ask({ ...question, isDangerous: true }))) return;
    try {
      await theStore().destroy(dialog.type, [recordId], dialog.deleteContents);
      this.done(recordId);
    } catch (error) {
      this.error = errorText(error);
    }
  };
}

/** What was entered into custom fields as `set` wants it: all of it for a new object, else patches. */
function customOf(given: Values, isNew: boolean): Values {
  const entries = Object.entries(given);
  if (entries.length === 0) return {};
  if (isNew) return { customFields: given };
  return Object.fromEntries(entries.map(([key, value]): [string, unknown] => [`customFields/${key}`, value]));
}

/** See `openDialog` in `core/ui/dialog`. */
export async function showDialog(dialog: DialogPanel, recordId?: string): Promise<string | null> {
  const get = async (id: string): Promise<readonly object[]> => theStore().get(dialog.type, [id]);
  const [record] = recordId === undefined ? [{ ...dialog.defaults }] : await get(recordId);
  if (record === undefined) return null; // gone meanwhile
  const form = document.createElement('gw-dialog-form') as DialogForm;
  form.dialog = dialog;
  form.record = { ...record };
  form.recordId = recordId;
  return showModal(form, dialog.title);
}
