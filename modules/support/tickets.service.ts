import { inject, injectable } from 'inversify';
import {
  type Context,
  Database,
  Directory,
  idOf,
  Level,
  MethodError,
  Principal,
  Records,
  type Row,
  Sharing,
} from '../../core/api';
import { TaskList } from '../tasks/api';
import { ROLE } from './permissions';
import { SupportSettings } from './settings';
import { Participant, SupportMailbox, type Ticket } from './ticket.entity';
import { TicketType } from './ticket-type.entity';

/** Looking up tickets and who has to do with them. */
@injectable()
export class Tickets {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(SupportSettings) readonly settings: SupportSettings,
  ) {}

  /** The support list with this id, or null when there is none or it is no support list. */
  async list(id: number): Promise<TaskList | null> {
    const [list] = await this.database.rows.with(TaskList, 'id', [id]);
    return list?.role === ROLE ? list : null;
  }

  /** The ticket's row, or null when the task does not exist or is no ticket. */
  async find(taskId: number): Promise<(Row & Ticket) | null> {
    const row = await this.records.find('Task', taskId);
    return row && typeof row['taskId'] === 'number' ? (row as Row & Ticket) : null;
  }

  /**
   * The ticket with the id that a client has sent, if the caller reads it as an agent.
   * @throws MethodError when not: unknown, no ticket and forbidden answer alike
   */
  async readByAgent(wire: string, context: Context): Promise<Row & Ticket> {
    const id = idOf(wire);
    const isRead = id !== null && (await this.records.visibleIds('Task', [id], context, Level.read)).has(id);
    const ticket = isRead ? await this.find(id) : null;
    if (!ticket) throw MethodError.invalidArguments('id is no ticket that you read as an agent');
    return ticket;
  }

  /** The list for mail of an account: its own, the default, or the oldest support list; null when there is none. */
  async listForMail(accountId: number): Promise<TaskList | null> {
    const { manager } = this.database;
    const mailbox = await manager.findOneBy(SupportMailbox, { accountId });
    const { defaultTaskListId } = await this.settings.read();
    for (const id of [mailbox?.taskListId, defaultTaskListId]) {
      const list = id ? await this.list(id) : null;
      if (list) return list;
    }
    return manager.findOne(TaskList, { where: { role: ROLE }, order: { id: 'ASC' } });
  }

  /** True when the principal is a user who may read all tickets of this ticket's list. */
  async isAgent(principalId: number, taskListId: number): Promise<boolean> {
    const context = await this.directory.contextOf(principalId);
    return context !== null && (await this.isAgentOn(taskListId, context));
  }

  async isAgentOn(taskListId: number, context: Context): Promise<boolean> {
    const list = await this.list(taskListId);
    return list !== null && (await this.sharing.levelOn(list.aclId, context)) >= Level.read;
  }

  /** To whom new tickets of a list are given; null for nobody, and for somebody who is no agent of it any more. */
  async defaultResponsible(taskListId: number): Promise<number | null> {
    const [type] = await this.database.rows.with(TicketType, 'taskListId', [taskListId]);
    const person = type?.defaultResponsibleId ?? null;
    return person !== null && (await this.isAgent(person, taskListId)) ? person : null;
  }

  async participants(taskId: number): Promise<Principal[]> {
    return this.database.manager
      .createQueryBuilder(Principal, 'p')
      .innerJoin(Participant, 'x', 'x.principalId = p.id')
      .where('x.taskId = :taskId', { taskId })
      .getMany();
  }
}
