import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Directory } from '../auth/directory.service';
import { ACL_OWNERS, type Action, type Filters, TypeExtension } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { flag } from '../jmap/flag';
import { computed, parseShares, type Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { Audience } from './audience';
import { DefaultPermissions } from './default-permissions.service';
import { foreignRight, Level, levelOf, type Rights, rightsFrom } from './level';
import { ShareNotifications } from './share-notifications.service';
import { Sharing } from './sharing.service';
import { Subscriptions } from './subscriptions.service';

type Shares = ReadonlyMap<number, Partial<Rights>> | null;

/** What every type with {@link ownsAcl} gains: an ACL for each object, `isSubscribed`, `myRights`, `shareWith` (RFC 9670 §4). */
@injectable()
export class AclOwner extends TypeExtension {
  readonly extends = ACL_OWNERS;
  readonly entity = null;

  override readonly properties = {
    /** Everybody says so for themselves. */
    isSubscribed: computed((rows, { principalId }) => this.subscriptions.of(rows, principalId), {
      nullable: false,
      default: true,
      parse: (value) => (typeof value === 'boolean' ? { value } : { fault: 'must be true or false' }),
    }),
    myRights: computed((rows, context, type) => this.rights(rows, context, type)),
    shareWith: computed((rows, context, type) => this.shares(rows, context, type), { parse: parseShares }),
  };

  override readonly filters: Filters = {
    isSubscribed: (value, { row }) => flag('isSubscribed', value, this.subscriptions.condition(row)),
  };

  /** What a draft on its way says of the subscription of who sends it. */
  private readonly wishes = new WeakMap<Draft, boolean>();

  constructor(
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
    @inject(DefaultPermissions) private readonly defaults: DefaultPermissions,
    @inject(ShareNotifications) private readonly notifications: ShareNotifications,
    @inject(Subscriptions) private readonly subscriptions: Subscriptions,
  ) {
    super();
  }

  /** Whoever sees an object may want to or not; that changes nothing for anybody else. */
  override permits(action: Action, draft: Draft): boolean {
    const changes = draft.changes();
    return action === 'update' && changes.length > 0 && changes.every((name) => name === 'isSubscribed');
  }

  /** Whom an object is shared with is its managers' affair, whoever else may change it. */
  override async allow(action: Action, draft: Draft, context: Context, type: string): Promise<void> {
    if (action !== 'update' || !draft.extras.has('shareWith')) return;
    const row = draft.before;
    if (row && !(await this.mayManage(row, context, type))) throw SetError.forbidden('You may not share this');
  }

  /** With whom something is shared is shown to its managers alone. */
  override told(row: Row, names: readonly string[], audience: readonly string[]): readonly string[] {
    if (names.some((name) => name !== 'shareWith')) return audience;
    const aclId = Number(row['aclId']);
    const others = [Audience.submitters(aclId), Audience.readers(aclId)];
    return [Audience.managers(aclId), ...audience.filter((key) => !others.includes(key))];
  }

  override async saving(draft: Draft, type: string): Promise<void> {
    const wish = draft.extras.get('isSubscribed');
    // Taken out: it is no change of the object, and only one person hears of it.
    draft.extras.delete('isSubscribed');
    if (typeof wish === 'boolean') this.wishes.set(draft, wish);
    const shares = draft.extras.get('shareWith') as Shares | undefined;
    if (draft.actor && shares) await this.checkShares(draft, shares, draft.actor, type);
    if (!draft.isNew) return;
    const own = draft.actor ? await this.directory.personalGroup(draft.actor.principalId) : null;
    const grants = new Map(own === null ? [] : [[own, Level.manage]]);
    draft.values['aclId'] = await this.sharing.createAcl(grants, own);
  }

  override async saved(draft: Draft, type: string): Promise<void> {
    const shares = draft.extras.get('shareWith') as Shares | undefined;
    const aclId = Number(draft.values['aclId']);
    const wish = this.wishes.get(draft);
    if (wish !== undefined && draft.actor) {
      await this.subscriptions.set(type, { id: draft.id, aclId }, draft.actor.principalId, wish);
    }
    if (shares === undefined && !draft.isNew) return;
    const wanted = new Map<number, number>();
    if (shares === undefined) for (const [group, level] of await this.defaults.of(type)) wanted.set(group, level);
    for (const [principalId, rights] of shares ?? []) wanted.set(await this.groupOf(principalId), levelOf(rights));
    if (draft.isNew) {
      const made = await this.sharing.grants(aclId);
      for (const [group, level] of made) wanted.set(group, Math.max(level, wanted.get(group) ?? 0));
    }
    const wasManaged = await this.sharing.isManaged(aclId);
    const changed = await this.sharing.replace(aclId, wanted);
    if (wasManaged && draft.actor && !(await this.isStillManaged(aclId, draft, draft.actor, type))) {
      throw SetError.invalid('shareWith', 'must leave somebody who may manage it');
    }
    await this.notifications.tell(type, draft.values as Row, changed, draft.actor);
  }

  override async destroying(row: Row): Promise<void> {
    await this.subscriptions.forgetAcl(Number(row['aclId']));
    await this.sharing.replace(Number(row['aclId']), new Map());
  }

  private async isStillManaged(aclId: number, draft: Draft, actor: Context, type: string): Promise<boolean> {
    return actor.isAdmin || this.isRuled(draft.values as Row, actor, type) || (await this.sharing.isManaged(aclId));
  }

  private async mayManage(row: Row, context: Context, type: string): Promise<boolean> {
    if (this.isRuled(row, context, type)) return true;
    return (await this.sharing.levelOn(Number(row['aclId']), context)) >= Level.manage;
  }

  private isRuled(row: Row, context: Context, type: string): boolean {
    return this.types.get(type).extensions.some((extension) => extension.rules(row, context));
  }

  private async rights(rows: readonly Row[], context: Context, type: string): Promise<Map<number, unknown>> {
    const { least } = this.types.get(type).type.access;
    const levels = context.isAdmin ? null : await this.sharing.levels(context);
    const levelOn = (row: Row) => (levels ? (levels.get(Number(row['aclId'])) ?? 0) : Level.manage);
    return new Map(rows.map((row) => [row.id, rightsFrom(least, levelOn(row))]));
  }

  /** Principal → rights; null for those who may not change them. */
  private async shares(rows: readonly Row[], context: Context, type: string): Promise<Map<number, unknown>> {
    const { least } = this.types.get(type).type.access;
    const shown = new Map<number, unknown>();
    for (const row of rows) {
      if (!(await this.mayManage(row, context, type))) continue;
      const entries: [string, unknown][] = [];
      for (const [groupId, level] of await this.sharing.grants(Number(row['aclId']))) {
        entries.push([String(await this.directory.principalOfGroup(groupId)), rightsFrom(least, level)]);
      }
      shown.set(row.id, Object.fromEntries(entries));
    }
    return shown;
  }

  /** Whoever is added must be somebody the caller may see; whoever is there already may stay unseen. */
  private async checkShares(draft: Draft, shares: NonNullable<Shares>, context: Context, type: string): Promise<void> {
    const { least } = this.types.get(type).type.access;
    const seen = await this.records.visibleIds('Principal', [...shares.keys()], context);
    const groups = draft.before ? (await this.sharing.grants(Number(draft.before['aclId']))).keys() : [];
    for (const groupId of groups) seen.add(await this.directory.principalOfGroup(groupId));
    for (const [id, rights] of shares) {
      if (!seen.has(id)) throw SetError.invalid('shareWith', `names "${String(id)}", who does not exist`);
      const foreign = foreignRight(least, rights);
      if (foreign !== null) throw SetError.invalid('shareWith', `names "${foreign}", which is no right on a ${type}`);
    }
  }

  private async groupOf(principalId: number): Promise<number> {
    const groupId = await this.directory.groupOfPrincipal(principalId);
    if (groupId === null) throw SetError.invalid('shareWith', `names ${String(principalId)}, who is no user or group`);
    return groupId;
  }
}
