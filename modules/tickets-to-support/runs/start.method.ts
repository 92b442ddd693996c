import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { z } from 'zod';
import {
  Configuration,
  type Context,
  Directory,
  idOf,
  inject,
  injectable,
  Method,
  MethodError,
  parseArguments,
} from '../../../core/api';
import { Migration } from '../migration.service';
import { optionsFor } from './asked';
import { Background } from './background.daemon';
import { Journal } from './journal.service';
import { refuseOthers } from './refuse';

const text = z.string().trim().max(255);
const Arguments = z.strictObject({
  accountId: z.string(),
  kind: z.enum(['dry-run', 'migration']),
  database: z
    .strictObject({
      host: text.min(1, 'is needed'),
      schema: text.min(1, 'is needed'),
      user: text.min(1, 'is needed'),
      password: z.string().max(1000).default(''),
    })
    .nullable()
    .default(null),
  name: text.max(64).nullable().default(null),
  types: z.array(text.min(1).max(100)).max(100).default([]),
  createsUsers: z.boolean().default(false),
  standInId: z.string().nullable().default(null),
  files: text.max(1000).nullable().default(null),
});

/**
 * `TicketMigration/start`: begins to bring the tickets of another system, or to say what would come (`kind`: `dry-run`).
 * `database` null: those of a module of this installation. The source is opened before the answer, so that what is
 * wrong with its address or password is told at once; all else goes on behind the scenes, and stands in the
 * TicketMigration whose id is answered. The password is not kept. `files`: a directory of the server, below the one that
 * the configuration names. For administrators.
 */
@injectable()
export class StartMigration extends Method {
  readonly name = 'TicketMigration/start';
  readonly capability = 'urn:groupware:tickets-to-support';

  constructor(
    @inject(Migration) private readonly migration: Migration,
    @inject(Background) private readonly background: Background,
    @inject(Journal) private readonly journal: Journal,
    @inject(Directory) private readonly directory: Directory,
    @inject(Configuration) private readonly configuration: Configuration,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    refuseOthers(context);
    const { accountId, kind, database, name, standInId, files, ...rest } = parseArguments(Arguments, args);
    await this.refuseElsewhere(files);
    const asked = {
      ...rest,
      database: database && { host: database.host, schema: database.schema, user: database.user },
      files: files === '' ? null : files,
      standInId: await this.standIn(standInId),
    };
    const { reports } = this.background;
    const options = optionsFor(asked, name, kind === 'dry-run', database?.password ?? '', reports);
    const source = await this.migration.open(options);
    try {
      if (await this.journal.live(source.name))
        throw MethodError.invalidArguments(`name: a run of ${source.name} is going on already`);
      const turn = await this.journal.begin(kind, source.name, asked, context.principalId);
      this.background.migrate(turn, source, options);
      return { accountId, id: String(turn.id) };
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  /** Whoever administers the host is not thereby let read whatever the program can read on its machine. */
  private async refuseElsewhere(files: string | null): Promise<void> {
    if (files === null || files === '') return;
    const { migrateFiles } = this.configuration;
    if (migrateFiles === undefined)
      throw MethodError.invalidArguments(
        'files: GROUPWARE_MIGRATE_FILES of the configuration must name a folder that holds it; the command line needs none',
      );
    const [root, folder] = await Promise.all([migrateFiles, files].map((path) => realpath(path).catch(() => null)));
    if (!root || !folder || !`${folder}${sep}`.startsWith(root.endsWith(sep) ? root : root + sep))
      throw MethodError.invalidArguments(
        'files: there is no such directory below the folder that GROUPWARE_MIGRATE_FILES of the configuration names',
      );
  }

  private async standIn(wire: string | null): Promise<number | null> {
    if (wire === null) return null;
    const id = idOf(wire);
    if (id === null || !(await this.directory.contextOf(id)))
      throw MethodError.invalidArguments('standInId: is nobody who can sign in');
    return id;
  }
}
