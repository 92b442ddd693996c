import {
  Clock,
  type Context,
  Database,
  Directory,
  type Draft,
  inject,
  injectable,
  isAddress,
  Principal,
  Records,
  type Row,
  SetError,
} from '../../core/api';
import { LegacyLetters } from './letters.service';
import type { LegacyMessage } from './message.entity';
import { MANAGE } from './permission';
import { TicketsSettings } from './settings';
import { isClosed, OPEN } from './status';
import { LegacyStatuses } from './statuses.service';
import type { LegacyTicket } from './ticket.entity';
import { TicketNumbers } from './ticket-numbers.service';
import { LegacyTypes } from './types.service';

/** What becomes of a ticket that is stored, and what its thread then says of it. */
@injectable()
export class LegacyTickets {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(LegacyTypes) private readonly types: LegacyTypes,
    @inject(LegacyStatuses) private readonly statuses: LegacyStatuses,
    @inject(TicketNumbers) private readonly numbers: TicketNumbers,
    @inject(LegacyLetters) private readonly letters: LegacyLetters,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  async saving(draft: Draft): Promise<void> {
    const { values, actor } = draft;
    const now = this.clock.now();
    now.setUTCMilliseconds(0);
    if (draft.isNew) await this.complete(draft, now);
    else if (!draft.isQuiet) values['modifiedAt'] = now;
    if (actor) values['modifiedById'] = actor.principalId;
    if (draft.changed('email') && values['email'] !== '' && !isAddress(String(values['email'])))
      throw SetError.invalid('email', 'is no mail address');
    await this.checkReopening(draft);
    if (draft.changed('statusId') || draft.changed('typeId')) await this.checkStatus(draft);
    if (draft.changed('agentId') || draft.changed('typeId')) await this.checkAgent(draft);
  }

  /** Says in the thread what was changed beside it: another status, another type, another responsible. */
  async saved(draft: Draft): Promise<void> {
    const { values, actor } = draft;
    if (!actor) return;
    const hasStatus = !draft.isNew && draft.changed('statusId');
    const hasType = !draft.isNew && draft.changed('typeId');
    if (hasStatus || hasType) {
      const { statusId, typeId } = values as { statusId: number; typeId: number };
      await this.note(draft, { content: '', isNote: false, hasStatus, statusId, hasType, typeId });
    }
    const { agentId } = values;
    if (draft.changed('agentId') && typeof agentId === 'number') await this.claimed(draft, await this.nameOf(agentId));
  }

  /** Says to agents, and, where there is a template for it, to the customer who takes it on. */
  private async claimed(draft: Draft, name: string): Promise<void> {
    const { assignedNote } = await this.settings.read();
    const content = assignedNote.replaceAll('{agent}', name);
    if (content !== '') await this.note(draft, { content, isNote: true });
    await this.letters.claimed(draft.values as unknown as LegacyTicket, name);
  }

  /** What the caller may do with tickets that they see, as things are: nothing but reading while all is read-only. */
  async rights(rows: readonly Row[], context: Context): Promise<Map<number, unknown>> {
    const { isReadOnly } = await this.settings.read();
    const rights = rows.map(async (row): Promise<[number, unknown]> => {
      const { typeId, userId } = row as Row & LegacyTicket;
      const isAgent = await this.types.isAgent(typeId, context);
      const isOwn = userId === context.principalId && (await this.types.maySubmit(typeId, context));
      const mayWrite = isAgent && !isReadOnly;
      return [row.id, { mayRead: true, mayAnswer: (isAgent || isOwn) && !isReadOnly, mayWrite, mayDelete: mayWrite }];
    });
    return new Map(await Promise.all(rights));
  }

  async agentNames(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const ids = [...new Set(rows.map((row) => row['agentId']).filter((id) => typeof id === 'number'))];
    const people = await this.database.rows.with(Principal, 'id', ids);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    return new Map(rows.map((row) => [row.id, names.get(Number(row['agentId'])) ?? null]));
  }

