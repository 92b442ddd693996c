import {
  Arrivals,
  Database,
  FileNode,
  freeName,
  inject,
  injectable,
  Records,
  type Row,
  type StoredBlob,
} from '../../../core/api';
import { Attachment } from '../../comments/api';
import { Ticket } from '../../support/api';
import type { MigratedRow } from '../migrated.entity';
import { MigratedRows, placeOf } from '../migrated-rows.service';
import { type Discrepancy, Remarks } from '../plan/discrepancy';
import { type PlannedFile, planFiles } from '../plan/files';
import type { PlannedTicket } from '../plan/ticket';
import { type Hold, Runs } from '../runs.service';
import type { LegacyFiles } from '../source/legacy-files';
import { attachmentOf, changedAt, DEEPEST, FILES, filesOfMessage, nameOf, nodeOf } from './file-rows';
import type { Place } from './known';
import { StoredBytes } from './stored-bytes.service';
import { MESSAGES, TICKETS } from './tickets.service';

/** Files whose bytes are taken before they are stored together. */
const AT_ONCE = 20;

/** A file of a page, what is known of it, and its bytes as soon as they are here. */
export interface Listed extends PlannedFile, Pick<MigratedRow, 'sourceTable' | 'sourceId'> {
  readonly ticket: PlannedTicket;
  readonly known: MigratedRow | undefined;
}

/** Where something is laid, and since when it is as it is. */
type Within = Parameters<typeof nodeOf>[1];

interface Arrived {
  readonly listed: Listed;
  readonly bytes: StoredBlob;
}

