import { inject, injectable } from 'inversify';
import { In, IsNull, Not } from 'typeorm';
import { Database } from '../database/database';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { Level } from '../sharing/level';
import { Sharing } from '../sharing/sharing.service';
import type { Context } from './context';
import { Directory } from './directory.service';
import { Principal } from './principal.entity';

/**
 * Who sees a user, a group or a contact: the members of Internal, or those alone whom an administrator names. The latter
 * is an ACL of the principal. Everybody sees themselves, and administrators see all.
 */
@injectable()
export class Visibility {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {}

  /** Which of these principals are seen by those alone who are named. */
  async restricted(rows: readonly Row[]): Promise<Map<number, boolean>> {
    const acls = await this.aclsOf(rows);
    return new Map(rows.map(({ id }) => [id, acls.has(id)]));
  }

  /** Principals who are named as seeing each of these; none for those whom all of Internal sees. */
  async seersOf(rows: readonly Row[]): Promise<Map<number, string[]>> {
    const found = new Map<number, string[]>(rows.map(({ id }) => [id, []]));
    for (const [id, aclId] of await this.aclsOf(rows)) {
      for (const groupId of (await this.sharing.grants(aclId)).keys())
        found.get(id)?.push(String(await this.directory.principalOfGroup(groupId)));
    }
    return found;
  }

  /** @throws SetError naming `visibleToIds` for somebody the caller does not see */
  async check(wanted: unknown, context: Context): Promise<void> {
    if (!Array.isArray(wanted)) return;
    const ids = wanted as number[];
    const seen = await this.records.visibleIds('Principal', ids, context);
    if (seen.size < ids.length) throw SetError.invalid('visibleToIds', 'must be a list of ids that exist');
  }

  /** Does what a draft of a user, a group or a contact says of it. @throws SetError when that makes no sense */
  async save({ id, extras }: Draft): Promise<void> {
    const [flag, seers] = [extras.get('isRestricted'), extras.get('visibleToIds')];
    if (flag === undefined && seers === undefined) return;
    const { aclId } = await this.database.manager.findOneByOrFail(Principal, { id });
    const isRestricted = typeof flag === 'boolean' ? flag : aclId !== null;
    const ids = Array.isArray(seers) ? (seers as number[]) : null;
    if (!isRestricted && ids !== null && ids.length > 0)
      throw SetError.invalid('visibleToIds', 'is for whom not all colleagues see: set isRestricted as well');
    if (!isRestricted) await this.open(id);
    else if (aclId === null) {
      const made = await this.sharing.createAcl(await this.grantsOf(ids ?? []));
      await this.records.update('Principal', id, { aclId: made });
    } else if (ids !== null) await this.sharing.replace(aclId, await this.grantsOf(ids));
  }

  /** Has all members of Internal see the principal again. */
  async open(id: number): Promise<void> {
    const { aclId } = await this.database.manager.findOneByOrFail(Principal, { id });
    if (aclId === null) return;
    await this.records.update('Principal', id, { aclId: null });
    await this.sharing.replace(aclId, new Map());
  }

  private async grantsOf(ids: readonly number[]): Promise<Map<number, number>> {
    const grants = new Map<number, number>();
    for (const id of ids) {
      const groupId = await this.directory.groupOfPrincipal(id);
      if (groupId === null) throw SetError.invalid('visibleToIds', `names ${String(id)}, who is no user or group`);
      grants.set(groupId, Level.read);
    }
    return grants;
  }

  private async aclsOf(rows: readonly Row[]): Promise<Map<number, number>> {
    const restricted = await this.database.manager.findBy(Principal, {
      id: In(rows.map(({ id }) => id)),
      aclId: Not(IsNull()),
    });
    return new Map(restricted.map(({ id, aclId }) => [id, Number(aclId)]));
  }
}
