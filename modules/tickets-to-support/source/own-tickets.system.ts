import { BlobStore, Database, inject, injectable, Problem } from '../../../core/api';
import type { LegacySource } from './legacy-source';
import { type Given, LegacySystem } from './legacy-system';
import { OwnTickets } from './own-tickets.source';

/** Under which the tickets of this installation are remembered. */
const NAME = 'own-tickets';

/**
 * The tables of the module `tickets` of this same installation. They are read by their names, as those of any other system:
 * neither module knows the other's code, so either can be deleted.
 */
@injectable()
export class OwnTicketsSystem extends LegacySystem {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(BlobStore) private readonly blobs: BlobStore,
  ) {
    super();
  }

  reads({ from }: Given): boolean {
    return from === null;
  }

  async open({ name }: Given): Promise<LegacySource> {
    if (name !== null && name !== NAME)
      throw new Problem(`The tickets of this installation are remembered as ${NAME}: leave --name out`);
    const source = await OwnTickets.open(this.database, this.blobs, NAME);
    if (!source)
      throw new Problem(
        '--from is needed: mysql://name:password@host/schema of a Group-Office database. Without it the tickets of the module Tickets (legacy) are brought, which is not installed here',
      );
    return source;
  }
}
