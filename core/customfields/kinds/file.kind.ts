import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../../auth/context';
import { Blobs } from '../../files/blobs.service';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';

const File = z.strictObject({
  blobId: z.string().regex(/^B[0-9a-f]{64}$/),
  name: z
    .string()
    .trim()
    .min(1)
    .max(190)
    .regex(/^[^\p{C}/\\]+$/u),
  type: z
    .string()
    .max(190)
    .regex(/^[\w.+-]+\/[\w.+-]+$/),
});

/** One file: blob id, name and media type. Whoever is shown the value may read it, see CustomFieldFiles. */
@injectable()
export class FileKind extends FieldKind {
  readonly name = 'file';
  readonly options: z.ZodType<Options> = z.strictObject({});
  readonly operators = ['isEmpty'] as const;
  override readonly isSortable = false;
  override readonly isSearched = true;

  constructor(@inject(Blobs) private readonly blobs: Blobs) {
    super();
  }

  column(): IndexColumn {
    return 'textValue';
  }

  parse(value: unknown): ParsedValue {
    const file = File.safeParse(value);
    return file.success ? { value: file.data } : { fault: 'must be a file with blobId, name and type' };
  }

  override async refuses(value: unknown, _options: Options, context: Context): Promise<string | null> {
    return (await this.blobs.mayRead((value as z.infer<typeof File>).blobId, context)) ? null : 'is no such file';
  }

  /** By its blob, so that it is known who may read the blob. */
  index(value: unknown): readonly IndexEntry[] {
    return [{ textValue: (value as z.infer<typeof File>).blobId }];
  }

  override recall(kept: string): string {
    const [, name] = /"name":("(?:[^"\\]|\\.)*")/.exec(kept) ?? [];
    return name === undefined ? '…' : String(JSON.parse(name));
  }

  override fact(value: unknown): string {
    return this.format(value);
  }

  format(value: unknown): string {
    return (value as z.infer<typeof File>).name;
  }
}