/** Brings the files of tickets: bytes first, then what refers to them, some at once; each once, however often it is asked. */
@injectable()
export class FileWriter {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Arrivals) private readonly arrivals: Arrivals,
    @inject(Runs) private readonly runs: Runs,
    @inject(MigratedRows) private readonly migrated: MigratedRows,
    @inject(StoredBytes) private readonly bytes: StoredBytes,
  ) {}

  /** Files of a page, with what they have become; and what is to be said of how messages name them. */
  async list(
    page: readonly PlannedTicket[],
    files: LegacyFiles,
    source: string,
  ): Promise<{ listed: Listed[]; remarks: Discrepancy[] }> {
    const all = await files.of(page.map((ticket) => ticket.source));
    const remarks: Discrepancy[] = [];
    const planned = page.flatMap((ticket) => {
      const plan = planFiles(
        ticket,
        all.filter(({ ticketId }) => ticketId === ticket.source.id),
      );
      remarks.push(...plan.remarks);
      return plan.files.map((one) => {
        const sourceTable = one.messageId === null ? FILES : filesOfMessage(one.messageId);
        return { ...one, ticket, sourceTable, sourceId: one.file.id };
      });
    });
    const known = await this.migrated.among(source, planned);
    return { listed: planned.map((one) => ({ ...one, known: known.get(placeOf(one)) })), remarks };
  }

  /** What would be said, without anything being brought. */
  async survey(page: readonly PlannedTicket[], files: LegacyFiles, source: string): Promise<Discrepancy[]> {
    const { listed, remarks } = await this.list(page, files, source);
    for (const one of listed) {
      const fault = await this.bytes.faultOf(one.file, files);
      remarks.push(...said(one, fault));
    }
    return remarks;
  }

  /** Brings those files of a page, whose tickets are here, that are new or have changed. */
  async bring(page: readonly PlannedTicket[], files: LegacyFiles, place: Place, hold: Hold): Promise<Discrepancy[]> {
    const { listed, remarks } = await this.list(page, files, place.source);
    const wanted = listed.filter(({ known, file }) => known?.hash !== file.hash);
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const arrived = await this.takeAll(wanted.slice(at, at + AT_ONCE), files, remarks);
      if (arrived.length === 0) continue;
      remarks.push(...(await this.runs.within(hold, () => this.store(arrived, place))));
    }
    return remarks;
  }

  /** Those tickets of a page, by their ids there, that are not here: they were deleted since. */
  async gone(page: readonly PlannedTicket[], place: Place): Promise<Set<number>> {
    const ids = page.map((ticket) => ticket.source.id);
    const here = await this.here(TICKETS, 'Task', ids, place);
    return new Set(ids.filter((id) => !here.has(id)));
  }

  /** True when what a message became was deleted here. */
  async isEntryGone(messageId: number, place: Place): Promise<boolean> {
    return !(await this.here(MESSAGES, 'Comment', [messageId], place)).has(messageId);
  }

  private async takeAll(some: readonly Listed[], files: LegacyFiles, remarks: Discrepancy[]): Promise<Arrived[]> {
    const arrived: Arrived[] = [];
    for (const listed of some) {
      const bytes = await this.bytes.take(listed.file, files);
      if ('fault' in bytes) {
        remarks.push(...said(listed, bytes.fault));
        continue;
      }
      arrived.push({ listed, bytes });
      const { id, size } = listed.file;
      const about = new Remarks(FILES, id);
      if (size !== bytes.size) about.add('changed', 'size', 'The file on the disk has another size', size, bytes.size);
      remarks.push(...about.all);
    }
    return arrived;
  }

  private async store(arrived: readonly Arrived[], place: Place): Promise<Discrepancy[]> {
    const remarks: Discrepancy[] = [];
    const tickets = await this.here(
      TICKETS,
      'Task',
      arrived.map(({ listed }) => listed.ticket.source.id),
      place,
    );
    const messages = arrived.flatMap(({ listed }) => listed.messageId ?? []);
    const comments = await this.here(MESSAGES, 'Comment', messages, place);
    const grown = new Map<number, Row>();
    for (const { listed, bytes } of arrived) {
      const { messageId, known, file } = listed;
      const owner = messageId === null ? tickets.get(listed.ticket.source.id) : comments.get(messageId);
      // Whoever deleted it wants none of its files.
      if (!owner) continue;
      if (known) remarks.push(...(await this.renew(known, listed, bytes, owner)));
      else {
        const objectId =
          messageId === null ? await this.lay(listed, bytes, owner) : await this.attach(listed, bytes, owner);
        const type = messageId === null ? 'FileNode' : 'Attachment';
        const { sourceTable, sourceId } = listed;
        await this.migrated.remember(place.source, [{ sourceTable, sourceId, type, objectId, hash: file.hash }]);
      }
      if (messageId !== null) grown.set(owner.id, owner);
    }
    await this.tellOf([...grown.values()]);
    return remarks;
  }

  /** Rows here of what these rows of the source have become. */
  private async here(
    table: string,
    type: string,
    ids: readonly number[],
    { source }: Place,
  ): Promise<Map<number, Row>> {
    const known = await this.migrated.known(source, table, [...new Set(ids)]);
    const rows = await this.records.load(
      type,
      [...known.values()].flatMap(({ objectId }) => objectId ?? []),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return new Map(
      [...known].flatMap(([id, { objectId }]) => {
        const row = byId.get(objectId ?? 0);
        return row ? [[id, row] as const] : [];
      }),
    );
  }

  private async attach({ file }: Listed, bytes: StoredBlob, comment: Row): Promise<number | null> {
    const [id = null] = await this.database.rows.insertAll(Attachment, [attachmentOf(file, comment.id, bytes)]);
    return id;
  }

  private async lay({ file, ticket }: Listed, bytes: StoredBlob, task: Row): Promise<number> {
    let parentId: number | null = null;
    const at = changedAt(file, ticket.modifiedAt);
    for (const folder of file.folders.slice(0, DEEPEST)) {
      const name = nameOf(folder);
      const within: Within = { taskId: task.id, parentId, at };
      const known: FileNode | undefined = (await this.siblings(within)).find(
        (node) => node.blobId === null && node.name === name,
      );
      parentId = known?.id ?? (await this.make(name, within, null));
    }
    return this.make(nameOf(file.name), { taskId: task.id, parentId, at }, bytes);
  }

  private async make(name: string, within: Within, bytes: StoredBlob | null): Promise<number> {
    const taken = (await this.siblings(within)).map((node) => node.name);
    const values = nodeOf(freeName(name, taken), within, bytes);
    const [id = 0] = await this.database.rows.insertAll(FileNode, [values]);
    const row: Row = { ...values, id };
    await this.arrivals.add('FileNode', [row], new Map([[id, await this.records.audienceOf('FileNode', row)]]));
    return id;
  }

  /** What lies in the folder, the trash left out. */
  private async siblings({ taskId, parentId }: Within): Promise<FileNode[]> {
    const all = await this.database.manager.findBy(FileNode, { entityType: 'Task', entityId: taskId });
    return all.filter((node) => node.parentId === parentId && node.trashedAt === null);
  }

  /** Has a file that is here already be as it is there now. */
  private async renew(known: MigratedRow, listed: Listed, bytes: StoredBlob, owner: Row): Promise<Discrepancy[]> {
    const { file, messageId, ticket } = listed;
    const entity = messageId === null ? FileNode : Attachment;
    const id = known.objectId ?? 0;
    const isHere = await this.database.manager.existsBy<FileNode | Attachment>(entity, { id });
    await this.migrated.renew(known.id, file.hash);
    if (!isHere) return said(listed, 'The file was deleted here, and has changed there since');
    const { blobId, size } = bytes;
    if (messageId !== null) {
      await this.database.rows.update(Attachment, 'id', id, attachmentOf(file, owner.id, bytes));
      return [];
    }
    await this.database.rows.update(FileNode, 'id', id, {
      blobId,
      size,
      createdAt: changedAt(file, ticket.modifiedAt),
    });
    await this.records.touch('FileNode', id, ['blobId', 'size', 'createdAt']);
    return [];
  }

  /** Entries have other files now, and are found by their names; tickets say that there are some for customers to see. */
  private async tellOf(comments: readonly Row[]): Promise<void> {
    await this.arrivals.grow('Comment', comments, ['attachments']);
    const open = comments.filter((comment) => !comment['isPrivate']).map((comment) => Number(comment['entityId']));
    for (const task of await this.records.load('Task', [...new Set(open)])) {
      if (task['hasAttachment']) continue;
      await this.database.rows.update(Ticket, 'taskId', task.id, { hasAttachment: true });
      await this.records.touch('Task', task.id, ['hasAttachment']);
    }
  }
}

/** That a file does not come along, and why; nothing when there is no reason. */
function said({ file }: Listed, reason: string | null): Discrepancy[] {
  const remarks = new Remarks(FILES, file.id);
  if (reason !== null) remarks.add('skipped', null, reason, [...file.folders, file.name].join('/'));
  return remarks.all;
}
