import {
  escapeHtml,
  inject,
  injectable,
  type PublicDocument,
  PublicPage,
  RateLimit,
  type Stranger,
  Translations,
} from '../../core/api';
import { type PublicThread, PublicThreads } from './public-thread.service';
import { TicketsSettings } from './settings';
import { CLOSED, OPEN } from './status';

/** Where it is, for the links in mails. */
export const PAGE = 'tickets';

const TEXTS = {
  heading: 'Follow a ticket',
  number: 'Ticket number',
  verifier: 'Verifier',
  show: 'Show',
  unknown: 'There is no such ticket, or the verifier is another',
  status: 'Status',
  open: 'Open',
  progress: 'In progress',
  closed: 'Closed',
  changed: 'Status changed to',
  customer: 'Customer',
} as const;

const HOUR = 3600;

/**
 * The public page of a legacy ticket, for whoever knows its number and its verifier, by the parameters that links of
 * Group-Office have. A wrong number and a wrong verifier are answered alike, and tries are counted by address and number.
 */
@injectable()
export class TicketPage extends PublicPage {
  readonly name = PAGE;
  readonly texts = Object.values(TEXTS);

  constructor(
    @inject(PublicThreads) private readonly threads: PublicThreads,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(Translations) private readonly translations: Translations,
  ) {
    super();
  }

  async answer({ address, locale, query }: Stranger): Promise<PublicDocument> {
    const say = this.translations.of('tickets', { user: { locale } });
    const number = query.get('ticket_number')?.trim() ?? '';
    const verifier = query.get('ticket_verifier')?.trim() ?? '';
    if (number === '' && verifier === '') return { status: 200, title: say(TEXTS.heading), html: form(say) };
    const buckets = [
      { name: `tickets page from ${address}`, most: 60, seconds: HOUR },
      { name: `tickets page of ${number.slice(0, 16)}`, most: 30, seconds: HOUR },
    ];
    await this.limit.take(buckets);
    const { hasPublicPage } = await this.settings.read();
    const found = await this.threads.find(number, verifier);
    if (!found || !hasPublicPage) return { status: 404, title: say(TEXTS.unknown), html: form(say) };
    await this.limit.giveBack(buckets);
    return { status: 200, title: `#${found.ticketNumber} ${found.subject}`, html: thread(found, say, locale) };
  }
}

type Say = (english: string) => string;

function form(say: Say): string {
  const field = (name: string, label: string) =>
    `<label>${escapeHtml(say(label))}<input name="${name}" required inputmode="numeric" autocomplete="off" maxlength="16"></label>`;
  return (
    `<form method="get" action="/public/${PAGE}">${field('ticket_number', TEXTS.number)}` +
    `${field('ticket_verifier', TEXTS.verifier)}<button>${escapeHtml(say(TEXTS.show))}</button></form>`
  );
}

function thread({ statusId, statusName, messages }: PublicThread, say: Say, locale: string): string {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const called = (id: number) => say(id === CLOSED ? TEXTS.closed : id === OPEN ? TEXTS.open : TEXTS.progress);
  const now = statusName ?? called(statusId);
  const entries = messages.map((message) => {
    const author = message.authorName === '' ? say(TEXTS.customer) : message.authorName;
    const change = message.hasStatus
      ? `<p class="soft">${escapeHtml(`${say(TEXTS.changed)}: ${called(message.statusId)}`)}</p>`
      : '';
    return (
      `<article><strong dir="auto">${escapeHtml(author)}</strong> ` +
      `<span class="soft">${escapeHtml(when.format(message.createdAt))} UTC</span>` +
      `<p dir="auto">${escapeHtml(message.content)}</p>${change}</article>`
    );
  });
  return `<p class="soft">${escapeHtml(`${say(TEXTS.status)}: ${now}`)}</p>${entries.join('')}`;
}
