import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { isSame } from '../jmap/draft';
import { Contributions } from '../module/contributions';
import { CHANNELS, type Channel, type Channels, isTold } from './channels';
import { NotificationChoice } from './notification.entity';
import { NotificationGate, NotificationKind } from './notification-kind';

type Choices = Readonly<Record<string, Channels>>;

/** By which ways each person wants to be told of what: as the kind says, until they say otherwise. */
@injectable()
export class NotificationChoices {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {}

  /** All kinds of events of which this person can be told. */
  kindsFor(context: Context): NotificationKind[] {
    return this.contributions.all(NotificationKind).filter((kind) => kind.isFor(context));
  }

  /** False when nothing of this kind is mailed to anybody. */
  async isMailed(kind: string): Promise<boolean> {
    for (const gate of this.contributions.all(NotificationGate)) if (!(await gate.mails(kind))) return false;
    return true;
  }

  /** By which ways each of these people is told of one kind. */
  async of({ id, defaults }: NotificationKind, principalIds: readonly number[]): Promise<Map<number, Channels>> {
    if (principalIds.length === 0) return new Map();
    const rows = await this.database.manager.findBy(NotificationChoice, { kind: id, principalId: In(principalIds) });
    const chosen = new Map(rows.map((row) => [row.principalId, channelsOf(row)]));
    return new Map(principalIds.map((principalId) => [principalId, chosen.get(principalId) ?? defaults]));
  }

  /** Who has chosen to be told of a kind of which nobody is told by itself. */
  async wantedBy(kind: string): Promise<number[]> {
    const { rows: table } = this.database;
    const rows = await this.database.kept(`choices of ${kind}`, () =>
      table.read(
        NotificationChoice,
        sql`SELECT * FROM core_notification_choice WHERE kind = ${kind} ORDER BY principalId`,
      ),
    );
    return rows.filter((row) => isTold(channelsOf(row))).map(({ principalId }) => principalId);
  }

  /** Kind → ways, of everything that this person can be told of. */
  async shown(context: Context): Promise<Choices> {
    const rows = await this.database.manager.findBy(NotificationChoice, { principalId: context.principalId });
    const chosen = new Map(rows.map((row) => [row.kind, channelsOf(row)]));
    return Object.fromEntries(this.kindsFor(context).map(({ id, defaults }) => [id, chosen.get(id) ?? defaults]));
  }

  /** Reads kind → ways from the wire; a kind that is not named is as the kind says. */
  readonly parse = (value: unknown): { value: Choices } | { fault: string } => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { fault: 'must map kinds of events to ways' };
    const known = new Set(this.contributions.all(NotificationKind).map(({ id }) => id));
    for (const [kind, ways] of Object.entries(value as Record<string, unknown>)) {
      if (!known.has(kind)) return { fault: `names "${kind.slice(0, 60)}", which is no kind of event` };
      if (!isChannels(ways)) return { fault: `must say of "${kind}" true or false to ${CHANNELS.join(', ')}` };
    }
    return { value: value as Choices };
  };

  /** Stores all that one person has chosen. Needs a transaction. */
  async store(principalId: number, choices: Choices): Promise<void> {
    const { manager } = this.database;
    for (const { id: kind, defaults } of this.contributions.all(NotificationKind)) {
      await manager.delete(NotificationChoice, { principalId, kind });
      const chosen = choices[kind];
      if (chosen && !isSame(channelsOf(chosen), channelsOf(defaults)))
        await manager.insert(NotificationChoice, { principalId, kind, ...channelsOf(chosen) });
    }
  }

  /** For somebody who goes. */
  async forget(principalId: number): Promise<void> {
    await this.database.manager.delete(NotificationChoice, { principalId });
  }
}

function channelsOf({ bell, mail, browser }: Channels): Channels {
  return { bell, mail, browser };
}

function isChannels(value: unknown): value is Channels {
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value);
  return (
    names.length === CHANNELS.length &&
    CHANNELS.every((channel) => typeof (value as Record<Channel, unknown>)[channel] === 'boolean')
  );
}