  /** A status or type that was changed with no message of its own has one that says so. */
  private async note({ id, actor }: Draft, said: Partial<LegacyMessage>): Promise<void> {
    const [userId, authorName] = [actor?.principalId ?? null, actor?.user.name ?? ''];
    await this.records.insert('LegacyTicketMessage', {
      ...{ ticketId: id, userId, authorName, isFromAgent: true, ...said },
    });
  }

  private async complete({ values, actor }: Draft, now: Date): Promise<void> {
    values['createdAt'] ??= now;
    values['modifiedAt'] ??= values['createdAt'];
    values['lastResponseAt'] ??= values['createdAt'];
    values['lastAgentResponseAt'] ??= null;
    values['lastContactResponseAt'] ??= null;
    values['createdById'] ??= actor?.principalId ?? null;
    values['modifiedById'] ??= null;
    for (const name of ['userId', 'agentId', 'dueDate']) values[name] ??= null;
    values['statusId'] ??= OPEN;
    values['priority'] ??= 1;
    values['ccAddresses'] ??= [];
    // Somebody who files one for another has seen it.
    values['unseen'] = actor ? values['userId'] === actor.principalId : (values['unseen'] ?? true);
    await this.nameRequester(values);
    values['ticketVerifier'] ??= this.numbers.verifier();
    values['ticketNumber'] ??= await this.numbers.draw(values['createdAt'] as Date);
  }

  /** Copies who asks from who owns the ticket, where nothing was given. */
  private async nameRequester(values: Record<string, unknown>): Promise<void> {
    const texts = ['company', 'firstName', 'middleName', 'lastName', 'email', 'phone'];
    for (const name of texts) values[name] ??= '';
    if (typeof values['userId'] !== 'number') return;
    const owner = await this.database.manager.findOneBy(Principal, { id: values['userId'] });
    if (owner?.type !== 'individual') throw SetError.invalid('userId', 'is nobody who could have a ticket');
    if (values['firstName'] === '' && values['lastName'] === '') {
      const [first = '', ...rest] = owner.name.split(' ');
      values['firstName'] = rest.length > 0 ? cut(first, 50) : '';
      values['lastName'] = cut(rest.length > 0 ? rest.join(' ') : first, 50);
    }
    if (values['email'] === '') values['email'] = owner.email ?? '';
    if (values['company'] === '') values['company'] = cut(owner.organisation ?? '', 100);
  }

  private async checkReopening({ before, values, actor }: Draft): Promise<void> {
    const isReopened = before !== null && isClosed(Number(before['statusId'])) && !isClosed(Number(values['statusId']));
    if (!isReopened || !actor || actor.may(MANAGE)) return;
    if ((await this.settings.read()).managersReopenOnly)
      throw SetError.forbidden('Closed tickets are reopened by managers of the module');
  }

  private async checkStatus({ values, actor, ...draft }: Draft): Promise<void> {
    const [statusId, typeId] = [Number(values['statusId']), Number(values['typeId'])];
    if (await this.statuses.isOf(statusId, typeId)) return;
    // A status of the former type alone means nothing in the new one.
    if (draft.before !== null && draft.before['statusId'] === statusId) values['statusId'] = OPEN;
    else if (actor) throw SetError.invalid('statusId', 'is no status of this type');
  }

  private async checkAgent(draft: Draft): Promise<void> {
    const { values } = draft;
    const [agentId, typeId] = [values['agentId'], Number(values['typeId'])];
    if (typeof agentId !== 'number') return;
    const context = await this.directory.contextOf(agentId);
    if (context && (await this.types.isAgent(typeId, context))) return;
    if (draft.changed('agentId')) throw SetError.invalid('agentId', 'is nobody who manages this type');
    values['agentId'] = null;
  }

  private async nameOf(principalId: number): Promise<string> {
    return (await this.database.manager.findOneBy(Principal, { id: principalId }))?.name ?? '';
  }
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join('');
}
