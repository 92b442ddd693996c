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
import { type Options, optionsOf } from './options';
import { inWords, type Progress } from './progress';
import { askedOf } from './runs/asked';
import { Attending } from './runs/attending.service';
import { Journal } from './runs/journal.service';

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
      'a Group-Office database: mysql://name@host/schema, whose password is asked for or taken from GROUPWARE_MIGRATE_PASSWORD; without it, the module Tickets (legacy) of this installation. Nothing is written there',
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
    @inject(Journal) private readonly journal: Journal,
    @inject(Attending) private readonly attending: Attending,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(given: Readonly<Record<string, string | boolean | undefined>>, terminal: Terminal): Promise<number> {
    const { say, signal } = terminal;
    const asked = optionsOf(given, join(this.configuration.data, 'migrations'));
    const options = { ...asked, from: await this.withPassword(asked.from, terminal) };
    const source = await this.migration.open(options);
    try {
      await this.journal.findInterrupted();
      const kind = options.isDryRun ? 'dry-run' : 'migration';
      const files = typeof given['files'] === 'string' ? given['files'] : null;
      const turn = await this.journal.begin(kind, source.name, askedOf(options, files), null);
      const onlooker = { signal, tell: this.teller(say), left: 'cancelled' } as const;
      const { report, folder } = await this.attending.attend(turn, onlooker, (watcher) =>
        this.migration.bring(source, options, watcher),
      );
      for (const { rows, table, column, reason } of report.reasons)
        say(`${rows.toLocaleString('en').padStart(9)}  ${table}${column === null ? '' : `.${column}`}: ${reason}`);
      for (const sentence of report.unexplained) say(sentence);
      say(`The report is ${join(folder, 'report.html')}`);
      return report.unexplained.length === 0 ? 0 : 2;
    } finally {
      await source.close();
    }
  }

  /** The address with the password that it does not have: what stands on a command line, all users of the machine see. */
  private async withPassword(from: string | null, { askSecret }: Terminal): Promise<Options['from']> {
    const url = from !== null && URL.canParse(from) ? new URL(from) : null;
    if (!url || url.username === '' || url.password !== '') return from;
    const { migratePassword } = this.configuration;
    const question = `Password of "${decodeURIComponent(url.username)}" at ${url.host}: `;
    url.password = encodeURIComponent(migratePassword ?? (await askSecret(question)) ?? '');
    return url.href;
  }

  /** Says now and then how far it is. */
  private teller(say: Terminal['say']): (progress: Progress) => void {
    let saidAt = this.clock.monotonic();
    const tidy = tidying(UNTIDY);
    return (progress) => {
      tidy();
      const now = this.clock.monotonic();
      if (progress.done === 0 || (progress.done < progress.total && now - saidAt < SAY_EVERY)) return;
      saidAt = now;
      say(inWords(progress));
    };
  }
}
