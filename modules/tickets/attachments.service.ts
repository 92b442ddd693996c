import { Blobs, type Context, Database, type Draft, inject, injectable, SetError } from '../../core/api';
import { LegacyAttachment } from './message.entity';

/** A file as it is given to a message. */
export type NewFile = Pick<LegacyAttachment, 'blobId' | 'name' | 'type'>;

const MOST = 100;

/** Wire value `[{ blobId, name, type }]` → files. */
export function parseFiles(value: unknown): { value: NewFile[] } | { fault: string } {
  if (!Array.isArray(value)) return { fault: 'must be a list' };
  if (value.length > MOST) return { fault: `must have at most ${String(MOST)} files` };
  const files: NewFile[] = [];
  for (const item of value as unknown[]) {
    const { blobId, name, type } = (item ?? {}) as Record<string, unknown>;
    if (typeof blobId !== 'string') return { fault: 'needs a blobId for every file' };
    if (typeof name !== 'string' || name.trim() === '') return { fault: 'needs a name for every file' };
    if (typeof type !== 'string' || !/^[\w.+-]+\/[\w.+-]+/.test(type))
      return { fault: 'needs a type such as image/png for every file' };
    files.push(fileOf({ blobId, name, type }));
  }
  return { value: files };
}

/** With a name to show and to save: no path, no control or direction characters, at most 255 characters. */
export function fileOf({ blobId, name, type }: NewFile): NewFile {
  const clean = (name.split(/[/\\]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim();
  return { blobId, name: [...clean].slice(0, 255).join('') || 'file', type: type.slice(0, 190) };
}

/** Files that are given with a message; none in most. */
export function filesOf(draft: Draft): readonly NewFile[] {
  return (draft.extras.get('attachments') ?? []) as readonly NewFile[];
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
  async check(files: readonly NewFile[], context: Context): Promise<void> {
    for (const { blobId } of files)
      if ((await this.blobs.sizeFor(blobId, context)) === null)
        throw SetError.invalid('attachments', 'names a file that does not exist');
  }

  /** Needs a transaction. */
  async store(messageId: number, files: readonly NewFile[]): Promise<void> {
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
