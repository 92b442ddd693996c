import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../../auth/context';
import { BlobOwner } from '../../files/blob-owner';
import { Contributions } from '../../module/contributions';
import { id, parseArguments } from '../arguments';
import { type CreatedIds, resolveIds } from '../created-ids';
import { MethodError } from '../errors';
import { limits } from '../limits';
import { Method } from '../method';
import { Types } from '../types';
import { BLOB, lookedThrough } from './capability';

const Arguments = z.strictObject({ accountId: id, typeNames: z.array(z.string()), ids: z.array(id) });

/**
 * Blob/lookup (RFC 9404 §4.3): the objects that refer to a blob, of those that the caller sees. A blob that does not
 * exist answers like one that is not seen.
 */
@injectable()
export class BlobLookup extends Method {
  readonly name = 'Blob/lookup';
  readonly capability = BLOB;

  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Types) private readonly types: Types,
  ) {
    super();
  }

  async run(
    args: Record<string, unknown>,
    context: Context,
    created: CreatedIds,
    using: readonly string[],
  ): Promise<object> {
    const { accountId, typeNames, ids } = parseArguments(Arguments, args);
    if (ids.length > limits.maxObjectsInGet) {
      throw MethodError.of('requestTooLarge', `At most ${String(limits.maxObjectsInGet)} blobs at once`);
    }
    const owners = this.contributions.all(BlobOwner);
    const known = lookedThrough(owners);
    const unknown = typeNames.find((name) => !known.includes(name) || !this.types.isUsable(name, using));
    if (unknown !== undefined) {
      throw MethodError.of(
        'unknownDataType',
        `"${unknown.slice(0, 60)}" is no type that refers to blobs, or its capability is not in use`,
      );
    }
    const list: object[] = [];
    for (const blobId of resolveIds(ids, created)) {
      const matchedIds: Record<string, string[]> = {};
      for (const name of new Set(typeNames)) {
        const found: number[] = [];
        for (const owner of owners) if (owner.type === name) found.push(...(await owner.objects(blobId, context)));
        matchedIds[name] = [...new Set(found)].map(String);
      }
      list.push({ id: blobId, matchedIds });
    }
    return { accountId, list };
  }
}
