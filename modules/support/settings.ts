import { inject, injectable } from 'inversify';
import { Directory, type Draft, SetError, Settings, setting } from '../../core/api';
import { MANAGE, ROLE } from './permissions';

/** Longest time after which a ticket can be closed. */
export const MOST_DAYS = 3650;

/** Of all records that are ticket types. */
const TICKET_TYPE = { type: 'TaskList', displayField: 'name', filter: { role: ROLE } } as const;

/** Switch for one kind of mail to agents; whoever gets it has chosen it under My account. */
const mailed = (label: string) => setting.toggle({ label, default: true });

interface SupportValues {
  /** List for mail of accounts that name none; null: the oldest support list. */
  readonly defaultTaskListId: number | null;
  readonly acceptUnknownSenders: boolean;
  /** Group of the customers, chosen by who administers groups; see CustomerGroup. */
  readonly customerGroupId: number | null;
  readonly autoReply: boolean;
  /** Which events are mailed to agents who want it; see NEWS. */
  readonly mailsMentions: boolean;
  readonly mailsAssigned: boolean;
  readonly mailsCustomerAnswers: boolean;
  readonly mailsColleagues: boolean;
  readonly mailsNewTickets: boolean;
  readonly mailsDue: boolean;
  /** Days after which an answer that the customer does not answer closes the ticket; 0: never. */
  readonly expiryDays: number;
  /** What is then written into the ticket. */
  readonly expiryMessage: 'nothing' | 'note' | 'comment';
  /** `{x}` stands for the days. */
  readonly expiryText: string;
  readonly expiryExcludedTaskListIds: readonly number[];
  readonly expiryExcludedCategoryIds: readonly number[];
}

/** Settings of Support, for its managers. */
@injectable()
export class SupportSettings extends Settings<SupportValues> {
  readonly name = 'SupportSettings';
  readonly title = 'Support';
  override readonly permission = MANAGE;
  override readonly companion = 'support-expiry-preview';
  readonly fields = {
    defaultTaskListId: setting.record({
      label: 'Ticket type for mail',
      help: 'Of mail accounts that name none themselves.',
      ...TICKET_TYPE,
    }),
    acceptUnknownSenders: setting.toggle({ label: 'Make tickets of mail from people nobody knows', default: true }),
    customerGroupId: setting.record({
      label: 'Group of customers',
      help: 'Whoever gets an account without being a colleague joins it, and new ticket types have it among their customers. Chosen by administrators.',
      type: 'Group',
      displayField: 'name',
      filter: { isBuiltIn: false },
    }),
    autoReply: setting.toggle({ label: 'Confirm new tickets by mail' }),
    mailsMentions: mailed('Mail agents who are mentioned'),
    mailsAssigned: mailed('Mail agents to whom a ticket is assigned'),
    mailsCustomerAnswers: mailed('Mail agents when a customer writes'),
    mailsColleagues: mailed('Mail agents when a colleague writes'),
    mailsNewTickets: mailed('Mail agents about new tickets'),
    mailsDue: mailed('Mail agents about tickets that are due'),
    expiryDays: setting.number({
      label: 'Days until a ticket is closed',
      help: 'A ticket in progress is closed when its customer does not answer an agent for so long. 0 for never.',
      min: 0,
      max: MOST_DAYS,
      default: 0,
    }),
    expiryMessage: setting.choice({
      label: 'Message when it is closed',
      options: { nothing: 'None', note: 'Private note', comment: 'Public comment, also by mail' },
      default: 'comment',
    }),
    expiryText: setting.lines({
      label: 'Text of the message',
      help: '{x} stands for the number of days.',
      default:
        'We have not heard from you for {x} days, so we have closed this request.\n\n' +
        'Is there still something to do? Just answer, and it is open again.',
    }),
    expiryExcludedTaskListIds: setting.records({ label: 'Ticket types that stay open', ...TICKET_TYPE }),
    expiryExcludedCategoryIds: setting.records({
      label: 'Categories that stay open',
      type: 'TaskCategory',
      displayField: 'name',
    }),
  };

  constructor(@inject(Directory) private readonly directory: Directory) {
    super();
  }

  /** Nobody becomes an administrator or a colleague by it. */
  override async saving(draft: Draft): Promise<void> {
    const id = draft.extras.get('customerGroupId');
    if (typeof id === 'number' && !(await this.directory.takesMembers(id)))
      throw SetError.invalid('customerGroupId', 'must not be a built-in group');
    await super.saving(draft);
  }

  override check({ expiryMessage, expiryText }: SupportValues): void {
    const isBlank = expiryText.trim() === '';
    if (expiryMessage !== 'nothing' && isBlank) throw SetError.invalid('expiryText', 'must not be empty');
  }
}
