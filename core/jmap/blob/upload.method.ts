import { Readable } from 'node:stream';
import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../../auth/context';
import { Blobs } from '../../files/blobs.service';
import { Problem } from '../../problem';
import { count, id, parseArguments } from '../arguments';
import { type CreatedIds, resolveId } from '../created-ids';
import { MethodError, SetError } from '../errors';
import { limits, MOST_DATA_SOURCES } from '../limits';
import { Method } from '../method';
import { BLOB } from './capability';
import { slice } from './slice';

const text = 'data:asText';
const base64 = 'data:asBase64';
const notGiven = z.null().optional();
/** Exactly one of the three; a text or bytes that are null are not given. */
const Source = z.union([
  z.strictObject({ [text]: z.string(), [base64]: notGiven }).transform((source) => ({ text: source[text] })),
  z.strictObject({ [base64]: z.string(), [text]: notGiven }).transform((source) => ({ base64: source[base64] })),
  z.strictObject({
    blobId: id,
    offset: count.nullable().default(null),
    length: count.nullable().default(null),
    [text]: notGiven,
    [base64]: notGiven,
  }),
]);
const Upload = z.strictObject({ data: z.array(Source), type: z.string().max(190).nullable().default(null) });
const Arguments = z.strictObject({ accountId: id, create: z.record(z.string(), z.unknown()) });

/** Blob/upload (RFC 9404 §4.1): makes blobs of texts, of bytes in base64 and of parts of other blobs. */
@injectable()
export class BlobUpload extends Method {
  readonly name = 'Blob/upload';
  readonly capability = BLOB;

  constructor(@inject(Blobs) private readonly blobs: Blobs) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context, known: CreatedIds): Promise<object> {
    const { accountId, create } = parseArguments(Arguments, args);
    if (Object.keys(create).length > limits.maxObjectsInSet) {
      throw MethodError.of('requestTooLarge', `At most ${String(limits.maxObjectsInSet)} blobs at once`);
    }
    const created: Record<string, object> = {};
    const notCreated: Record<string, SetError> = {};
    for (const [key, object] of Object.entries(create)) {
      try {
        created[key] = await this.create(key, object, context, known);
      } catch (error) {
        if (!(error instanceof SetError)) throw error;
        notCreated[key] = error;
      }
    }
    const orNull = (map: object): object | null => (Object.keys(map).length > 0 ? map : null);
    return { accountId, created: orNull(created), notCreated: orNull(notCreated) };
  }

  private async create(key: string, object: unknown, context: Context, known: CreatedIds): Promise<object> {
    const parsed = Upload.safeParse(object);
    if (!parsed.success) {
      const [property = 'data'] = parsed.error.issues[0]?.path ?? [];
      throw SetError.invalid(String(property), 'cannot be used');
    }
    const { data, type } = parsed.data;
    if (data.length > MOST_DATA_SOURCES) {
      throw SetError.of('tooLarge', `At most ${String(MOST_DATA_SOURCES)} parts make a blob`);
    }
    // All parts are looked at before the first byte is written.
    const parts: (() => AsyncIterable<Buffer> | Iterable<Buffer>)[] = [];
    for (const source of data) parts.push(await this.part(source, context, known));
    const bytes = async function* (): AsyncGenerator<Buffer> {
      for (const part of parts) yield* part();
    };
    const { blobId, size } = await this.blobs
      .upload(Readable.from(bytes()), type ?? 'application/octet-stream', context)
      .catch((error: unknown) => {
        throw error instanceof Problem && error.status === 413 ? SetError.of('tooLarge', error.message) : error;
      });
    known.set(key, blobId);
    return { id: blobId, type, size };
  }

  private async part(
    source: z.infer<typeof Source>,
    context: Context,
    known: CreatedIds,
  ): Promise<() => AsyncIterable<Buffer> | Iterable<Buffer>> {
    if ('text' in source) return () => [Buffer.from(source.text, 'utf8')];
    if ('base64' in source) {
      const bytes = Buffer.from(source.base64, 'base64');
      // Node reads past what is no base64; what it understood must be what was sent, with all of its padding.
      if (bytes.toString('base64') !== source.base64) throw SetError.invalid('data', 'holds what is no base64');
      return () => [bytes];
    }
    const blobId = resolveId(source.blobId, known);
    const size = await this.blobs.sizeFor(blobId, context);
    if (size === null) throw SetError.of('blobNotFound', 'There is no such blob');
    const offset = source.offset ?? 0;
    const length = source.length ?? size - offset;
    if (length < 0 || offset + length > size) throw SetError.invalid('data', 'reaches past the end of a blob');
    return async function* (this: BlobUpload) {
      const { stream } = await this.blobs.read(blobId, context);
      yield* slice(stream, offset, length);
    }.bind(this);
  }
}
