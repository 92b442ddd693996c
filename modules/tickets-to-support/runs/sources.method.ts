import { z } from 'zod';
import { type Context, inject, injectable, Method, parseArguments } from '../../../core/api';
import { Migration } from '../migration.service';
import { refuseOthers } from './refuse';

/**
 * `TicketMigration/sources`: where tickets can be brought from. `isOwnOffered`: a module of this installation has some.
 * For administrators.
 */
@injectable()
export class MigrationSources extends Method {
  readonly name = 'TicketMigration/sources';
  readonly capability = 'urn:groupware:tickets-to-support';

  constructor(@inject(Migration) private readonly migration: Migration) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    refuseOthers(context);
    const { accountId } = parseArguments(z.strictObject({ accountId: z.string() }), args);
    return { accountId, isOwnOffered: await this.migration.canRead({ from: null, name: null, files: null }) };
  }
}
