import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { type Action, DataType, type Filters } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { json, text } from '../jmap/property';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { Preference } from './preference.entity';

/** Characters of one value as JSON, and preferences of one person, at most. */
const LONGEST = 10_000;
const MOST = 500;

/**
 * What a client remembers for the caller under a name of its choice, so that it is there in another browser too: the
 * columns of a grid, for instance. Everybody has their own and sees no other.
 */
@injectable()
export class PreferenceType extends DataType<Preference> {
  readonly name = 'Preference';
  readonly entity = Preference;
  override readonly housekeeping = true;

  readonly access: Access<Preference> = {
    least: Level.read,
    where: (alias) => `${alias}.userId = :ctxPrincipal`,
    audience: (row) => Promise.resolve([Audience.only(row.userId)]),
  };

  readonly properties = {
    name: text({ required: true, immutable: true, max: 120 }),
    value: json(),
  };

  override readonly filters: Filters = {
    name: (value, { row, bind }) => `${row}.name = ${bind(String(value))}`,
  };

  constructor(@inject(Database) private readonly database: Database) {
    super();
  }

  override async allow(action: Action, draft: Draft, { principalId: userId }: Context): Promise<void> {
    if (action !== 'create') return;
    const { manager } = this.database;
    const { name } = draft.values as unknown as Preference;
    if (await manager.existsBy(Preference, { userId, name })) {
      throw SetError.of('alreadyExists', `There is a preference "${name}" already`);
    }
    if ((await manager.countBy(Preference, { userId })) >= MOST) {
      throw SetError.of('overQuota', `Up to ${String(MOST)} preferences are remembered`);
    }
    draft.values['userId'] = userId;
  }

  override saving({ values }: Draft): void {
    const { value } = values as unknown as Preference;
    if (JSON.stringify(value).length > LONGEST) {
      throw SetError.invalid('value', `must have at most ${String(LONGEST)} characters as JSON`);
    }
  }
}
