import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { Blobs } from '../files/blobs.service';
import { DataType, type Operation } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { computed, text } from '../jmap/property';
import { Records } from '../jmap/records';
import type { Channels } from '../notifications/channels';
import { NotificationChoices } from '../notifications/notification-choices.service';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { faultOfAvatar } from './avatar';
import { keepWithPrincipal, ofPrincipal } from './of-principal';
import { User } from './principal.entity';
import { language, timeZone } from './words';

/** Properties that are the principal's. */
const SHARED = ['name', 'avatarBlobId'] as const;
/** Properties that administration sees as well. */
const LOGIN = ['locale', 'timeZone'] as const;

/**
 * What the caller tells of themselves; everybody has the one that is theirs. The mail address says whose mails are
 * whose, and the organisation whose requests one may see: administration alone changes them.
 */
@injectable()
export class ProfileType extends DataType<User> {
  readonly name = 'Profile';
  readonly entity = User;
  override readonly singleton = 'singleton';
  override readonly operations: readonly Operation[] = ['get', 'set', 'changes'];

  readonly access: Access<User> = {
    least: Level.read,
    where: (alias) => `${alias}.id = :ctxPrincipal`,
    audience: (row) => Promise.resolve([Audience.only(row.id)]),
  };

  readonly properties = {
    username: text({ serverSet: true }),
    name: ofPrincipal(() => this.database, 'name'),
    email: ofPrincipal(() => this.database, 'email', text({ serverSet: true, nullable: true, max: 254 })),
    /** Of which the caller is, as administration says. */
    organisation: ofPrincipal(() => this.database, 'organisation', text({ serverSet: true })),
    /** A PNG of at most 512 pixels a side that the caller has uploaded. */
    avatarBlobId: ofPrincipal(() => this.database, 'avatarBlobId', text({ nullable: true, max: 70 })),
    locale: language(),
    timeZone: timeZone(),
    hasPassword: computed((rows) =>
      Promise.resolve(new Map(rows.map((row) => [row.id, row['passwordHash'] !== null] as const))),
    ),
    /** Kind of event → by which ways the caller is told of it: `{ bell, mail, browser }`. See Notification/describe. */
    notifications: computed(
      async (rows, context) => {
        const shown = await this.choices.shown(context);
        return new Map(rows.map(({ id }) => [id, shown]));
      },
      { nullable: false, default: {}, parse: (value) => this.choices.parse(value) },
    ),
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Blobs) private readonly blobs: Blobs,
    @inject(NotificationChoices) private readonly choices: NotificationChoices,
  ) {
    super();
  }

  /** There is none to see but the own one. */
  override allow(): void {
    return undefined;
  }

  override async saving(draft: Draft): Promise<void> {
    const blobId = draft.extras.get('avatarBlobId');
    if (typeof blobId !== 'string' || !draft.actor) return;
    const size = await this.blobs.sizeFor(blobId, draft.actor);
    const fault = size === null ? 'is no such file' : await faultOfAvatar(this.blobs, blobId, size);
    if (fault !== null) throw SetError.invalid('avatarBlobId', fault);
  }

  override async saved(draft: Draft): Promise<void> {
    const { id, extras } = draft;
    const chosen = extras.get('notifications');
    if (chosen !== undefined) await this.choices.store(id, chosen as Readonly<Record<string, Channels>>);
    await keepWithPrincipal(this.records, draft, SHARED);
    const login = LOGIN.filter((name) => draft.changed(name));
    if (login.length > 0) await this.records.touch('User', id, login);
  }
}
