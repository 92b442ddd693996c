import { z } from 'zod';
import {
  type Context,
  idOf,
  inject,
  injectable,
  Method,
  MethodError,
  parseArguments,
  Records,
} from '../../../core/api';
import { Migration } from '../migration.service';
import { optionsFor } from './asked';
import { Attending } from './attending.service';
import { Background } from './background.daemon';
import { Journal } from './journal.service';
import { refuseOthers } from './refuse';
import { LIVE, type TicketMigration } from './ticket-migration.entity';

const JustId = z.strictObject({ accountId: z.string(), id: z.string() });

/** What an administrator does to one run by its id, in whichever program that is. */
abstract class Steering<A extends { readonly accountId: string; readonly id: string }> extends Method {
  readonly capability = 'urn:groupware:tickets-to-support';
  protected abstract readonly shape: z.ZodType<A>;
  protected abstract steer(run: TicketMigration, args: A, context: Context): Promise<void>;

  constructor(
    private readonly records: Records,
    protected readonly journal: Journal,
    protected readonly attending: Attending,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    refuseOthers(context);
    const parsed = parseArguments(this.shape, args);
    const key = idOf(parsed.id);
    const run = key === null ? null : await this.records.seen('TicketMigration', key, context);
    if (!run) throw MethodError.invalidArguments('id: is no such migration');
    await this.steer(run as unknown as TicketMigration, parsed, context);
    return { accountId: parsed.accountId, id: parsed.id };
  }

  protected async want(run: TicketMigration, wish: TicketMigration['wish']): Promise<void> {
    if (!LIVE.includes(run.state)) throw MethodError.invalidArguments(`id: it is ${run.state}, not going on`);
    await this.journal.wish(run.id, wish);
    await this.attending.nudge(run.id);
  }
}

/** `TicketMigration/pause`: lets a run wait after the tickets it is at. It holds its connection meanwhile. */
@injectable()
export class PauseMigration extends Steering<z.infer<typeof JustId>> {
  readonly name = 'TicketMigration/pause';
  protected readonly shape = JustId;

  constructor(
    @inject(Records) records: Records,
    @inject(Journal) journal: Journal,
    @inject(Attending) attending: Attending,
  ) {
    super(records, journal, attending);
  }

  protected steer(run: TicketMigration): Promise<void> {
    return this.want(run, 'pause');
  }
}

/** `TicketMigration/cancel`: ends a run after the tickets it is at. What was brought stays. */
@injectable()
export class CancelMigration extends Steering<z.infer<typeof JustId>> {
  readonly name = 'TicketMigration/cancel';
  protected readonly shape = JustId;

  constructor(
    @inject(Records) records: Records,
    @inject(Journal) journal: Journal,
    @inject(Attending) attending: Attending,
  ) {
    super(records, journal, attending);
  }

  protected steer(run: TicketMigration): Promise<void> {
    return this.want(run, 'cancel');
  }
}

const Continuing = z.strictObject({
  accountId: z.string(),
  id: z.string(),
  password: z.string().max(1000).nullable().default(null),
});

/**
 * `TicketMigration/continue`: lets a run go on that waits, or that has ended before its time. The latter begins anew
 * with all that was asked for, and what is here already is not brought twice; it needs the password of its database
 * once more.
 */
@injectable()
export class ContinueMigration extends Steering<z.infer<typeof Continuing>> {
  readonly name = 'TicketMigration/continue';
  protected readonly shape = Continuing;

  constructor(
    @inject(Records) records: Records,
    @inject(Journal) journal: Journal,
    @inject(Attending) attending: Attending,
    @inject(Migration) private readonly migration: Migration,
    @inject(Background) private readonly background: Background,
  ) {
    super(records, journal, attending);
  }

  protected async steer(run: TicketMigration, { password }: z.infer<typeof Continuing>): Promise<void> {
    const { id, kind, name, options: asked, state } = run;
    if (LIVE.includes(state)) return this.want(run, null);
    if (state === 'done') throw MethodError.invalidArguments('id: it is done');
    if (await this.journal.live(name)) throw MethodError.invalidArguments(`id: a run of ${name} is going on already`);
    if (kind === 'undo') {
      this.background.undo(await this.journal.goOn(id), name);
      return;
    }
    if (asked.database && password === null)
      throw MethodError.invalidArguments(`password: is needed, that of "${asked.database.user}" of the database`);
    const options = optionsFor(asked, name, kind === 'dry-run', password ?? '', this.background.reports);
    const source = await this.migration.open(options);
    try {
      this.background.migrate(await this.journal.goOn(id), source, options);
    } catch (error) {
      await source.close();
      throw error;
    }
  }
}
