import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import { SetError } from '../jmap/errors';
import { flag } from '../jmap/flag';
import { boolean, computed, type Row, text, utcDate } from '../jmap/property';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { Translations } from '../module/translations';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { Notification } from './notification.entity';
import { NotificationKind } from './notification-kind';

/** Where something happened, as far as whoever was told of it sees it now. */
interface Place {
  readonly type: string;
  readonly id: string;
  /** What people call it; empty when the type says no title. */
  readonly title: string;
}

/**
 * What a person is told has happened. Each is seen by that person alone, who may mark it as read and remove it. Where it
 * happened is looked up anew each time, so somebody who may no longer see the object is not told what it is called.
 */
@injectable()
export class NotificationType extends DataType<Notification> {
  readonly name = 'Notification';
  readonly entity = Notification;
  override readonly isPersonal = true;
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
    /** Null to those who do not see that person, and when the host itself did it. */
    byId: computed((rows, context) => this.seenPeople(rows, context)),
    byName: text({ serverSet: true }),
    entityType: text({ serverSet: true }),
    entityId: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, String(row['entityId'])])))),
    place: computed((rows, context) => this.places(rows, context)),
    isRead: boolean(),
  };

  override readonly filters: Filters = {
    isRead: (value, { row }) => flag('isRead', value, `${row}.isRead = 1`),
  };
  override readonly sorts: Sorts = { createdAt: '{row}.createdAt' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Translations) private readonly translations: Translations,
  ) {
    super();
  }

  /** Whoever sees one may mark and remove it. */
  override allow(action: Action): void {
    if (action === 'create') throw SetError.forbidden('Notifications are made by the host');
  }

  private texts(rows: readonly Row[], context: Context): Map<number, string> {
    const kinds = this.kinds();
    return new Map(
      rows.map((row) => {
        const kind = kinds.get(String(row['kind']));
        const say = kind ? this.translations.of(this.contributions.moduleOf(kind), context) : null;
        return [row.id, kind && say ? say(kind.text).replace('{name}', () => String(row['byName'])) : ''];
      }),
    );
  }

  private async seenPeople(rows: readonly Row[], context: Context): Promise<Map<number, string>> {
    const ids = rows.map((row) => row['byId']).filter((id) => typeof id === 'number');
    const seen = await this.records.visibleIds('Principal', [...new Set(ids)], context);
    const named = rows.filter((row) => seen.has(Number(row['byId'])));
    return new Map(named.map((row) => [row.id, String(row['byId'])]));
  }

  /** The object to open: the ticket of a comment, else the object itself. */
  private async places(rows: readonly Row[], context: Context): Promise<Map<number, Place>> {
    const found = new Map<number, Place>();
    for (const type of new Set(rows.map((row) => String(row['entityType'])))) {
      const told = rows.filter((row) => row['entityType'] === type);
      const ids = [...new Set(told.map((row) => Number(row['entityId'])))];
      const seen = await this.records.visibleIds(type, ids, context);
      const objects = new Map((await this.records.load(type, [...seen])).map((row) => [row.id, row]));
      for (const row of told) {
        const object = objects.get(Number(row['entityId']));
        if (object) found.set(row.id, await this.placeOf(type, object));
      }
    }
    return found;
  }

  private async placeOf(type: string, object: Row): Promise<Place> {
    const whole = this.types.get(type).type.foundIn(object) ?? { type, id: object.id };
    const row = whole.type === type && whole.id === object.id ? object : await this.records.find(whole.type, whole.id);
    const title = row?.[this.types.get(whole.type).type.appearance?.title ?? ''];
    return { type: whole.type, id: String(whole.id), title: typeof title === 'string' ? title : '' };
  }

  private kinds(): Map<string, NotificationKind> {
    return new Map(this.contributions.all(NotificationKind).map((kind) => [kind.id, kind]));
  }
}
