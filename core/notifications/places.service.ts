import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import type { Notification } from './notification.entity';

/** Where something happened, as far as whoever was told of it sees it now. */
export interface Place {
  readonly type: string;
  readonly id: string;
  /** What people call it; empty when the type says no title. */
  readonly title: string;
}

/** The object of a notification, and the one to open for it. */
export interface Seen {
  readonly object: Row;
  readonly place: Place;
}

/** Looks up where things happened, for those who still see it. */
@injectable()
export class Places {
  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
  ) {}

  /** By notification; what the person does not see (any more) is not in it. */
  async of(told: readonly Notification[], context: Context): Promise<Map<number, Seen>> {
    const found = new Map<number, Seen>();
    for (const type of new Set(told.map(({ entityType }) => entityType))) {
      const here = told.filter(({ entityType }) => entityType === type);
      const ids = [...new Set(here.map(({ entityId }) => entityId))];
      const seen = await this.records.visibleIds(type, ids, context);
      const objects = new Map((await this.records.load(type, [...seen])).map((row) => [row.id, row]));
      for (const { id, entityId } of here) {
        const object = objects.get(entityId);
        if (object) found.set(id, { object, place: await this.placeOf(type, object) });
      }
    }
    return found;
  }

  /** The object to open: the ticket of a comment, else the object itself. */
  private async placeOf(type: string, object: Row): Promise<Place> {
    const whole = this.types.get(type).type.foundIn(object) ?? { type, id: object.id };
    const row = whole.type === type && whole.id === object.id ? object : await this.records.find(whole.type, whole.id);
    const title = row?.[this.types.get(whole.type).type.appearance?.title ?? ''];
    return { type: whole.type, id: String(whole.id), title: typeof title === 'string' ? title : '' };
  }
}
