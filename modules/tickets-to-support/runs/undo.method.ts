import { z } from 'zod';
import { type Context, inject, injectable, Method, MethodError, parseArguments } from '../../../core/api';
import { Undoing } from '../undoing.service';
import { NOTHING_ASKED } from './asked';
import { Background } from './background.daemon';
import { Journal } from './journal.service';
import { refuseOthers } from './refuse';

const Arguments = z.strictObject({ accountId: z.string(), name: z.string().max(64), confirm: z.string().max(64) });

/**
 * `TicketMigration/undo`: removes behind the scenes all that was brought from a source, unless somebody has worked on
 * it; the TicketMigration whose id is answered tells. `confirm` must be `name`, typed by whoever wants it gone. For
 * administrators.
 */
@injectable()
export class UndoMigration extends Method {
  readonly name = 'TicketMigration/undo';
  readonly capability = 'urn:groupware:tickets-to-support';

  constructor(
    @inject(Undoing) private readonly undoing: Undoing,
    @inject(Background) private readonly background: Background,
    @inject(Journal) private readonly journal: Journal,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    refuseOthers(context);
    const { accountId, name, confirm } = parseArguments(Arguments, args);
    if (confirm !== name) throw MethodError.invalidArguments(`confirm: must be "${name}", the name of the source`);
    await this.undoing.refuseUnknown(name);
    if (await this.journal.live(name)) throw MethodError.invalidArguments(`name: a run of ${name} is going on already`);
    const turn = await this.journal.begin('undo', name, NOTHING_ASKED, context.principalId);
    this.background.undo(turn, name);
    return { accountId, id: String(turn.id) };
  }
}
