import { injectable } from 'inversify';
import { z } from 'zod';
import { id, parseArguments } from '../arguments';
import { noOtherAccount } from '../copy';
import { Method } from '../method';
import { CORE } from '../session';

const Arguments = z.strictObject({ fromAccountId: id, accountId: id, blobIds: z.array(id) });

/** Blob/copy (RFC 8620 §6.3): from another account, and there is none. */
@injectable()
export class BlobCopy extends Method {
  readonly name = 'Blob/copy';
  readonly capability = CORE;

  run(args: Record<string, unknown>): Promise<object> {
    const { fromAccountId } = parseArguments(Arguments, args);
    return Promise.reject(noOtherAccount(fromAccountId));
  }
}
