import {
  Blobs,
  type Context,
  Database,
  type Draft,
  type GivenFile,
  inject,
  injectable,
  SetError,
} from '../../core/api';
import { LegacyAttachment } from './message.entity';

/** Files that are given with a message; none in most. */
export function filesOf(draft: Draft): readonly GivenFile[] {
  return (draft.extras.get('attachments') ?? []) as readonly GivenFile[];
}

/** The files of messages and notes. */
@injectable()
export class LegacyAttachments {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Blobs) private readonly blobs: Blobs,
  ) {}

  async find(messageIds: readonly number[]): Promise<LegacyAttachment[]> {
    const found = await this.database.rows.with(LegacyAttachment, 'messageId', messageIds);
    return found.sort((a, b) => a.id - b.id);
  }

  /** Wire values by message. */
  async of(messageIds: readonly number[]): Promise<Map<number, unknown[]>> {
    const byMessage = new Map<number, unknown[]>(messageIds.map((id) => [id, []]));
    for (const { messageId, blobId, name, type, size } of await this.find(messageIds))
      byMessage.get(messageId)?.push({ blobId, name, type, size });
    return byMessage;
  }

  /** @throws SetError when one of the files is lost, or not the caller's to read: knowing its id gives nothing */
  async check(files: readonly GivenFile[], context: Context): Promise<void> {
    for (const { blobId } of files)
      if ((await this.blobs.sizeFor(blobId, context)) === null)
        throw SetError.invalid('attachments', 'names a file that does not exist');
  }

  /** Needs a transaction. */
  async store(messageId: number, files: readonly GivenFile[]): Promise<void> {
    for (const file of files)
      await this.database.manager.insert(LegacyAttachment, {
        ...file,
        messageId,
        size: await this.blobs.size(file.blobId),
      });
  }

  async removeAll(messageId: number): Promise<void> {
    await this.database.manager.delete(LegacyAttachment, { messageId });
  }
}
