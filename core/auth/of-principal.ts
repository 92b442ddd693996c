import { In } from 'typeorm';
import type { Database } from '../database/database';
import type { TextSort } from '../jmap/collation';
import { type Property, type Row, text } from '../jmap/property';
import { Principal } from './principal.entity';

/** A property that is kept in the principal of the same id: `word` says how it is checked. The type's hooks store it. */
export function ofPrincipal(
  database: () => Database,
  column: 'name' | 'email' | 'avatarBlobId',
  word: Property = text({ required: true }),
): Property {
  return {
    ...word,
    stored: false,
    load: async (rows: readonly Row[]) => {
      const principals = await database().manager.findBy(Principal, { id: In(rows.map(({ id }) => id)) });
      return new Map(principals.map((principal) => [principal.id, principal[column]]));
    },
  };
}

/** SQL expression of a column of that principal, for sorts (`{row}`) and filters. */
export function principalColumn(row: string, column: 'name' | 'nameKey' | 'email'): string {
  return `(SELECT named_.${column} FROM core_principal named_ WHERE named_.id = ${row}.id)`;
}

/** Sort by the name of that principal. */
export const byPrincipalName: TextSort = {
  key: principalColumn('{row}', 'nameKey'),
  text: principalColumn('{row}', 'name'),
};
