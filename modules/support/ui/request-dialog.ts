import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  ask,
  type ComposerElement,
  type CustomFields,
  LightElement,
  loadComposer,
  loadCustomFields,
  type ModalContent,
  refusalsOf,
  showError,
  showModal,
  store,
  t,
  toast,
} from '../../../core/ui/api';
import { told } from '../../comments/ui/api';
import { type ListGroup, loadTaskInputs, type Task, type TaskList } from '../../tasks/ui/api';
import './along';
import type { CustomerField, CustomerGiven } from './customer-field';
import { requestDialogStyles } from './request-dialog.styles';
import type { RequestOptions, RequestTexts } from './request-texts';
import { typeOptions } from './ticket-types';

const LONGEST_SUBJECT = 255;

/** The fields of a new ticket. Fires `done` with the ticket's id, or null. */
@customElement('support-request-form')
export class RequestForm extends LightElement implements ModalContent {
  static override styles = requestDialogStyles;

  @property({ attribute: false }) texts!: RequestTexts;
  @property({ attribute: false }) types: readonly ListGroup[] = [];
  @property({ attribute: false }) options: RequestOptions = {};
  @state() private isLoaded = false;
  @state() private listId: string | undefined;
  @state() private isBusy = false;
  /** What is missing, by field. */
  @state() private faults: { title?: string; message?: string; customer?: string | undefined } = {};
  @state() private customer: CustomerGiven | undefined;
  /** What is for agents to say. */
  @state() private plan: Partial<Pick<Task, 'priority' | 'start'>> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.listId = this.options.taskListId ?? undefined;
    const forAgents = [import('./customer-field'), import('./receivers'), loadTaskInputs()];
    const others = this.options.asksForCustomer === true ? forAgents : [];
    void Promise.all([loadComposer(), loadCustomFields(), ...others])
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
  private get lists(): readonly TaskList[] {
    return this.types.flatMap(({ lists }) => lists);
  }
  private get list(): TaskList | undefined {
    return this.lists.find(({ id }) => id === this.listId) ?? this.lists[0];
  }
  private get subject(): string {
    return this.querySelector<HTMLInputElement>('input')?.value.trim() ?? '';
  }

  override render(): TemplateResult {
    const { texts, types, lists, faults } = this;
    const { along = [] } = this.options;
    return html`
      <form @submit=${this.submit} novalidate>
        <div class="field">
          <label for="request-title">${t('support.subject')}</label>
          <input id="request-title" name="title" maxlength=${LONGEST_SUBJECT} autocomplete="off" dir="auto" required
            aria-invalid=${String(faults.title !== undefined)} aria-describedby="request-title-fault">
          <span id="request-title-fault" class="error-text" role="alert">${faults.title ?? ''}</span>
        </div>
        <div class="field" ?hidden=${lists.length < 2}>
          <label for="request-list">${t('support.types.one')}</label>
          <select id="request-list" name="list" @change=${this.chooseList}>
            ${typeOptions(types, this.listId)}
          </select>
        </div>
        ${this.renderReaders()}
        ${this.isLoaded && this.options.asksForCustomer === true ? this.renderForAgents() : nothing}
        ${this.isLoaded ? this.renderCustomFields() : nothing}
        <div class="field">
          <span class="label" aria-hidden="true">${texts.messageLabel}</span>
          ${
            this.isLoaded
              ? html`<rich-composer .label=${texts.messageLabel} .isDisabled=${this.isBusy} @submit=${this.submit}></rich-composer>`
              : html`<span class="skeleton" aria-busy="true"></span>`
          }
          <span class="error-text" role="alert">${faults.message ?? ''}</span>
          ${this.options.asksForCustomer === true ? html`<support-receivers .customer=${this.customer}></support-receivers>` : nothing}
        </div>
        ${along.length === 0 ? nothing : html`<support-along .lines=${along}></support-along>`}
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary" ?disabled=${this.isBusy || !this.isLoaded}>${texts.submit}</button>
        </div>
      </form>
    `;
  }

