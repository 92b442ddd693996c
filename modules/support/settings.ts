import { injectable } from 'inversify';
import { Settings, setting } from '../../core/api';
import { MANAGE, ROLE } from './permissions';

interface SupportValues {
  /** List for mail of accounts that name none; null: the oldest support list. */
  readonly defaultTaskListId: number | null;
  readonly acceptUnknownSenders: boolean;
  readonly autoReply: boolean;
}

/** Settings of Support, for its managers. */
@injectable()
export class SupportSettings extends Settings<SupportValues> {
  readonly name = 'SupportSettings';
  readonly title = 'Support';
  override readonly permission = MANAGE;
  readonly fields = {
    defaultTaskListId: setting.record({
      label: 'Ticket type for mail',
      help: 'Of mail accounts that name none themselves.',
      type: 'TaskList',
      displayField: 'name',
      filter: { role: ROLE },
    }),
    acceptUnknownSenders: setting.toggle({ label: 'Make tickets of mail from people nobody knows', default: true }),
    autoReply: setting.toggle({ label: 'Confirm new tickets by mail' }),
  };
}
