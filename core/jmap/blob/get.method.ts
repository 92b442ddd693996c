import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../../auth/context';
import { Blobs } from '../../files/blobs.service';
import { count, id, parseArguments } from '../arguments';
import { type CreatedIds, resolveIds } from '../created-ids';
import { MethodError } from '../errors';
import { limits } from '../limits';
import { Method } from '../method';
import { BLOB, DIGESTS } from './capability';
import { slice } from './slice';

const Arguments = z.strictObject({
  accountId: id,
  ids: z.array(id),
  properties: z.array(z.string()).nullable().default(null),
  offset: count.nullable().default(null),
  length: count.nullable().default(null),
});
const CONTENT = ['data', 'data:asText', 'data:asBase64'];
const DIGEST = 'digest:';

/** Blob/get (RFC 9404 §4.2): size, content and digests of blobs, or of a range of their bytes. */
@injectable()
export class BlobGet extends Method {
  readonly name = 'Blob/get';
  readonly capability = BLOB;

  constructor(@inject(Blobs) private readonly blobs: Blobs) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context, created: CreatedIds): Promise<object> {
    const { accountId, ids, properties, offset, length } = parseArguments(Arguments, args);
    const wanted = new Set(properties ?? ['data', 'size']);
    for (const name of wanted) if (!isKnown(name)) throw unknownProperty(name);
    if (ids.length > limits.maxObjectsInGet) {
      throw MethodError.of('requestTooLarge', `At most ${String(limits.maxObjectsInGet)} blobs at once`);
    }
    const list: object[] = [];
    const notFound: string[] = [];
    let room: number = limits.maxSizeRequest;
    for (const blobId of resolveIds(ids, created)) {
      const size = await this.blobs.sizeFor(blobId, context);
      if (size === null) {
        notFound.push(blobId);
        continue;
      }
      const begin = Math.min(offset ?? 0, size);
      const bytes = Math.min(length ?? size, size - begin);
      const isTruncated = (offset ?? 0) > size || (length !== null && bytes < length);
      if (CONTENT.some((name) => wanted.has(name))) room -= bytes;
      if (room < 0) throw MethodError.of('requestTooLarge', 'So much is to be downloaded, or read in ranges');
      const read = await this.read(blobId, { begin, bytes }, wanted, context);
      list.push({
        id: blobId,
        ...(wanted.has('size') ? { size } : {}),
        ...read,
        ...(isTruncated ? { isTruncated } : {}),
      });
    }
    return { accountId, list, notFound };
  }

  /** The wanted properties that need the bytes of the range; they are read once, and kept only when they are shown. */
  private async read(
    blobId: string,
    { begin, bytes }: { readonly begin: number; readonly bytes: number },
    wanted: ReadonlySet<string>,
    context: Context,
  ): Promise<Record<string, unknown>> {
    const digests = [...wanted]
      .filter((name) => name.startsWith(DIGEST))
      .map((name) => [name, createHash(DIGESTS.get(name.slice(DIGEST.length)) ?? '')] as const);
    const isShown = CONTENT.some((name) => wanted.has(name));
    if (!isShown && digests.length === 0) return {};
    const chunks: Buffer[] = [];
    const { stream } = await this.blobs.read(blobId, context);
    for await (const chunk of slice(stream, begin, bytes)) {
      for (const [, hash] of digests) hash.update(chunk);
      if (isShown) chunks.push(chunk);
    }
    return {
      ...(isShown ? content(Buffer.concat(chunks), wanted) : {}),
      ...Object.fromEntries(digests.map(([name, hash]) => [name, hash.digest('base64')])),
    };
  }
}

/** `data` is text where the bytes are UTF-8, and base64 where they are not. */
function content(bytes: Buffer, wanted: ReadonlySet<string>): Record<string, unknown> {
  const isText = isUtf8(bytes);
  const asText = wanted.has('data:asText') || (wanted.has('data') && isText);
  const asBase64 = wanted.has('data:asBase64') || (wanted.has('data') && !isText);
  return {
    ...(asText ? { 'data:asText': isText ? bytes.toString('utf8') : null } : {}),
    ...(asBase64 ? { 'data:asBase64': bytes.toString('base64') } : {}),
    ...(isText || (!wanted.has('data') && !wanted.has('data:asText')) ? {} : { isEncodingProblem: true }),
  };
}

function isKnown(name: string): boolean {
  if (name.startsWith(DIGEST)) return DIGESTS.has(name.slice(DIGEST.length));
  return CONTENT.includes(name) || name === 'size' || name === 'id';
}

function unknownProperty(name: string): MethodError {
  return MethodError.invalidArguments(`properties: a blob has no "${name.slice(0, 60)}"`);
}
