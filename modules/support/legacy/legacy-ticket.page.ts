import {
  escapeHtml,
  inject,
  injectable,
  type PublicDocument,
  PublicPage,
  RateLimit,
  type Stranger,
  Translations,
} from '../../../core/api';
import type { Progress } from '../../tasks/api';
import { replySubject } from '../subject';
import { type LegacyThread, LegacyThreads } from './legacy-threads.service';

const NAME = 'legacy-ticket';

const TEXTS = {
  heading: 'Follow a ticket',
  number: 'Ticket number',
  verifier: 'Verifier',
  show: 'Show',
  unknown: 'There is no such ticket, or the verifier is another',
  status: 'Status',
  attached: 'Files',
  desk: 'Support',
  customer: 'Customer',
  moved: 'This ticket has moved. Its number is now',
  signIn: 'Sign in to answer, and to open files',
  mail: 'Answer by mail',
} as const;

const PROGRESS: Readonly<Record<Progress, string>> = {
  'needs-action': 'Open',
  'in-process': 'In progress',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const HOUR = 3600;

/**
 * Where the links lead by which customers followed a ticket of an older system without signing in: by its number and its
 * verifier there. A wrong number and a wrong verifier are answered alike, and tries are counted by address and number.
 */
@injectable()
export class LegacyTicketPage extends PublicPage {
  readonly name = NAME;
  readonly texts = [...Object.values(TEXTS), ...Object.values(PROGRESS)];

  constructor(
    @inject(LegacyThreads) private readonly threads: LegacyThreads,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(Translations) private readonly translations: Translations,
  ) {
    super();
  }

  /** Of a Group-Office whose address leads here now, in whichever folder it was; and of our own legacy tickets. */
  override isAlsoAt(path: string, query: Stranger['query']): boolean {
    if (path === '/public/tickets') return true;
    return path.endsWith('/index.php') && /^tickets\/externalPage(\/|$)/i.test(query.get('r') ?? '');
  }

  async answer({ address, locale, query }: Stranger): Promise<PublicDocument> {
    const say = this.translations.of('support', { user: { locale } });
    const number = query.get('ticket_number')?.trim() ?? '';
    const verifier = query.get('ticket_verifier')?.trim() ?? '';
    if (number === '' && verifier === '') return { status: 200, title: say(TEXTS.heading), html: form(say) };
    const buckets = [
      { name: `legacy ticket page from ${address}`, most: 60, seconds: HOUR },
      { name: `legacy ticket page of ${number.slice(0, 20)}`, most: 30, seconds: HOUR },
    ];
    await this.limit.take(buckets);
    const found = await this.threads.find(number, verifier);
    if (!found) return { status: 404, title: say(TEXTS.unknown), html: form(say) };
    await this.limit.giveBack(buckets);
    return { status: 200, title: `#${number} ${found.title}`, html: thread(found, say, locale) };
  }
}

type Say = (english: string) => string;

function form(say: Say): string {
  const field = (name: string, label: string) =>
    `<label>${escapeHtml(say(label))}<input name="${name}" required inputmode="numeric" autocomplete="off" maxlength="20"></label>`;
  return (
    `<form method="get" action="/public/${NAME}">${field('ticket_number', TEXTS.number)}` +
    `${field('ticket_verifier', TEXTS.verifier)}<button>${escapeHtml(say(TEXTS.show))}</button></form>`
  );
}

function thread(found: LegacyThread, say: Say, locale: string): string {
  const { taskId, progress, statusName, entries } = found;
  const state = statusName ?? say(PROGRESS[progress]);
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const articles = entries.map(({ at, comment: { authorName, authorRole, text, attachments } }) => {
    const author = authorName || say(authorRole === 'customer' ? TEXTS.customer : TEXTS.desk);
    const names = attachments.map(({ name }) => name).join(', ');
    const files =
      names === '' ? '' : `<p class="soft" dir="auto">${escapeHtml(`${say(TEXTS.attached)}: ${names}`)}</p>`;
    return (
      `<article><strong dir="auto">${escapeHtml(author)}</strong> ` +
      `<span class="soft">${escapeHtml(when.format(at))} UTC</span>` +
      `<p dir="auto">${escapeHtml(text)}</p>${files}</article>`
    );
  });
  return (
    `<p class="soft" dir="auto">${escapeHtml(`${say(TEXTS.status)}: ${state}`)}</p>` +
    `<p>${escapeHtml(`${say(TEXTS.moved)} #${String(taskId)}.`)} ${wayOn(found, say)}</p>${articles.join('')}`
  );
}

/**
 * How to go on. Whoever writes by mail is known by their own address: the address that answers of a ticket go to is not
 * given away here.
 */
function wayOn({ taskId, title, hasAccount, desk }: LegacyThread, say: Say): string {
  if (hasAccount) return `<a href="/#help/${String(taskId)}">${escapeHtml(say(TEXTS.signIn))}</a>`;
  if (desk === null) return '';
  const address = `mailto:${encodeURIComponent(desk).replaceAll('%40', '@')}?subject=${encodeURIComponent(replySubject(title, taskId))}`;
  return `<a href="${escapeHtml(address)}">${escapeHtml(say(TEXTS.mail))}</a>`;
}
