import { z } from 'zod';
import {
  type Context,
  Database,
  idOf,
  inject,
  injectable,
  limits,
  Method,
  MethodError,
  parseArguments,
  Records,
} from '../../../core/api';
import { ReadMarks } from './read-marks.service';

const Arguments = z.strictObject({ accountId: z.string(), ids: z.array(z.string()).nullable() });

/**
 * `Ticket/markRead`: the caller has read all there is of these tickets (`ids`; null for all tickets there are). Answers
 * which are `read` and which were `notFound`; `isUnread` and `hasUnreadNote` of Task are false from then on, until somebody else
 * says something. It changes nothing for anybody else.
 */
@injectable()
export class MarkRead extends Method {
  readonly name = 'Ticket/markRead';
  readonly capability = 'urn:groupware:support';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(ReadMarks) private readonly marks: ReadMarks,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, ids } = parseArguments(Arguments, args);
    if (ids === null) {
      await this.database.transaction(() => this.marks.readAll(context.principalId));
      return { accountId, read: null, notFound: [] };
    }
    if (ids.length > limits.maxObjectsInSet) throw MethodError.of('requestTooLarge', 'There are too many ids');
    const known = ids.map(idOf).filter((id) => id !== null);
    const seen = await this.database.transaction(async () => {
      const tickets = await this.records.visibleIds('Task', known, context);
      await this.marks.read(context.principalId, [...tickets]);
      return tickets;
    });
    const isRead = (id: string): boolean => seen.has(idOf(id) ?? 0);
    return { accountId, read: ids.filter(isRead), notFound: ids.filter((id) => !isRead(id)) };
  }
}
