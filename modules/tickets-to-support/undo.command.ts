import { Command, type CommandOption, inject, injectable, Problem, type Terminal } from '../../core/api';
import { NOTHING_ASKED } from './runs/asked';
import { Attending } from './runs/attending.service';
import { Journal } from './runs/journal.service';
import { Undoing } from './undoing.service';

/** `groupware tickets undo` */
@injectable()
export class UndoTickets extends Command {
  readonly words = 'tickets undo';
  readonly summary = 'Remove all tickets that were brought from a source, as long as nobody has worked on them';
  readonly options: readonly CommandOption[] = [
    ['--name <name>', 'the name under which they were brought (the schema, if none was given)'],
    ['--confirm <name>', 'the name again'],
  ];

  constructor(
    @inject(Undoing) private readonly undoing: Undoing,
    @inject(Journal) private readonly journal: Journal,
    @inject(Attending) private readonly attending: Attending,
  ) {
    super();
  }

  async run(given: Readonly<Record<string, string | boolean | undefined>>, { say, signal }: Terminal): Promise<number> {
    const { name, confirm } = given;
    if (typeof name !== 'string') throw new Problem('--name is needed: under which the tickets were brought');
    if (confirm !== name) throw new Problem(`All tickets of ${name} go. To confirm, add --confirm ${name}`);
    await this.undoing.refuseUnknown(name);
    await this.journal.findInterrupted();
    const turn = await this.journal.begin('undo', name, NOTHING_ASKED, null);
    const gone = await this.attending.attend(turn, { signal, tell: () => undefined, left: 'cancelled' }, (watcher) =>
      this.undoing.run(name, watcher.signal, (progress) => watcher.hear(progress)),
    );
    say(`${gone.toLocaleString('en')} tickets are gone; people that were made for them stay.`);
    return 0;
  }
}
