import { injectable } from 'inversify';
import { byText } from '../jmap/collation';
import { type Action, DataType, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { text, utcDate } from '../jmap/property';
import type { Context } from './context';
import { onlyInPerson, ownCredentials } from './own-credentials';
import { Credential } from './principal.entity';

const set = { serverSet: true } as const;

/**
 * A password for one program instead of the account's own. Everybody sees their own, never the password itself;
 * AppPassword/create makes one, to destroy one revokes it.
 */
@injectable()
export class AppPasswordType extends DataType<Credential> {
  readonly name = 'AppPassword';
  readonly entity = Credential;
  readonly access = ownCredentials('app-password');

  readonly properties = {
    label: text({ required: true }),
    createdAt: utcDate(set),
    lastUsedAt: utcDate({ ...set, nullable: true }),
    address: text({ ...set, nullable: true, max: 45 }),
    userAgent: text({ ...set, nullable: true }),
  };

  override readonly sorts: Sorts = {
    label: byText('{row}.label'),
    createdAt: '{row}.createdAt',
    lastUsedAt: '{row}.lastUsedAt',
  };

  override allow(action: Action, _draft: Draft, context: Context): void {
    if (action === 'create') throw SetError.forbidden('App passwords are made by AppPassword/create');
    onlyInPerson(context);
  }
}
