import { inject, injectable } from 'inversify';
import { Blobs, type Context, Database, type GivenFile, parseFiles, SetError } from '../../core/api';
import { Attachment } from './comment.entity';

/** A file as it is given to a comment. */
export interface NewAttachment extends GivenFile {
  readonly cid: string | null;
  readonly isInline: boolean;
}

/** Wire value → attachments. */
export function parseAttachments(value: unknown): { value: NewAttachment[] } | { fault: string } {
  return parseFiles<NewAttachment>(value, (file, { cid = null, isInline = false }) => {
    if (cid !== null && (typeof cid !== 'string' || cid.length > 255))
      return { fault: 'has a cid that cannot be used' };
    if (typeof isInline !== 'boolean') return { fault: 'isInline must be true or false' };
    return { value: { ...file, cid, isInline } };
  });
}

/** The files of comments. */
@injectable()
export class Attachments {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Blobs) private readonly blobs: Blobs,
  ) {}

  /** Wire values by comment. */
  async of(commentIds: readonly number[]): Promise<Map<number, unknown[]>> {
    const rows = await this.find(commentIds);
    const byComment = new Map<number, unknown[]>(commentIds.map((id) => [id, []]));
    for (const { commentId, blobId, name, type, size, cid, isInline } of rows) {
      byComment.get(commentId)?.push({ blobId, name, type, size, cid, isInline: Boolean(isInline) });
    }
    return byComment;
  }

  async find(commentIds: readonly number[]): Promise<Attachment[]> {
    const found = await this.database.rows.with(Attachment, 'commentId', commentIds);
    return found.sort((a, b) => a.id - b.id);
  }

  /** @throws SetError when one of the files is lost, or not the caller's to read: knowing its id gives nothing */
  async check(files: readonly NewAttachment[], context: Context): Promise<void> {
    for (const { blobId } of files) {
      if ((await this.blobs.sizeFor(blobId, context)) === null)
        throw SetError.invalid('attachments', 'names a file that does not exist');
    }
  }

  async store(commentId: number, files: readonly NewAttachment[]): Promise<void> {
    for (const file of await this.measured(files))
      await this.database.manager.insert(Attachment, { ...file, commentId });
  }

  /** The files with their bytes. */
  measured(files: readonly NewAttachment[]): Promise<(NewAttachment & { size: number })[]> {
    return Promise.all(files.map(async (file) => ({ ...file, size: await this.blobs.size(file.blobId) })));
  }

  async removeAll(commentId: number): Promise<void> {
    await this.database.manager.delete(Attachment, { commentId });
  }
}
