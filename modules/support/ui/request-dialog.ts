import '@vaadin/dialog';
import type { Dialog } from '@vaadin/dialog';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  ask,
  type ComposerElement,
  type CustomFields,
  LightElement,
  loadComposer,
  loadCustomFields,
  showError,
  store,
  t,
  toast,
} from '../../../core/ui/api';
import { told } from '../../comments/ui/api';
import type { TaskList } from '../../tasks/ui/api';
import type { RequestTexts } from './request-texts';

const LONGEST_SUBJECT = 255;

/** The fields of a new ticket. Fires `done` with the ticket's id, or null. */
@customElement('support-request-form')
export class RequestForm extends LightElement {
  static override styles = css`
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      width: min(620px, calc(100vw - 48px));
    }
    .field {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    label,
    .label {
      font-weight: 550;
    }
    input,
    select {
      width: 100%;
      min-height: 38px;
      padding: 0 10px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--surface);
    }
    [aria-invalid='true'] {
      border-color: var(--danger);
    }
    rich-composer {
      display: block;
    }
    .skeleton {
      min-height: 136px;
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
    @media (max-width: 599px) {
      input,
      select {
        min-height: 44px;
        font-size: 16px;
      }
      .actions .button {
        flex: 1;
        min-height: 44px;
      }
    }
  `;

  @property({ attribute: false }) texts!: RequestTexts;
  @property({ attribute: false }) lists: readonly TaskList[] = [];
  @state() private isLoaded = false;
  @state() private listId: string | undefined;
  @state() private isBusy = false;
  /** What is missing, by field. */
  @state() private faults: Partial<Record<'title' | 'message', string>> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void Promise.all([loadComposer(), loadCustomFields()])
      .catch(showError)
      .then(() => {
        this.isLoaded = true;
      });
  }

  private get editor(): ComposerElement | null {
    return this.querySelector('rich-composer');
  }
  private get fields(): CustomFields | null {
    return this.querySelector('custom-fields');
  }
  private get subject(): string {
    return this.querySelector<HTMLInputElement>('input')?.value.trim() ?? '';
  }

  override render(): TemplateResult {
    const { texts, lists, faults } = this;
    return html`
      <form @submit=${this.submit} novalidate>
        <div class="field">
          <label for="request-title">${t('support.subject')}</label>
          <input id="request-title" name="title" maxlength=${LONGEST_SUBJECT} autocomplete="off" dir="auto" required
            aria-invalid=${String(faults.title !== undefined)} aria-describedby="request-title-fault">
          <span id="request-title-fault" class="error-text" role="alert">${faults.title ?? ''}</span>
        </div>
        <div class="field" ?hidden=${lists.length < 2}>
          <label for="request-list">${t('support.list')}</label>
          <select id="request-list" name="list" @change=${this.chooseList}>
            ${lists.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
          </select>
        </div>
        ${this.isLoaded ? this.renderCustomFields() : nothing}
        <div class="field">
          <span class="label" aria-hidden="true">${texts.messageLabel}</span>
          ${
            this.isLoaded
              ? html`<rich-composer .label=${texts.messageLabel} .isDisabled=${this.isBusy} @submit=${this.submit}></rich-composer>`
              : html`<span class="skeleton" aria-busy="true"></span>`
          }
          <span class="error-text" role="alert">${faults.message ?? ''}</span>
        </div>
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary" ?disabled=${this.isBusy || !this.isLoaded}>${texts.submit}</button>
        </div>
      </form>
    `;
  }

  /** Those of a list in which one is a customer are for customers alone. */
  private renderCustomFields(): TemplateResult {
    const list = this.lists.find(({ id }) => id === this.listId) ?? this.lists[0];
    const record = { taskListId: list?.id ?? null, progress: 'needs-action', priority: 0, percentComplete: 0 };
    return html`<custom-fields .record=${record} isNew .forCustomers=${list?.myRights.mayRead !== true}></custom-fields>`;
  }

  private readonly chooseList = (event: Event) => {
    this.listId = (event.target as HTMLSelectElement).value;
  };

  private finish(id: string | null): void {
    this.dispatchEvent(new CustomEvent('done', { detail: id }));
  }

  /** Leaves, after a question if something would be lost. */
  readonly cancel = async (): Promise<void> => {
    const { editor } = this;
    const isLost =
      this.subject !== '' ||
      this.fields?.isDirty === true ||
      (editor !== null && (editor.value !== '' || editor.attachments.length > 0));
    const question = { title: t('host.discard'), text: t('host.discardText'), confirm: t('host.discardConfirm') };
    if (!isLost || (await ask({ ...question, isDangerous: true }))) this.finish(null);
  };

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    const { editor, subject } = this;
    if (editor === null || this.isBusy) return;
    this.faults = {
      ...(subject === '' ? { title: t('host.required') } : {}),
      ...(editor.value === '' ? { message: t('host.required') } : {}),
    };
    if (this.faults.title !== undefined) return this.querySelector('input')?.focus();
    if ((await this.fields?.check()) === false) return;
    if (this.faults.message !== undefined) {
      editor.focus();
      return;
    }
    if (editor.isUploading) {
      toast(t('comments.stillUploading'));
      return;
    }
    this.isBusy = true;
    try {
      this.finish(await this.create(subject, editor));
    } catch (error) {
      showError(error);
    }
    this.isBusy = false;
  };

  /** Ticket and first message in one request; the message names the ticket that is only just being made. */
  private async create(title: string, { value, attachments }: ComposerElement): Promise<string> {
    const taskListId = this.querySelector('select')?.value ?? '';
    const message = {
      entityType: 'Task',
      entityId: '#ticket',
      isPrivate: false,
      html: value,
      attachments: attachments.map(told),
    };
    const [made] = await store().commit([
      { type: 'Task', create: { ticket: { title, taskListId, customFields: this.fields?.given ?? {} } } },
      { type: 'Comment', create: { message } },
    ]);
    return made?.created['ticket']?.id ?? '';
  }
}

/**
 * Asks for a new ticket in a modal dialog and makes it.
 * @param lists where it may be filed; the first is offered
 * @returns its id, or null if the user cancelled
 */
export async function askForTicket(texts: RequestTexts, lists: readonly TaskList[]): Promise<string | null> {
  const before = document.activeElement as HTMLElement | null;
  const form = document.createElement('support-request-form') as RequestForm;
  form.texts = texts;
  form.lists = lists;
  const dialog: Dialog = document.createElement('vaadin-dialog');
  dialog.headerTitle = texts.title;
  dialog.noCloseOnOutsideClick = true;
  // Escape asks before it throws away what was written.
  dialog.noCloseOnEsc = true;
  dialog.append(form);
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    void form.cancel();
  });
  document.body.append(dialog);
  dialog.opened = true;
  void form.updateComplete.then(() => form.querySelector('input')?.focus());
  return new Promise((finished) => {
    form.addEventListener('done', (event) => {
      dialog.opened = false;
      finished((event as CustomEvent<string | null>).detail);
    });
    dialog.addEventListener('closed', () => {
      dialog.remove();
      before?.focus();
    });
  });
}
