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
    where: (alias) => `${alias}.userId = :ctxPrincipal AND ${alias}.kind = '${kind}'`,
    audience: (row) => Promise.resolve(row.kind === kind ? [Audience.only(row.userId)] : []),
  };
}

/** An app password is for one program: whoever finds it must not be able to make it last, or to lock its owner out. */
export function isByAppPassword({ signIn }: Context): boolean {
  return signIn?.by === 'app-password';
}

/** @throws SetError forbidden when the caller came by an app password */
export function notByAppPassword(context: Context): void {
  if (isByAppPassword(context)) throw SetError.forbidden('An app password does not manage how somebody signs in');
}
