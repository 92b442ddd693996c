import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { Arrivals } from '../search/arrivals.service';
import { Address, Contact, Principal } from './principal.entity';

/** Makes many contacts with few statements, for whoever brings people from elsewhere. */
@injectable()
export class NewContacts {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Arrivals) private readonly arrivals: Arrivals,
  ) {}

  /**
   * Makes a contact for each of these addresses, which are normalised and nobody's yet. Needs a transaction.
   * @param names of one line, by address; an empty one stands for the address
   */
  async make(names: ReadonlyMap<string, string>): Promise<Principal[]> {
    const { rows, manager } = this.database;
    const people = [...names].map(([email, name]) => ({
      type: 'individual',
      name: (name.trim() || email).slice(0, 190),
      email,
      avatarBlobId: null,
      aclId: null,
      organisation: null,
      organisationId: null,
    }));
    const ids = await rows.insertAll(Principal, people);
    await rows.insertAll(
      Address,
      people.map(({ email }, at) => ({ principalId: ids[at], email })),
    );
    const contacts = ids.map((id): Row => ({ id, notes: '' }));
    await rows.insertAll(Contact, contacts);
    await this.announce(
      'Principal',
      people.map((person, at): Row => ({ ...person, id: ids[at] ?? 0 })),
    );
    await this.announce('Contact', contacts);
    return ids.length === 0 ? [] : manager.findBy(Principal, { id: In(ids) });
  }

  private async announce(type: string, made: readonly Row[]): Promise<void> {
    const audiences = new Map<number, readonly string[]>();
    for (const row of made) audiences.set(row.id, await this.records.audienceOf(type, row));
    await this.arrivals.add(type, made, audiences);
  }
}
