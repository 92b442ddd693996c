import {
  Database,
  inject,
  injectable,
  isAddress,
  normaliseAddress,
  Problem,
  type PublicDocument,
  PublicPage,
  type PublicPlace,
  RateLimit,
  type Stranger,
  Translations,
} from '../../core/api';
import { PublicThreads } from './public-thread.service';
import { TicketsSettings } from './settings';
import { isClosed } from './status';
import { fileForm, lookUpForm, PAGE, type Say, TEXTS, threadHtml } from './ticket-page.html';

const HOUR = 3600;
/** Longest message, in characters. */
const LONGEST = 100_000;

type Form = ReadonlyMap<string, string>;

/**
 * The public page of legacy tickets, by the parameters that links of Group-Office have. Whoever knows number and verifier of
 * a ticket reads it and answers as its customer; where that is allowed, strangers file new ones. A wrong number and a wrong
 * verifier are answered alike, and tries, answers and new tickets are counted by address and number.
 */
@injectable()
export class TicketPage extends PublicPage {
  readonly name = PAGE;
  readonly texts = Object.values(TEXTS);

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(PublicThreads) private readonly threads: PublicThreads,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(Translations) private readonly translations: Translations,
  ) {
    super();
  }

  async answer(stranger: Stranger): Promise<PublicDocument> {
    const say = this.sayTo(stranger);
    const { number, verifier } = secretOf(stranger);
    if (number === '' && verifier === '')
      return { status: 200, title: say(TEXTS.heading), html: await this.forms(say) };
    const found = await this.find(stranger);
    if (!found) return { status: 404, title: say(TEXTS.unknown), html: await this.forms(say) };
    const { isReadOnly } = await this.settings.read();
    const html = threadHtml(found, !isReadOnly, say, stranger.locale);
    return { status: 200, title: `#${found.ticketNumber} ${found.subject}`, html };
  }

  override async receive(stranger: Stranger, form: Form): Promise<PublicDocument | PublicPlace> {
    const say = this.sayTo(stranger);
    const { number, verifier } = secretOf(stranger);
    return number === '' && verifier === '' ? this.file(stranger, form, say) : this.reply(stranger, form, say);
  }

  private async reply(stranger: Stranger, form: Form, say: Say): Promise<PublicDocument | PublicPlace> {
    const found = await this.find(stranger);
    if (!found) return { status: 404, title: say(TEXTS.unknown), html: await this.forms(say) };
    await this.checkWritable(say);
    if (isClosed(found.statusId)) throw new Problem(say(TEXTS.over), 409);
    const closes = form.has('close');
    const content = wordsOf(form, say, !closes);
    await this.limit.take([
      { name: `tickets answers from ${stranger.address}`, most: 30, seconds: HOUR },
      { name: `tickets answers to ${found.ticketNumber}`, most: 10, seconds: HOUR },
    ]);
    await this.database.transaction(() => this.threads.reply(found.id, content, closes));
    return { query: stranger.query };
  }

  private async file(stranger: Stranger, form: Form, say: Say): Promise<PublicPlace> {
    if (!(await this.takesNew())) throw new Problem(say(TEXTS.unknown), 404);
    await this.checkWritable(say);
    const of = (name: string) => oneLine(form.get(name) ?? '');
    const email = of('email');
    if (!isAddress(email) || email.length > 254) throw new Problem(say(TEXTS.wrongEmail));
    const type = (await this.threads.publishedTypes()).find(({ id }) => String(id) === of('type'));
    if (!type) throw new Problem(say(TEXTS.noType));
    if (of('subject') === '') throw new Problem(say(TEXTS.empty));
    const content = wordsOf(form, say, true);
    await this.limit.take([{ name: `tickets filed from ${stranger.address}`, most: 5, seconds: HOUR }]);
    const asked = {
      typeId: type.id,
      email: normaliseAddress(email),
      name: of('name'),
      subject: of('subject'),
      content,
    };
    const { ticketNumber, ticketVerifier } = await this.database.transaction(() => this.threads.file(asked));
    return {
      query: new Map([
        ['ticket_number', ticketNumber],
        ['ticket_verifier', String(ticketVerifier)],
      ]),
    };
  }

  /** The ticket whose number and verifier they know, or null. @throws Problem 429 for who guesses */
  private async find(stranger: Stranger) {
    const { number, verifier } = secretOf(stranger);
    const buckets = [
      { name: `tickets page from ${stranger.address}`, most: 60, seconds: HOUR },
      { name: `tickets page of ${number.slice(0, 16)}`, most: 30, seconds: HOUR },
    ];
    await this.limit.take(buckets);
    const { hasPublicPage } = await this.settings.read();
    const found = await this.threads.find(number, verifier);
    if (!found || !hasPublicPage) return null;
    await this.limit.giveBack(buckets);
    return found;
  }

  private async forms(say: Say): Promise<string> {
    const types = (await this.takesNew()) ? await this.threads.publishedTypes() : [];
    return lookUpForm(say) + (types.length === 0 ? '' : fileForm(types, say));
  }

  private async takesNew(): Promise<boolean> {
    const { hasPublicPage, allowsAnonymous, isReadOnly } = await this.settings.read();
    return hasPublicPage && allowsAnonymous && !isReadOnly;
  }

  private async checkWritable(say: Say): Promise<void> {
    if ((await this.settings.read()).isReadOnly) throw new Problem(say(TEXTS.readOnly), 403);
  }

  private sayTo({ locale }: Stranger): Say {
    return this.translations.of('tickets', { user: { locale } });
  }
}

function secretOf({ query }: Stranger): { number: string; verifier: string } {
  const of = (name: string) => query.get(name)?.trim() ?? '';
  return { number: of('ticket_number'), verifier: of('ticket_verifier') };
}

/** @throws Problem when nothing is said where something must be, or too much */
function wordsOf(form: Form, say: Say, isNeeded: boolean): string {
  const content = (form.get('content') ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  if (isNeeded && content === '') throw new Problem(say(TEXTS.empty));
  if ([...content].length > LONGEST) throw new Problem(say(TEXTS.long), 413);
  return content;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
