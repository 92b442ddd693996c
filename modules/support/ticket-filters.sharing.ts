import { FilterSharing, injectable } from '../../core/api';
import { MANAGE, USE } from './permissions';

/** Shared filters of tickets are shown to agents, and made by the managers of Support. */
@injectable()
export class TicketFilters extends FilterSharing {
  readonly type = 'Task';
  readonly use = USE;
  readonly manage = MANAGE;
}
