import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement, QueryController, showError, store, t, toast } from '../../../core/ui/api';
import { CLOSED, statusesOf } from './cells';
import { composerStyles } from './composer.styles';
import './files-field';
import type { LegacyFile, LegacyTicket, LegacyTicketMessage } from './types';

/** How many rates, templates and statuses are offered at most. */
const MOST = 200;

/** `<legacy-composer>`: a message to the customer or a note, with what else it says: a status, a template, hours. */
@customElement('legacy-composer')
export class LegacyComposer extends LightElement {
  static override styles = composerStyles;

  @property({ attribute: false }) ticket!: LegacyTicket;
  @state() private isNote = false;
  @state() private isSending = false;
  private readonly statuses = new QueryController(
    this,
    'LegacyTicketStatus',
    () => ({ sort: [{ property: 'name' }] }),
    MOST,
  );
  private readonly rates = this.ofAgents('LegacyTicketRate');
  private readonly templates = this.ofAgents('LegacyTicketTemplate');

  override render(): TemplateResult {
    const isAgent = this.ticket.myRights.mayWrite;
    return html`
      <form class=${this.isNote ? 'note' : ''} aria-label=${t('tickets.write')} @submit=${this.send}>
        <label>
          <span class="visually-hidden">${t(this.isNote ? 'tickets.note' : 'tickets.message')}</span>
          <textarea name="content" dir="auto" rows="4" maxlength="100000" placeholder=${t(this.isNote ? 'tickets.note' : 'tickets.message')}></textarea>
        </label>
        ${isAgent ? html`<div class="choices">${this.renderChoices()}</div>` : nothing}
        <legacy-files></legacy-files>
        <div class="bottom">
          <button class="button primary" ?disabled=${this.isSending}>
            <span class="icon icon-${this.isNote ? 'lock' : 'send'}" aria-hidden="true"></span>${t(this.isNote ? 'tickets.saveNote' : 'tickets.send')}
          </button>
          ${
            isAgent
              ? html`<label class="check"><input type="checkbox" .checked=${this.isNote} @change=${this.toggleNote}>${t('tickets.isNote')}</label>`
              : html`<label class="check"><input type="checkbox" name="close">${t('tickets.closeWith')}</label>`
          }
        </div>
      </form>
    `;
  }

  private renderChoices(): TemplateResult {
    const { ticket, isNote } = this;
    const statuses = statusesOf(ticket.typeId, this.statuses.records);
    const chosen = this.templates.records.find(({ defaultTemplate }) => defaultTemplate)?.id ?? '';
    const [templates, rates] = [this.templates.records, this.rates.records].map((records) =>
      records.map(({ id, name }) => ({ value: id, text: name })),
    );
    return html`
      ${renderSelect('status', t('tickets.status'), [{ value: '', text: t('tickets.unchanged') }, ...statuses])}
      ${isNote ? nothing : renderSelect('template', t('tickets.template'), [{ value: '', text: t('tickets.noTemplate') }, ...(templates ?? [])], chosen)}
      ${
        rates === undefined || rates.length === 0
          ? nothing
          : html`${renderSelect('rate', t('tickets.rate'), rates)}
              <label><span>${t('tickets.minutes')}</span><input name="minutes" type="number" min="0" max="6000" value="0"></label>`
      }
    `;
  }

  private readonly toggleNote = () => {
    this.isNote = !this.isNote;
  };

  private readonly send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const files = this.querySelector('legacy-files');
    if (files?.isUploading) {
      toast(t('tickets.uploading'));
      return;
    }
    this.isSending = true;
    try {
      await store().commit([{ type: 'LegacyTicketMessage', create: { message: this.said(new FormData(form)) } }]);
      form.reset();
      files?.clear();
      this.isNote = false;
    } catch (error) {
      showError(error);
    }
    this.isSending = false;
  };

  private said(form: FormData): Partial<LegacyTicketMessage> {
    const of = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const status = form.get('close') === null ? of('status') : String(CLOSED);
    const minutes = Number(of('minutes'));
    const files = this.querySelector('legacy-files')?.value ?? [];
    return {
      ticketId: this.ticket.id,
      content: of('content'),
      ...(files.length === 0 ? {} : { attachments: files.map(told) }),
      ...(this.isNote ? { isNote: true } : {}),
      ...(status === '' ? {} : { hasStatus: true, statusId: Number(status) }),
      ...(of('template') === '' ? {} : { templateId: of('template') }),
      ...(minutes > 0 ? { rateId: of('rate'), rateMinutes: minutes } : {}),
    };
  }

  /** What customers are not offered, and so not asked for. */
  private ofAgents<N extends 'LegacyTicketRate' | 'LegacyTicketTemplate'>(type: N): QueryController<N> {
    const wanted = () => (this.ticket.myRights.mayWrite ? { sort: [{ property: 'name' }] } : undefined);
    return new QueryController(this, type, wanted, MOST);
  }
}

/** What the server knows itself is not told to it. */
export function told({ blobId, name, type }: LegacyFile): LegacyFile {
  return { blobId, name, type };
}

function renderSelect(
  name: string,
  label: string,
  options: readonly { value: string; text: string }[],
  chosen = '',
): TemplateResult {
  return html`<label><span>${label}</span><select name=${name}>
    ${options.map(({ value, text }) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
  </select></label>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'legacy-composer': LegacyComposer;
  }
}
