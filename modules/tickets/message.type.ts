import {
  type Access,
  type Action,
  boolean,
  Clock,
  type Context,
  computed,
  DataType,
  type Draft,
  type Filters,
  idsOf,
  inject,
  injectable,
  integer,
  Level,
  parseFiles,
  Records,
  type Row,
  reference,
  SetError,
  type Sorts,
  seenReferences,
  text,
  utcDate,
} from '../../core/api';
import { filesOf, LegacyAttachments } from './attachments.service';
import { LegacyMessage } from './message.entity';
import { LegacyMessages } from './messages.service';

/** Longest message, in characters. */
const LONGEST = 100_000;
/** Most minutes that one message may say: a hundred hours. */
const MOST_MINUTES = 6000;

/**
 * Messages and notes of legacy tickets (`ti_messages`). Whoever sees the ticket sees its messages; notes are seen by those
 * who read the type. With `hasStatus` or `hasType` a message changes status or type of its ticket; an agent's message may
 * say `rateMinutes` of work at a rate, whose name and `rateAmount` (cents an hour) are kept as they were then.
 */
@injectable()
export class LegacyMessageType extends DataType<LegacyMessage> {
  readonly name = 'LegacyTicketMessage';
  readonly entity = LegacyMessage;
  /** A thread is no table, and notes do not leave the house as one. */
  override readonly exported = false;
  override readonly search = ['content'] as const;
  override readonly appearance = { label: 'Messages of legacy tickets', icon: 'note', title: 'authorName' };

  readonly access: Access<LegacyMessage> = {
    least: Level.submit,
    where: (alias, context, level) => {
      const seen = (at?: number) => this.records.seesOther('LegacyTicket', `${alias}.ticketId`, context, at);
      if (level > Level.submit) return seen(level);
      return `(${seen(Level.read)} OR (${alias}.isNote = 0 AND ${seen()}))`;
    },
    inAcls: (alias) => this.records.liesInAcls('LegacyTicket', `${alias}.ticketId`) ?? `${alias}.id = 0`,
    audience: async ({ ticketId, isNote }) => {
      const ticket = await this.records.find('LegacyTicket', ticketId);
      if (!ticket) return [];
      const all = await this.records.audienceOf('LegacyTicket', ticket);
      return isNote ? this.records.readersAmong('LegacyTicket', all) : all;
    },
  };

  readonly properties = {
    ticketId: reference('LegacyTicket', { required: true, immutable: true }),
    content: text({ max: LONGEST }),
    isNote: boolean({ immutable: true }),
    hasStatus: boolean({ immutable: true }),
    statusId: integer({ min: -1, default: 0, immutable: true }),
    hasType: boolean({ immutable: true }),
    /** Of a type that the caller does not see, nothing. */
    typeId: reference('LegacyTicketType', {
      nullable: true,
      immutable: true,
      load: (rows, context) => seenReferences(this.records, 'LegacyTicketType', rows, 'typeId', context),
    }),
    userId: reference('Principal', { serverSet: true, nullable: true }),
    authorName: text({ serverSet: true }),
    isFromAgent: boolean({ serverSet: true }),
    templateId: reference('LegacyTicketTemplate', { nullable: true, immutable: true, agentsOnly: true }),
    rateId: reference('LegacyTicketRate', { nullable: true, immutable: true, agentsOnly: true }),
    rateMinutes: integer({ max: MOST_MINUTES, immutable: true, agentsOnly: true }),
    rateAmount: integer({ serverSet: true, agentsOnly: true }),
    rateName: text({ serverSet: true, agentsOnly: true }),
    rateCostCode: text({ serverSet: true, agentsOnly: true }),
    /** `[{ blobId, name, type, size }]` */
    attachments: computed((rows) => this.attachments.of(rows.map(({ id }) => id)), {
      immutable: true,
      default: [],
      nullable: false,
      parse: (value) => parseFiles(value, (file) => ({ value: file })),
    }),
    createdAt: utcDate({ serverSet: true }),
    modifiedAt: utcDate({ serverSet: true }),
  };

  override readonly filters: Filters = {
    ticketId: (value, { row, bind }) => `${row}.ticketId IN ${bind(idsOf('ticketId', value))}`,
    isNote: (value, { row, bind }) => `${row}.isNote = ${bind(value === true)}`,
  };
  override readonly sorts: Sorts = { createdAt: '{row}.createdAt' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(LegacyMessages) private readonly messages: LegacyMessages,
    @inject(LegacyAttachments) private readonly attachments: LegacyAttachments,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  override foundIn(row: Row): { type: string; id: number } {
    return { type: 'LegacyTicket', id: Number(row['ticketId']) };
  }

  override allow(action: Action, draft: Draft, context: Context): Promise<void> {
    return this.messages.allow(action, draft, context);
  }

  override async saving(draft: Draft): Promise<void> {
    const { values } = draft;
    const now = this.clock.now();
    now.setUTCMilliseconds(0);
    if (draft.isNew) await this.messages.complete(draft, now);
    else values['modifiedAt'] = now;
    if (!draft.actor || values['hasStatus'] === true || values['hasType'] === true) return;
    const hasFiles = draft.isNew && filesOf(draft).length > 0;
    if (String(values['content']).trim() === '' && !hasFiles) throw SetError.invalid('content', 'must not be empty');
  }

  override saved(draft: Draft): Promise<void> {
    return this.messages.saved(draft);
  }

  override destroying({ id }: Row): Promise<void> {
    return this.attachments.removeAll(id);
  }
}
