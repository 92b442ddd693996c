import {
  type Action,
  type Context,
  Database,
  type Draft,
  inject,
  injectable,
  Records,
  type Row,
  SetError,
} from '../../core/api';
import { filesOf, LegacyAttachments } from './attachments.service';
import { LegacyLetters } from './letters.service';
import type { LegacyMessage } from './message.entity';
import { MANAGE } from './permission';
import { LegacyRate } from './rate.entity';
import { effectOf, mayCustomerSet, reopening } from './rules';
import { TicketsSettings } from './settings';
import { isClosed, OPEN } from './status';
import { LegacyStatuses } from './statuses.service';
import type { LegacyTicket } from './ticket.entity';
import { LegacyTypes } from './types.service';

/** What a customer may say of an own message. */
const CUSTOMERS_MAY_SAY = new Set(['ticketId', 'content', 'hasStatus', 'statusId', 'attachments']);

/** Who may write what in a thread, and what it does to the ticket. */
@injectable()
export class LegacyMessages {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(LegacyTypes) private readonly types: LegacyTypes,
    @inject(LegacyStatuses) private readonly statuses: LegacyStatuses,
    @inject(LegacyAttachments) private readonly attachments: LegacyAttachments,
    @inject(LegacyLetters) private readonly letters: LegacyLetters,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
  ) {}

  async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    const ticket = await this.ticketOf(draft.values);
    const isAgent = await this.types.isAgent(ticket.typeId, context);
    if (action !== 'create') {
      const isOwn = action === 'update' && draft.before?.['userId'] === context.principalId;
      if (isAgent && (isOwn || context.may(MANAGE))) return;
      throw SetError.forbidden('Agents change their own messages, managers of the module remove any');
    }
    if (!isAgent) await this.checkCustomer(draft, ticket, context);
    await this.attachments.check(filesOf(draft), context);
    const { values } = draft;
    if (
      values['hasStatus'] === true &&
      !(await this.statuses.isOf(Number(values['statusId']), targetOf(draft, ticket)))
    )
      throw SetError.invalid('statusId', 'is no status of this type');
    if (values['hasType'] === true) await this.checkTarget(values['typeId'], context);
    values['userId'] = context.principalId;
    values['authorName'] = context.user.name;
    values['isFromAgent'] = isAgent;
    await this.checkReopening(draft, ticket.statusId, context);
  }

  /** Fills in what nobody gave, and freezes the rate. */
  async complete(draft: Draft, now: Date): Promise<void> {
    const { values } = draft;
    values['createdAt'] ??= now;
    values['modifiedAt'] ??= values['createdAt'];
    values['content'] ??= '';
    for (const name of ['isNote', 'hasStatus', 'hasType', 'isFromAgent']) values[name] ??= false;
    for (const name of ['typeId', 'userId', 'templateId', 'rateId']) values[name] ??= null;
    values['statusId'] ??= OPEN;
    values['rateMinutes'] ??= 0;
    const ticket = await this.ticketOf(values);
    // Where managers alone reopen, what came without signing in is read and waits.
    const reopens = draft.actor !== null || !(await this.settings.read()).managersReopenOnly;
    if (reopens && reopening(saidBy(values), ticket.statusId))
      Object.assign(values, { hasStatus: true, statusId: OPEN });
    const [rate] = await this.database.rows.with(LegacyRate, 'id', [Number(values['rateId'] ?? 0)]);
    if (values['rateMinutes'] !== 0 && !rate && draft.actor) throw SetError.invalid('rateId', 'is needed for hours');
    values['rateAmount'] ??= rate?.amount ?? 0;
    values['rateName'] ??= [...(rate?.name ?? '')].slice(0, 50).join('');
    values['rateCostCode'] ??= rate?.costCode ?? '';
  }

  async saved(draft: Draft): Promise<void> {
    if (!draft.isNew) return;
    const files = filesOf(draft);
    await this.attachments.store(draft.id, files);
    const said = saidBy(draft.values);
    await this.records.update('LegacyTicket', said.ticketId, { ...effectOf(said, files.length > 0) });
    await this.letters.said(said, files, await this.ticketOf(draft.values), draft.actor === null);
  }

  /** A customer writes in own tickets alone: whoever only sees one reads it. */
  private async checkCustomer(draft: Draft, ticket: LegacyTicket, context: Context): Promise<void> {
    const { values } = draft;
    if (ticket.userId !== context.principalId || !(await this.types.maySubmit(ticket.typeId, context)))
      throw SetError.forbidden('You may write in your own tickets only');
    const given = Object.entries(values).filter(([, value]) => value !== null && value !== false && value !== 0);
    const wrong = [...given.map(([name]) => name), ...draft.extras.keys()].find((name) => !CUSTOMERS_MAY_SAY.has(name));
    if (wrong !== undefined) throw SetError.invalid(wrong, 'is set by agents');
    if (values['hasStatus'] === true && !mayCustomerSet(Number(values['statusId'])))
      throw SetError.invalid('statusId', 'is set by agents');
  }

  /** A closed ticket that is closed no more, be it by what is said or because a customer says something. */
  private async checkReopening({ values }: Draft, now: number, context: Context): Promise<void> {
    const said = saidBy(values);
    const isOpened = said.hasStatus ? !isClosed(said.statusId) : reopening(said, now);
    if (!isClosed(now) || !isOpened || context.may(MANAGE)) return;
    if ((await this.settings.read()).managersReopenOnly)
      throw SetError.forbidden('Closed tickets are reopened by managers of the module');
  }

  private async checkTarget(typeId: unknown, context: Context): Promise<void> {
    if (typeof typeId !== 'number' || !(await this.types.maySubmit(typeId, context)))
      throw SetError.invalid('typeId', 'is no such object');
  }

  /** Without its extensions: of the host itself, which has read the id through the caller's access. */
  private async ticketOf(values: Readonly<Record<string, unknown>>): Promise<LegacyTicket> {
    const row = await this.records.find('LegacyTicket', Number(values['ticketId']));
    if (!row) throw SetError.invalid('ticketId', 'is no such object');
    return row as Row & LegacyTicket;
  }
}

/** The type in which the ticket is after the message. */
function targetOf({ values }: Draft, { typeId }: LegacyTicket): number {
  return values['hasType'] === true ? Number(values['typeId']) : typeId;
}

function saidBy(values: Readonly<Record<string, unknown>>): LegacyMessage {
  return values as unknown as LegacyMessage;
}
