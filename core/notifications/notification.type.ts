import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { MethodError, SetError } from '../jmap/errors';
import { flag } from '../jmap/flag';
import { boolean, computed, idOf, integer, type Row, text, utcDate } from '../jmap/property';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Translations } from '../module/translations';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { Floods } from './floods.service';
import { Notification } from './notification.entity';
import { NotificationKind, toldBy, toldOfMany } from './notification-kind';
import { type Place, Places } from './places.service';

/**
 * What a person is told has happened. Each is seen by that person alone, who may mark it as read and remove it. Where it
 * happened is looked up anew each time, so somebody who may no longer see the object is not told what it is called.
 */
@injectable()
export class NotificationType extends DataType<Notification> {
  readonly name = 'Notification';
  readonly entity = Notification;
  override readonly exported = false;

  /** Those of modules that do not run are not there. */
  readonly access: Access<Notification> = {
    least: Level.read,
    where: (alias: string) =>
      `${alias}.principalId = :ctxPrincipal AND ${alias}.kind IN ('${[...this.kinds().keys()].join("', '")}')`,
    audience: ({ principalId, kind }: Notification) =>
      Promise.resolve(this.kinds().has(kind) ? [Audience.only(principalId)] : []),
  };

  readonly properties = {
    createdAt: utcDate({ serverSet: true }),
    kind: text({ serverSet: true }),
    /** In the language of who reads it. */
    text: computed((rows, context) => Promise.resolve(this.texts(rows, context))),
    /** How many it tells of; more than one when it stands for all of its flood, which `textOfAll` says in words. */
    count: integer({ serverSet: true }),
    textOfAll: computed((rows, context) => Promise.resolve(this.textsOfAll(rows, context))),
    /** Those of one kind that follow each other closely; null for one that stands alone. */
    floodId: computed((rows) => Promise.resolve(floodsOf(rows))),
    /** Another one of its flood stands for it. */
    isCovered: boolean({ serverSet: true }),
    /** Null to those who do not see that person, and when the host itself did it. */
    byId: computed((rows, context) => this.seenPeople(rows, context)),
    byName: text({ serverSet: true }),
    entityType: text({ serverSet: true }),
    entityId: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, String(row['entityId'])])))),
    place: computed((rows, context) => this.placesOf(rows, context)),
    isRead: boolean(),
    /** By which ways it is told, as the person had chosen when it happened; what is mailed is told by mail. */
    inBell: boolean({ serverSet: true }),
    inBrowser: boolean({ serverSet: true }),
  };

  override readonly filters: Filters = {
    isRead: (value, { row }) => flag('isRead', value, `${row}.isRead = 1`),
    inBell: (value, { row }) => flag('inBell', value, `${row}.inBell = 1`),
    inBrowser: (value, { row }) => flag('inBrowser', value, `${row}.inBrowser = 1`),
    isCovered: (value, { row }) => flag('isCovered', value, `${row}.isCovered = 1`),
    floodId: (value, { row, bind }) => `${row}.floodId = ${bind(floodIn(value))}`,
  };
  override readonly sorts: Sorts = { createdAt: '{row}.createdAt' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Places) private readonly places: Places,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Translations) private readonly translations: Translations,
    @inject(Floods) private readonly floods: Floods,
  ) {
    super();
  }

  override isPersonal(): boolean {
    return true;
  }

  /** Whoever sees one may mark and remove it. */
  override allow(action: Action): void {
    if (action === 'create') throw SetError.forbidden('Notifications are made by the host');
  }

  override async saved(draft: Draft): Promise<void> {
    if (!draft.isNew && draft.changed('isRead')) await this.floods.read(draft.values as unknown as Notification);
  }

  override async destroying(row: Row): Promise<void> {
    await this.floods.leave(row as Row & Notification);
  }

  private texts(rows: readonly Row[], context: Context): Map<number, string> {
    return this.words(rows, context, (row, kind, say) => toldBy(kind, String(row['byName']), say));
  }

  private textsOfAll(rows: readonly Row[], context: Context): Map<number, string> {
    const floods = rows.filter((row) => Number(row['count']) > 1);
    return this.words(floods, context, (row, kind, say) => toldOfMany(kind, Number(row['count']), say));
  }

  /** In the caller's language. */
  private words(
    rows: readonly Row[],
    context: Context,
    tell: (row: Row, kind: NotificationKind, say: (english: string) => string) => string,
  ): Map<number, string> {
    const kinds = this.kinds();
    return new Map(
      rows.map((row) => {
        const kind = kinds.get(String(row['kind']));
        const say = kind && this.translations.of(this.contributions.moduleOf(kind), context);
        return [row.id, kind && say ? tell(row, kind, say) : ''];
      }),
    );
  }

  private async seenPeople(rows: readonly Row[], context: Context): Promise<Map<number, string>> {
    const ids = rows.map((row) => row['byId']).filter((id) => typeof id === 'number');
    const seen = await this.records.visibleIds('Principal', [...new Set(ids)], context);
    const named = rows.filter((row) => seen.has(Number(row['byId'])));
    return new Map(named.map((row) => [row.id, String(row['byId'])]));
  }

  private async placesOf(rows: readonly Row[], context: Context): Promise<Map<number, Place>> {
    const seen = await this.places.of(rows as readonly (Row & Notification)[], context);
    return new Map([...seen].map(([id, { place }]) => [id, place]));
  }

  private kinds(): Map<string, NotificationKind> {
    return new Map(this.contributions.all(NotificationKind).map((kind) => [kind.id, kind]));
  }
}

function floodsOf(rows: readonly Row[]): Map<number, string> {
  const floods = rows.filter((row) => typeof row['floodId'] === 'number');
  return new Map(floods.map((row) => [row.id, String(row['floodId'])]));
}

function floodIn(value: unknown): number {
  const id = typeof value === 'string' ? idOf(value) : null;
  if (id === null) throw MethodError.invalidArguments('filter/floodId must be the floodId of a notification');
  return id;
}
