import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { Sharing } from '../sharing/sharing.service';
import type { ChangesArguments } from './arguments';
import { classify, LONGEST_LOG, type LoggedAccess, readLog } from './changes';
import { MethodError } from './errors';
import { Records, ROW } from './records';
import { States } from './state';
import { Types } from './types';

export interface ChangesSince {
  readonly created: number[];
  readonly updated: number[];
  readonly destroyed: number[];
  readonly newState: string;
  readonly hasMore: boolean;
}

/** Foo/changes (RFC 8620 §5.2). */
@injectable()
export class ChangesMethod {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(States) private readonly states: States,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {}

  async run(name: string, { accountId, sinceState, maxChanges }: ChangesArguments, context: Context): Promise<object> {
    const changes = await this.since(name, sinceState, maxChanges, context);
    const { singleton } = this.types.get(name).type;
    const onTheWire = (id: number): string => singleton ?? String(id);
    return {
      accountId,
      oldState: sinceState,
      newState: changes.newState,
      hasMoreChanges: changes.hasMore,
      created: changes.created.map(onTheWire),
      updated: changes.updated.map(onTheWire),
      destroyed: changes.destroyed.map(onTheWire),
    };
  }

  /** @throws MethodError cannotCalculateChanges when the state is unknown or too old, or too much has changed. */
  async since(name: string, sinceState: string, most: number | null, context: Context): Promise<ChangesSince> {
    const { type } = this.types.get(name);
    const since = await this.states.parse(sinceState);
    const state = await this.states.of(name, context);
    const latest = (await this.states.parse(state)) ?? 0;
    if (since === null || since > latest || since < (await this.floor(context))) throw unknown();
    if (since === latest) return { created: [], updated: [], destroyed: [], newState: state, hasMore: false };
    // Others may write meanwhile. Each of these is read before the log of what changes it, so that the log tells how
    // it was at `latest`.
    const holder = await this.sharing.holder(context);
    const access = await this.accessSince(since, context);
    const shared = await this.inAcls(name, access);
    const log = await readLog(this.database, type, since, context, holder, access);
    if (log === null) throw unknown();
    const changes = classify({ since, latest, most: most ?? LONGEST_LOG, log, access, shared, holder });
    if (changes === null) throw unknown();
    return { ...changes, newState: changes.hasMore ? await this.states.format(changes.reached) : state };
  }

  private async accessSince(since: number, { principalId }: Context): Promise<LoggedAccess[]> {
    const rows = await this.database.manager.query<LoggedAccess[]>(
      'SELECT seq, aclId, wasLevel, wasOrganisationId FROM core_access_change WHERE userId = ? AND seq > ? ORDER BY seq',
      [principalId, since],
    );
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  /** Objects of the type that lie in one of these ACLs now, with their audience. */
  private async inAcls(name: string, access: readonly LoggedAccess[]): Promise<Map<number, readonly string[]>> {
    const found = new Map<number, readonly string[]>();
    const { type } = this.types.get(name);
    const condition = type.access.inAcls?.(ROW);
    if (access.length === 0 || condition === undefined) return found;
    const rows = await this.records
      .unrestricted(name)
      .where(condition, { acls: access.map((row) => row.aclId) })
      .orderBy(`${ROW}.id`)
      .limit(LONGEST_LOG + 1)
      .getMany();
    if (rows.length > LONGEST_LOG) throw unknown();
    for (const row of await this.records.extend(this.types.get(name), rows)) {
      found.set(row.id, await this.records.audienceOf(name, row));
    }
    return found;
  }

  private async floor({ principalId }: Context): Promise<number> {
    const [row] = await this.database.manager.query<{ seq: number }[]>(
      'SELECT seq FROM core_sync_floor WHERE userId = ?',
      [principalId],
    );
    return Number(row?.seq ?? 0);
  }
}

function unknown(): MethodError {
  return MethodError.of(
    'cannotCalculateChanges',
    'The state is unknown or too old, or too much has changed: read anew',
  );
}
