import { In } from 'typeorm';
import type { Database } from '../database/database';
import type { TextSort } from '../jmap/collation';
import type { Draft } from '../jmap/draft';
import { type Property, type Row, text } from '../jmap/property';
import type { Records } from '../jmap/records';
import { Principal } from './principal.entity';

/** A property that is kept in the principal of the same id: `word` says how it is checked. The type's hooks store it. */
export function ofPrincipal(
  database: () => Database,
  column: 'name' | 'email' | 'avatarBlobId' | 'organisation',
  word: Property = text({ required: true }),
): Property {
  return {
    ...word,
    stored: false,
    load: async (rows: readonly Row[]) => {
      const principals = await database().manager.findBy(Principal, { id: In(rows.map(({ id }) => id)) });
      return new Map(principals.map((principal) => [principal.id, principal[column] ?? word.default]));
    },
  };
}

/** The organisation of that principal, which conditions of custom fields may name. */
export function organisationOfPrincipal(database: () => Database): Property {
  return {
    ...ofPrincipal(database, 'organisation', text()),
    current: async (id) => (await database().manager.findOneBy(Principal, { id }))?.organisation ?? '',
  };
}

/** Stores what a draft says of such properties. Needs a transaction. */
export async function keepWithPrincipal(
  records: Records,
  { id, extras }: Draft,
  properties: readonly string[],
): Promise<void> {
  const given = properties.filter((name) => extras.has(name));
  if (given.length === 0) return;
  await records.update('Principal', id, Object.fromEntries(given.map((name) => [name, extras.get(name)])));
}

/** SQL expression of a column of that principal, for sorts (`{row}`) and filters. */
export function principalColumn(
  row: string,
  column: 'name' | 'nameKey' | 'email' | 'organisation' | 'organisationKey',
): string {
  return `(SELECT named_.${column} FROM core_principal named_ WHERE named_.id = ${row}.id)`;
}

/** Sort by the name of that principal. */
export const byPrincipalName: TextSort = {
  key: principalColumn('{row}', 'nameKey'),
  text: principalColumn('{row}', 'name'),
};

/** Sort by the organisation of that principal. */
export const byOrganisation: TextSort = {
  key: principalColumn('{row}', 'organisationKey'),
  text: principalColumn('{row}', 'organisation'),
};
