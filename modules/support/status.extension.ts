import { inject, injectable } from 'inversify';
import { type Action, type Context, type Draft, TypeExtension } from '../../core/api';
import { MANAGE } from './permissions';
import { Tickets } from './tickets.service';

/** Statuses of tickets: managers change those of all ticket types. */
@injectable()
export class SupportStatus extends TypeExtension {
  readonly extends = 'TaskStatus';
  readonly entity = null;

  constructor(@inject(Tickets) private readonly tickets: Tickets) {
    super();
  }

  override async permits(_action: Action, { values }: Draft, context: Context): Promise<boolean> {
    return context.may(MANAGE) && (await this.tickets.list(Number(values['taskListId']))) !== null;
  }
}
