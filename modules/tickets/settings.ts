import { injectable, Settings, setting } from '../../core/api';
import { MANAGE } from './permission';

interface TicketsValues {
  readonly isReadOnly: boolean;
  readonly managersReopenOnly: boolean;
  readonly hasPublicPage: boolean;
  readonly assignedNote: string;
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
    assignedNote: setting.text({
      label: 'Note when a ticket is assigned',
      help: '{agent} stands for the name. Empty for no note.',
      default: 'Assigned to: {agent}',
    }),
  };
}