  /** Who besides the agents will read it. */
  private renderReaders(): TemplateResult | typeof nothing {
    const { organisation = '' } = this.options;
    if (organisation === '' || this.list?.isSharedInOrganisation !== true) return nothing;
    return html`<p class="soft readers"><span class="icon icon-users" aria-hidden="true"></span>${t('support.readByOrganisation', { organisation })}</p>`;
  }

  /** Whoever works on the tickets of the list files for others. */
  private renderForAgents(): TemplateResult {
    const { priority = 0, start = null } = this.plan;
    return html`
      <support-customer-field .refusal=${this.faults.customer ?? ''} @change=${this.takeCustomer}></support-customer-field>
      <div class="pair">
        <task-priority-field .label=${t('tasks.priority')} .value=${priority}
          @change=${({ detail }: CustomEvent<number>) => this.takePlan({ priority: detail })}></task-priority-field>
        <task-start-field .label=${t('tasks.start')} .value=${start}
          @change=${({ detail }: CustomEvent<string | null>) => this.takePlan({ start: detail })}></task-start-field>
      </div>
    `;
  }

  private readonly takeCustomer = ({ detail }: CustomEvent<CustomerGiven>) => {
    this.customer = detail;
    this.faults = { ...this.faults, customer: undefined };
  };

  private takePlan(part: Partial<typeof this.plan>): void {
    this.plan = { ...this.plan, ...part };
  }

  /** Those of a list in which one is a customer are for customers alone. */
  private renderCustomFields(): TemplateResult {
    const { list } = this;
    const record = {
      taskListId: list?.id ?? null,
      progress: 'needs-action',
      priority: 0,
      percentComplete: 0,
      ...this.plan,
    };
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
      this.customer !== undefined ||
      Object.keys(this.plan).length > 0 ||
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
    if (this.querySelector<CustomerField>('support-customer-field')?.isValid === false) return;
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
      const { customerEmail } = refusalsOf(error);
      if (customerEmail === undefined) showError(error);
      else this.faults = { customer: customerEmail };
    }
    this.isBusy = false;
  };

  /** Whoever asks for nobody else is the customer, also where they are an agent. */
  private get forWhom(): CustomerGiven | undefined {
    if (this.options.asksForCustomer === true || this.list?.myRights.mayCreate !== true) return this.customer;
    return { customerId: store().session.capabilities['urn:groupware:core'].user.id };
  }

  /** Ticket and first message in one request; the message names the ticket that is only just being made. */
  private async create(title: string, { value, attachments }: ComposerElement): Promise<string> {
    const taskListId = this.querySelector('select')?.value ?? '';
    const message = {
      entityType: 'Task',
      entityId: '#ticket',
      isPrivate: false,
      html: `${value}${this.querySelector('support-along')?.html ?? ''}`,
      attachments: attachments.map(told),
    };
    const ticket = { title, taskListId, customFields: this.fields?.given ?? {}, ...this.forWhom, ...this.plan };
    const [made] = await store().commit([
      { type: 'Task', create: { ticket } },
      { type: 'Comment', create: { message } },
    ]);
    return made?.created['ticket']?.id ?? '';
  }
}

/**
 * Asks for a new ticket in a modal dialog and makes it.
 * @param types where it may be filed; the first is offered, or the one that the options name
 * @returns its id, or null if the user cancelled
 */
export function askForTicket(
  texts: RequestTexts,
  types: readonly ListGroup[],
  options: RequestOptions = {},
): Promise<string | null> {
  const form = document.createElement('support-request-form') as RequestForm;
  form.texts = texts;
  form.types = types;
  form.options = options;
  const made = showModal<string | null>(form, texts.title);
  void form.updateComplete.then(() => form.querySelector('input')?.focus());
  return made;
}
