import type { ComboBoxDataProvider } from '@vaadin/combo-box';
import { property, state } from 'lit/decorators.js';
import { LightElement, type ModalContent, showError, t } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import { type TicketChoice, ticketChoices } from './ticket-choice';
import { ticketDialogStyles } from './ticket-dialog.styles';

/** A dialog that does something with a ticket for which another one may be chosen. Fires `done`, with an id or null. */
export abstract class TicketDialog extends LightElement implements ModalContent {
  static override styles = ticketDialogStyles;

  @property({ attribute: false }) ticket!: Task;
  @state() protected into: TicketChoice | null = null;
  /** What is missing. */
  @state() protected fault = '';
  @state() protected isBusy = false;
  protected choices!: ComboBoxDataProvider<TicketChoice>;

  /** Id of the ticket that cannot be chosen. */
  protected abstract get own(): string;

  /** Name of the field in which something is missing; null when nothing is. */
  protected abstract missing(): string | null;

  /** Does it. @returns id of the ticket that it led to */
  protected abstract act(): Promise<string>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.choices = ticketChoices(this.own);
  }

  protected readonly choose = (ticket: TicketChoice | null): void => {
    this.into = ticket;
    this.fault = '';
  };

  readonly cancel = (): void => {
    this.finish(null);
  };

  private finish(id: string | null): void {
    this.dispatchEvent(new CustomEvent('done', { detail: id }));
  }

  protected readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = this.missing();
    if (missing !== null) {
      this.fault = t('host.required');
      this.querySelector<HTMLElement>(missing)?.focus();
      return;
    }
    this.isBusy = true;
    try {
      this.finish(await this.act());
    } catch (error) {
      showError(error);
    }
    this.isBusy = false;
  };
}
