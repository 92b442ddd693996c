import { inject, injectable } from '../../../core/api';
import type { Discrepancy } from '../plan/discrepancy';
import type { PlannedTicket } from '../plan/ticket';
import type { Hold } from '../runs.service';
import type { LegacySource } from '../source/legacy-source';
import { FileWriter } from './files.service';
import { addressesIn, type Place } from './known';
import { LinkWriter, type ListedLink } from './links.service';

/** A look at all pages, which says of contacts at the end alone whether they would be here: tickets bring some. */
export interface Surveying {
  look(page: readonly PlannedTicket[]): Promise<Discrepancy[]>;
  end(): Discrepancy[];
}

/** What lies beside tickets, and comes once they are here: their files, and their links. */
@injectable()
export class Beside {
  constructor(
    @inject(FileWriter) private readonly files: FileWriter,
    @inject(LinkWriter) private readonly links: LinkWriter,
  ) {}

  /**
   * Finds what would be said, without anything being brought.
   * @param users who are here already
   * @param arriving users who would be here
   */
  survey(source: LegacySource, users: Place['users'], arriving: ReadonlySet<number>): Surveying {
    const { files, links } = source;
    const customers = new Set<string>();
    const unknown: ListedLink[] = [];
    return {
      look: async (page) => {
        for (const address of addressesIn(page).keys()) customers.add(address);
        const listed = links ? await this.links.list(page, links, source, users) : [];
        const isOpen = ({ address, other }: ListedLink): boolean => address !== null && other === null;
        unknown.push(...listed.filter(isOpen));
        const comes = ({ link }: ListedLink): boolean => link.kind === 'User' && arriving.has(link.otherId);
        return [
          ...(files ? await this.files.survey(page, files, source.name) : []),
          ...this.links.survey(listed.filter((one) => !isOpen(one) && !comes(one))),
        ];
      },
      end: () => this.links.survey(unknown.filter(({ address }) => !customers.has(address ?? ''))),
    };
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
