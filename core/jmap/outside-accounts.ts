import { MethodError } from './errors';
import { ACCOUNT } from './session';
import type { ExtendedType } from './types';

/** What the standard methods take and answer of accounts and states, and the others do not. */
const REFUSED = ['accountId', 'ifInState'] as const;
const LEFT_OUT: readonly string[] = ['accountId', 'state', 'oldState', 'newState'];

/**
 * Runs a standard method on a type that belongs to no account (RFC 8620 §7.2.1, §7.2.2).
 * @throws MethodError invalidArguments for an account or a state, forbidden when a property is asked for that is never answered
 */
export async function outsideAccounts(
  { type, properties }: ExtendedType,
  args: Record<string, unknown>,
  run: (args: Record<string, unknown>) => Promise<object>,
): Promise<object> {
  const given = REFUSED.find((name) => Object.hasOwn(args, name));
  if (given !== undefined) throw MethodError.invalidArguments(`${given}: ${type.name} is in no account`);
  const asked: readonly unknown[] = Array.isArray(args['properties']) ? args['properties'] : [];
  const hidden = asked.find((name) => typeof name === 'string' && properties.get(name)?.property.writeOnly === true);
  if (typeof hidden === 'string') throw MethodError.of('forbidden', `${hidden} is never answered`);
  const answer = await run({ ...args, accountId: ACCOUNT });
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !LEFT_OUT.includes(name)));
}
