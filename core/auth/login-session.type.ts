import { inject, injectable } from 'inversify';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { flag } from '../jmap/flag';
import { computed, text, utcDate } from '../jmap/property';
import { Acting } from './acting.service';
import type { Context } from './context';
import { onlyInPerson, ownCredentials } from './own-credentials';
import { Credential } from './principal.entity';

const set = { serverSet: true } as const;

/** A browser in which the caller is signed in. Everybody sees their own; to destroy one is to sign out there. */
@injectable()
export class LoginSessionType extends DataType<Credential> {
  readonly name = 'LoginSession';
  readonly entity = Credential;
  readonly access = ownCredentials('session');
  override readonly housekeeping = true;

  readonly properties = {
    createdAt: utcDate(set),
    lastUsedAt: utcDate({ ...set, nullable: true }),
    address: text({ ...set, nullable: true, max: 45 }),
    userAgent: text({ ...set, nullable: true }),
    /** The administrator whose session in the caller's name it is; null for the caller's own. */
    actorName: computed((rows) => this.acting.namesOf(rows as unknown as Credential[])),
    /** The request itself came by it. */
    isCurrent: computed((rows, { signIn }) =>
      Promise.resolve(new Map(rows.map(({ id }) => [id, id === signIn?.credentialId]))),
    ),
  };

  override readonly filters: Filters = {
    isCurrent: (value, { row, context, bind }) =>
      flag('isCurrent', value, `${row}.id = ${bind(context.signIn?.credentialId ?? 0)}`),
  };
  override readonly sorts: Sorts = { createdAt: '{row}.createdAt', lastUsedAt: '{row}.lastUsedAt' };

  constructor(@inject(Acting) private readonly acting: Acting) {
    super();
  }

  override allow(action: Action, _draft: Draft, context: Context): void {
    if (action !== 'destroy') throw SetError.forbidden('Sessions are made by signing in');
    onlyInPerson(context);
  }
}
