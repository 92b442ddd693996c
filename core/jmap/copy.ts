import { z } from 'zod';
import { id, parseArguments } from './arguments';
import { MethodError } from './errors';
import { ACCOUNT } from './session';

const Copy = z.strictObject({
  fromAccountId: id,
  ifFromInState: z.string().nullable().default(null),
  accountId: id,
  ifInState: z.string().nullable().default(null),
  create: z.record(z.string(), z.record(z.string(), z.unknown())),
  onSuccessDestroyOriginal: z.boolean().default(false),
  destroyFromIfInState: z.string().nullable().default(null),
});

/** Foo/copy (RFC 8620 §5.4): from another account, and there is none. @throws MethodError always */
export function refuseCopy(args: object): never {
  const { fromAccountId } = parseArguments(Copy, args);
  throw noOtherAccount(fromAccountId);
}

/** Why nothing can be copied from this account into the only one. */
export function noOtherAccount(fromAccountId: string): MethodError {
  return fromAccountId === ACCOUNT
    ? MethodError.invalidArguments('fromAccountId: must be another account than accountId')
    : MethodError.of('fromAccountNotFound', 'There is no such account');
}
