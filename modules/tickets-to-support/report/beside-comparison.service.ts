import { createHash } from 'node:crypto';
import { Database, FileNode, inject, injectable, Link } from '../../../core/api';
import { Attachment } from '../../comments/api';
import { type Discrepancy, Remarks } from '../plan/discrepancy';
import type { PlannedTicket } from '../plan/ticket';
import type { LegacyFile, LegacyFiles } from '../source/legacy-files';
import type { LegacySource } from '../source/legacy-source';
import { FILES } from '../write/file-rows';
import { FileWriter, type Listed } from '../write/files.service';
import type { Place } from '../write/known';
import { described, LinkWriter, said } from '../write/links.service';
import { StoredBytes } from '../write/stored-bytes.service';
import type { Balance } from './balance';
import type { Difference } from './comparison.service';

const LINKS = 'links';

/** What is here of a file: its bytes, wherever they hang. */
type Stored = Pick<Attachment | FileNode, 'id' | 'blobId' | 'size'>;

/** Reads back the files and links that were brought, and compares them with the source: files by their content. */
@injectable()
export class BesideComparison {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(FileWriter) private readonly files: FileWriter,
    @inject(LinkWriter) private readonly links: LinkWriter,
    @inject(StoredBytes) private readonly bytes: StoredBytes,
  ) {}

  /** Compares those of a page. @returns what is to be said of them */
  async compare(
    page: readonly PlannedTicket[],
    source: LegacySource,
    place: Place,
    balance: Balance,
  ): Promise<Discrepancy[]> {
    return [
      ...(source.files ? await this.compareFiles(page, source.files, place, balance) : []),
      ...(source.links ? await this.compareLinks(page, source, place, balance) : []),
    ];
  }

  private async compareFiles(
    page: readonly PlannedTicket[],
    files: LegacyFiles,
    place: Place,
    balance: Balance,
  ): Promise<Discrepancy[]> {
    const { listed } = await this.files.list(page, files, place.source);
    const sums = balance.beside(FILES);
    const [attachments, nodes] = [
      await this.stored(Attachment, listed, 'Attachment'),
      await this.stored(FileNode, listed, 'FileNode'),
    ];
    const remarks: Discrepancy[] = [];
    for (const one of listed) {
      const { file, known } = one;
      sums.read++;
      const stored = (known?.type === 'Attachment' ? attachments : nodes).get(known?.objectId ?? 0);
      const there = await hashOf(file, files);
      if (!known && there === null) {
        sums.without++;
        continue;
      }
      const about = new Remarks(FILES, file.id);
      if (known && !stored) about.add('skipped', null, 'The file was deleted here since');
      if (stored && there === null) about.add('changed', null, 'The file is here, and is gone from the disk since');
      remarks.push(...about.all);
      if (stored) sums.here++;
      else if (known || (await this.isGone(one, place))) sums.without++;
      else balance.differ([{ table: FILES, id: file.id, property: '', expected: 'to be here', found: 'nothing' }]);
      if (!stored || there === null) continue;
      sums.compare(`${there}\n`, `${stored.blobId ?? ''}\n`);
      balance.differ(await this.differences(file, stored, there));
    }
    return remarks;
  }

  private async compareLinks(
    page: readonly PlannedTicket[],
    source: LegacySource,
    place: Place,
    balance: Balance,
  ): Promise<Discrepancy[]> {
    const listed = source.links ? await this.links.list(page, source.links, source, place.users) : [];
    const sums = balance.beside(LINKS);
    const ids = listed.flatMap(({ known }) => known?.objectId ?? []);
    const stored = new Map((await this.database.rows.with(Link, 'id', ids)).map((link) => [link.id, link]));
    const gone = listed.length > 0 ? await this.files.gone(page, place) : new Set();
    return listed.flatMap(({ link, known, other }) => {
      sums.read++;
      const { table, id, ticketId } = link;
      const here = stored.get(known?.objectId ?? 0);
      if (here) {
        sums.here++;
        sums.compare(`${described(link.description)}\n`, `${here.description}\n`);
        return [];
      }
      if (!known && other && !gone.has(ticketId)) {
        balance.differ([{ table, id, property: '', expected: 'to be here', found: 'nothing' }]);
        return [];
      }
      sums.without++;
      if (!known) return said(link);
      const about = new Remarks(table, id);
      about.add('skipped', null, 'The link was taken away here since');
      return about.all;
    });
  }

  /** The ticket, or the entry, of which it would be was deleted here. */
  private async isGone({ ticket, messageId }: Listed, place: Place): Promise<boolean> {
    const gone = await this.files.gone([ticket], place);
    return gone.has(ticket.source.id) || (messageId !== null && (await this.files.isEntryGone(messageId, place)));
  }

  private async stored(
    entity: typeof Attachment | typeof FileNode,
    listed: readonly Listed[],
    type: string,
  ): Promise<Map<number, Stored>> {
    const ids = listed.flatMap(({ known }) => (known?.type === type ? (known.objectId ?? []) : []));
    const rows = await this.database.rows.with<Attachment | FileNode>(entity, 'id', ids);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async differences(file: LegacyFile, { blobId, size }: Stored, there: string): Promise<Difference[]> {
    const of = { table: FILES, id: file.id };
    if (blobId !== there) return [{ ...of, property: 'content', expected: there, found: blobId ?? '' }];
    if (await this.bytes.has({ blobId, size })) return [];
    return [{ ...of, property: 'content', expected: `${String(size)} bytes`, found: 'others' }];
  }
}

/** Id that a blob of the bytes has; null when they cannot be read. */
async function hashOf(file: LegacyFile, files: LegacyFiles): Promise<string | null> {
  const opened = await files.open(file);
  if (typeof opened === 'string') return null;
  const hash = createHash('sha256');
  try {
    for await (const chunk of opened) hash.update(chunk as Buffer);
  } catch {
    return null;
  }
  return `B${hash.digest('hex')}`;
}
