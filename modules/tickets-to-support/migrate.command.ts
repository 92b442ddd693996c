import { join } from 'node:path';
import {
  Clock,
  Command,
  type CommandOption,
  Configuration,
  inject,
  injectable,
  type Terminal,
  tidying,
} from '../../core/api';
import { Migration } from './migration.service';
import { optionsOf } from './options';
import { inWords } from './progress';

/** Bytes that lie around until they are collected: much of it would be what one sees this program take of the machine. */
const UNTIDY = 24 * 2 ** 20;
/** Milliseconds between two lines of progress. */
const SAY_EVERY = 2_000;

/** `groupware tickets migrate` */
@injectable()
export class MigrateTickets extends Command {
  readonly words = 'tickets migrate';
  readonly summary =
    'Bring the tickets of a Group-Office database, or of the module Tickets (legacy), into Support, as often as wanted';
  readonly options: readonly CommandOption[] = [
    [
      '--from <url>',
      'a Group-Office database: mysql://name:password@host/schema; without it, the module Tickets (legacy) of this installation. Nothing is written there',
    ],
    ['--name <name>', 'under which its rows are remembered (default: the name of the schema)'],
    ['--files <dir>', "Group-Office's data directory, to bring the files of tickets too; nothing is written there"],
    ['--dry-run', 'write nothing but the report of what would change, be split, have no place or is broken'],
    ['--only-type <types>', 'names or ids of types, with commas between them'],
    ['--create-users', 'make accounts for users who are not here'],
    ['--user <id>', 'user here who becomes responsible in place of those without account'],
    ['--report <dir>', 'folder for the reports (default: migrations in the data directory)'],
  ];

  constructor(
    @inject(Migration) private readonly migration: Migration,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(given: Readonly<Record<string, string | boolean | undefined>>, { say, signal }: Terminal): Promise<number> {
    const options = optionsOf(given, join(this.configuration.data, 'migrations'));
    let saidAt = this.clock.monotonic();
    const tidy = tidying(UNTIDY);
    const { report, folder } = await this.migration.run(options, {
      signal,
      hear: (progress) => {
        tidy();
        const now = this.clock.monotonic();
        if (progress.done < progress.total && now - saidAt < SAY_EVERY) return;
        saidAt = now;
        say(inWords(progress));
      },
    });
    for (const { rows, table, column, reason } of report.reasons)
      say(`${rows.toLocaleString('en').padStart(9)}  ${table}${column === null ? '' : `.${column}`}: ${reason}`);
    for (const sentence of report.unexplained) say(sentence);
    say(`The report is ${join(folder, 'report.html')}`);
    return report.unexplained.length === 0 ? 0 : 2;
  }
}
