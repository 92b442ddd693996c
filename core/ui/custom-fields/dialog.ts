import type { TypeName } from 'extjs-types';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { showModal } from '../modal';
import { ask, errorText } from '../notice';
import { theStore } from '../store/index';
import type { Values } from './definitions';
import './fields';
import type { CustomFields } from './fields';

/** The content of the dialog: the fields, and the buttons that save and cancel. Fires `done`. */
@customElement('custom-fields-form')
export class CustomFieldsForm extends LightElement {
  static override styles = css`
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-l);
      width: min(520px, calc(100vw - 64px));
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
  `;

  @property() type = '';
  @property({ attribute: false }) record!: Values & { readonly id: string; readonly customFields: Values };
  @property({ type: Boolean }) forCustomers = false;
  @state() private error = '';
  private isBusy = false;

  private get fields(): CustomFields | null {
    return this.querySelector('custom-fields');
  }

  override render(): TemplateResult {
    return html`
      <form @submit=${this.save} novalidate>
        <custom-fields .type=${this.type} .record=${this.record} .values=${this.record.customFields} .forCustomers=${this.forCustomers}></custom-fields>
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary">${t('host.save')}</button>
        </div>
      </form>
    `;
  }

  /** Leaves, after a question if something would be lost. */
  readonly cancel = async (): Promise<void> => {
    const question = { title: t('host.discard'), text: t('host.discardText'), confirm: t('host.discardConfirm') };
    if (this.fields?.isDirty === true && !(await ask({ ...question, isDangerous: true }))) return;
    this.dispatchEvent(new CustomEvent('done'));
  };

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const { fields } = this;
    if (fields === null || this.isBusy || !(await fields.check())) return;
    this.isBusy = true;
    this.error = '';
    try {
      const given = Object.entries(fields.given).map(([key, value]) => [`customFields/${key}`, value]);
      if (given.length > 0) {
        await theStore().update(this.type as TypeName, this.record.id, Object.fromEntries(given) as never);
      }
      this.dispatchEvent(new CustomEvent('done'));
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}

/** Opens the custom fields of an object in a modal dialog; focus goes back where it was. */
export async function editCustomFields(
  type: string,
  record: CustomFieldsForm['record'],
  forCustomers: boolean,
): Promise<void> {
  const form = document.createElement('custom-fields-form') as CustomFieldsForm;
  Object.assign(form, { type, record, forCustomers });
  void form.updateComplete.then(() => form.querySelector<HTMLElement>('input, select, textarea')?.focus());
  await showModal(form, t('fields.title'));
}
