import { inject, injectable } from 'inversify';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import type { Context } from '../../auth/context';
import { Directory } from '../../auth/directory.service';
import { layOut, type Quote } from '../../auth/letters/layout';
import { Letters } from '../../auth/letters/letters.service';
import { wording } from '../../auth/letters/wording';
import { Configuration, publicAddress } from '../../config/config';
import { Database } from '../../database/database';
import { Get } from '../../jmap/get';
import { Records } from '../../jmap/records';
import { ACCOUNT } from '../../jmap/session';
import { Contributions } from '../../module/contributions';
import { Modules } from '../../module/modules';
import { Translations } from '../../module/translations';
import { Clock } from '../../ports/clock';
import type { SystemMail } from '../../ports/postman';
import { CoreSettings } from '../../settings/core-settings';
import { Level } from '../../sharing/level';
import { Notification } from '../notification.entity';
import { NotificationKind, toldBy } from '../notification-kind';
import { type Place, Places, type Seen } from '../places.service';
import { decideMails, QUIET, STALE } from './decide-mails';

/** Events that one mail tells, and characters of what was said in each. */
const MOST_TOLD = 20;
const LONGEST_QUOTE = 2000;

/** Mails of what people are told: one about each object, or one about many, as far as they may still read them. */
@injectable()
export class NotificationMails {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Get) private readonly get: Get,
    @inject(Directory) private readonly directory: Directory,
    @inject(Letters) private readonly letters: Letters,
    @inject(Places) private readonly places: Places,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Modules) private readonly modules: Modules,
    @inject(Translations) private readonly translations: Translations,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** Somebody for whom a mail is due; null for nobody. */
  async next(): Promise<number | null> {
    const [due] = await this.database.manager
      .createQueryBuilder(Notification, 'n')
      .where('n.mailDue <= :now', { now: this.clock.now() })
      .orderBy('n.mailDue')
      .limit(1)
      .getMany();
    return due?.principalId ?? null;
  }

  /** Writes to one person what is due, and sees to it that what is not written now is due later or never. Needs a transaction. */
  async send(principalId: number): Promise<void> {
    const { manager } = this.database.unit;
    const now = this.clock.now();
    const since = new Date(now.getTime() - QUIET * 1000);
    const waiting = await manager.find(Notification, {
      where: { principalId, mailDue: Not(IsNull()) },
      order: { id: 'ASC' },
    });
    const mailed = await manager.findBy(Notification, { principalId, mailedAt: MoreThan(since) });
    const context = await this.directory.contextOf(principalId);
    const seen = context ? await this.readAsColleague([...waiting, ...mailed], context) : new Map<number, Seen>();
    const placeOf = ({ id }: Notification): string | null => keyOf(seen.get(id)?.place);
    const mails = decideMails(
      waiting.map((one) => ({ id: one.id, isRead: one.isRead, due: one.mailDue ?? now, place: placeOf(one) })),
      mailed.map((one) => ({ at: one.mailedAt ?? now, place: placeOf(one) })),
      now,
    );
    // What is on the wire does not change by it, so that nobody needs to hear of it.
    for (const [id, mailDue] of mails.later) await manager.update(Notification, id, { mailDue });
    if (mails.never.length > 0) await manager.update(Notification, { id: In(mails.never) }, { mailDue: null });
    for (const ids of mails.now) {
      const told = waiting.filter(({ id }) => ids.includes(id));
      if (context) await this.write(told, seen, context);
      await manager.update(Notification, { id: In(ids) }, { mailDue: null, mailedAt: now });
    }
  }

  /** Where they happened, without what the person sees no more or only as a customer. */
  private async readAsColleague(told: readonly Notification[], context: Context): Promise<Map<number, Seen>> {
    const seen = await this.places.of(told, context);
    const places = [...seen.values()].map(({ place }) => place);
    const read = new Set<string | null>();
    for (const type of new Set(places.map((place) => place.type))) {
      const ids = places.filter((place) => place.type === type).map(({ id }) => Number(id));
      const readable = await this.records.visibleIds(type, [...new Set(ids)], context, Level.read);
      for (const id of readable) read.add(keyOf({ type, id: String(id) }));
    }
    return new Map([...seen].filter(([, { place }]) => read.has(keyOf(place))));
  }

  /** One mail. Its text is sealed: whoever looks after the outbox need not be allowed to read it. */
  private async write(told: readonly Notification[], seen: ReadonlyMap<number, Seen>, context: Context): Promise<void> {
    const { name, email, locale } = context.user;
    const place = seen.get(told[0]?.id ?? 0)?.place;
    const postman = this.letters.postman();
    // What is sent to one of our own mailboxes would be read by all agents.
    if (!place || !postman || email === '' || !(await this.letters.reaches(email))) return;
    const secretUntil = new Date(this.clock.now().getTime() + STALE * 1000);
    const letter = await this.letterOf(told, seen, place, { name, locale, context });
    await postman.send({ to: { name, address: email }, ...letter, secretUntil });
  }

  private async letterOf(
    told: readonly Notification[],
    seen: ReadonlyMap<number, Seen>,
    place: Place,
    { name, locale, context }: { readonly name: string; readonly locale: string; readonly context: Context },
  ): Promise<Pick<SystemMail, 'subject' | 'text' | 'html'>> {
    const { language, say } = wording(locale);
    const { productTitle: title } = await this.settings.read();
    const shown = told.slice(0, MOST_TOLD);
    const isAboutOne = new Set(told.map(({ id }) => keyOf(seen.get(id)?.place))).size === 1;
    const before = shown.flatMap((one) => this.lines(one, seen.get(one.id), context, isAboutOne));
    const left = told.length - shown.length;
    if (left > 0) before.push(say('notification.more', { count: String(left) }));
    const [what] = before;
    const about = { what: typeof what === 'string' ? what : '', place: place.title, count: String(told.length) };
    return layOut({
      language,
      subject: say(
        isAboutOne
          ? told.length === 1
            ? 'notification.subject'
            : 'notification.subjectMany'
          : 'notification.subjectPlaces',
        about,
      ),
      before: [say('hello', { name }), ...(isAboutOne ? [place.title] : []), ...before],
      action: say('notification.action', {}),
      link: `${publicAddress(this.configuration)}/${await this.routeTo(place, context, isAboutOne)}`,
      after: say('notification.after', {}),
      automatic: say('automatic', { title }),
    });
  }

  /** What happened, and what was said; in a mail about many places, where it happened in place of that. */
  private lines(
    { kind: id, byName }: Notification,
    seen: Seen | undefined,
    context: Context,
    isAboutOne: boolean,
  ): (string | Quote)[] {
    const kind = this.contributions.all(NotificationKind).find((known) => known.id === id);
    if (!kind || !seen) return [];
    const text = toldBy(kind, byName, this.translations.of(this.contributions.moduleOf(kind), context));
    if (!isAboutOne) return [`${text}: ${seen.place.title}`];
    const words = kind.words(seen.object)?.trim() ?? '';
    return words === '' ? [text] : [text, { quote: shortened(words) }];
  }

  /** The panel that shows it to this person, with the object itself or without. */
  private async routeTo({ type, id }: Place, context: Context, isAboutOne: boolean): Promise<string> {
    const panels = this.modules.panelsFor(context).filter(({ slot, shows }) => slot === 'main' && shows === type);
    const properties = [...new Set(panels.flatMap(({ only }) => Object.keys(only)))];
    const answer = await this.get.run(type, { accountId: ACCOUNT, ids: [id], properties }, context);
    const [object = {}] = (answer as { list: Record<string, unknown>[] }).list;
    const panel = panels.find(({ only }) => Object.entries(only).every(([name, value]) => object[name] === value));
    return panel ? `#${String(panel['id'])}${isAboutOne ? `/${id}` : ''}` : '';
  }
}

function keyOf(place: Pick<Place, 'type' | 'id'> | undefined): string | null {
  return place ? `${place.type}/${place.id}` : null;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_QUOTE ? text : `${characters.slice(0, LONGEST_QUOTE).join('')}…`;
}
