import { SetError } from '../jmap/errors';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import type { Context } from './context';
import type { Credential } from './principal.entity';

/** Access to the credentials of one kind: each is seen by the one person whose it is, by administrators neither. */
export function ownCredentials(kind: Credential['kind']): Access<Credential> {
  return {
    least: Level.read,
    where: (alias, { signIn }) =>
      signIn?.actor === undefined ? `${alias}.userId = :ctxPrincipal AND ${alias}.kind = '${kind}'` : '1 = 0',
    audience: (row) => Promise.resolve(row.kind === kind ? [Audience.only(row.userId)] : []),
  };
}

/**
 * True for who has not signed in themselves. An app password is for one program: whoever finds it must not be able to
 * make it last, or to lock its owner out; and neither must an administrator who is here in somebody's name.
 */
export function isNotInPerson({ signIn }: Context): boolean {
  return signIn?.by === 'app-password' || signIn?.actor !== undefined;
}

/** @throws SetError forbidden for who has not signed in themselves */
export function onlyInPerson(context: Context): void {
  if (isNotInPerson(context)) throw SetError.forbidden('Only who signs in themselves manages how they sign in');
}
