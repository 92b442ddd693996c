import { inject, injectable } from 'inversify';
import { type Action, Audience, type Context, type Draft, type Row, TypeExtension } from '../../core/api';
import { MANAGE, ROLE, USE } from './permissions';
import { Tickets } from './tickets.service';

/** Categories of tickets: agents know those of all lists, managers know and change those of all ticket types. */
@injectable()
export class SupportCategory extends TypeExtension {
  readonly extends = 'TaskCategory';
  readonly entity = null;

  constructor(@inject(Tickets) private readonly tickets: Tickets) {
    super();
  }

  override widens(alias: string, context: Context): string | null {
    const ofAll = `${alias}.taskListId IS NULL`;
    if (context.may(MANAGE))
      return `(${ofAll} OR ${alias}.taskListId IN (SELECT type_.id FROM tasks_list type_ WHERE type_.role = '${ROLE}'))`;
    return context.may(USE) ? ofAll : null;
  }

  override async audience(row: Row): Promise<readonly string[]> {
    if (row['taskListId'] === null) return [Audience.permitted(USE), Audience.permitted(MANAGE)];
    return (await this.isOfTickets(row['taskListId'])) ? [Audience.permitted(MANAGE)] : [];
  }

  override async permits(_action: Action, { values }: Draft, context: Context): Promise<boolean> {
    if (!context.may(MANAGE)) return false;
    const taskListId = values['taskListId'] ?? null;
    return taskListId === null || this.isOfTickets(taskListId);
  }

  private async isOfTickets(taskListId: unknown): Promise<boolean> {
    return (await this.tickets.list(Number(taskListId))) !== null;
  }
}
