import { injectable, Settings, setting } from '../../core/api';
import { MANAGE } from './permission';

interface TicketsValues {
  readonly isReadOnly: boolean;
  readonly managersReopenOnly: boolean;
  readonly hasPublicPage: boolean;
  readonly assignedNote: string;
  readonly allowsAnonymous: boolean;
  readonly expireDays: number;
  readonly neverCloseStatusId: number | null;
  readonly expireText: string;
}

/** Settings of the legacy tickets, for their managers. */
@injectable()
export class TicketsSettings extends Settings<TicketsValues> {
  readonly name = 'TicketsSettings';
  readonly title = 'Tickets (legacy)';
  override readonly permission = MANAGE;
  readonly fields = {
    isReadOnly: setting.toggle({
      label: 'Legacy tickets are read-only',
      help: 'For after the move to Support: everybody reads what they could read, and nobody changes anything any more, by mail neither.',
    }),
    managersReopenOnly: setting.toggle({
      label: 'Only managers of the module reopen closed tickets',
      help: 'A customer who has something to add files a new ticket.',
    }),
    hasPublicPage: setting.toggle({
      label: 'Whoever knows number and verifier of a ticket may read it without signing in',
      help: 'The links in mails lead there. Notes are never shown.',
      default: true,
    }),
    allowsAnonymous: setting.toggle({
      label: 'Strangers file tickets on that page',
      help: 'Of the types that are published there. Nothing is mailed to the address that they give before an agent answers.',
    }),
    assignedNote: setting.text({
      label: 'Note when a ticket is assigned',
      help: '{agent} stands for the name. Empty for no note.',
      default: 'Assigned to: {agent}',
    }),
    expireDays: setting.number({
      label: 'Close tickets whose customers have not answered for so many days',
      help: 'Counted from the last answer of an agent. 0 for never.',
      min: 0,
      max: 3650,
      default: 0,
    }),
    neverCloseStatusId: setting.record({
      label: 'Status in which tickets are not closed so',
      type: 'LegacyTicketStatus',
      displayField: 'name',
    }),
    expireText: setting.text({
      label: 'Message when a ticket is closed so',
      help: '{x} stands for the days.',
      default: 'This ticket was closed because we have not heard from you for {x} days.',
    }),
  };
}
