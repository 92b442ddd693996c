import { inject, injectable } from '../../../core/api';
import type { Discrepancy } from '../plan/discrepancy';
import type { PlannedTicket } from '../plan/ticket';
import type { Hold } from '../runs.service';
import type { LegacySource } from '../source/legacy-source';
import { FileWriter } from './files.service';
import type { Place } from './known';
import { LinkWriter } from './links.service';

/** What lies beside tickets, and comes once they are here: their files, and their links. */
@injectable()
export class Beside {
  constructor(
    @inject(FileWriter) private readonly files: FileWriter,
    @inject(LinkWriter) private readonly links: LinkWriter,
  ) {}

  /** What would be said of a page, without anything being brought. */
  async survey(page: readonly PlannedTicket[], source: LegacySource, users: Place['users']): Promise<Discrepancy[]> {
    return [
      ...(source.files ? await this.files.survey(page, source.files, source.name) : []),
      ...(source.links ? this.links.survey(await this.links.list(page, source.links, source, users)) : []),
    ];
  }

  /** Brings the files of a page. @returns what was not taken over */
  bring(page: readonly PlannedTicket[], { files }: LegacySource, place: Place, hold: Hold): Promise<Discrepancy[]> {
    return files ? this.files.bring(page, files, place, hold) : Promise.resolve([]);
  }

  /** Brings the links of a page, once all tickets and people are here. */
  async link(page: readonly PlannedTicket[], source: LegacySource, place: Place, hold: Hold): Promise<void> {
    if (!source.links) return;
    await this.links.bring(await this.links.list(page, source.links, source, place.users), place, hold);
  }
}
