import { escapeHtml } from '../../core/api';
import type { PublicThread } from './public-thread.service';
import { CLOSED, isClosed, OPEN } from './status';

/** Where it is, for the links in mails. */
export const PAGE = 'tickets';

/** What the page says. */
export const TEXTS = {
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
  files: 'Files, which were mailed or are shown after signing in',
  reply: 'Your message',
  closes: 'Close the ticket with it',
  send: 'Send',
  empty: 'Please say what it is about',
  long: 'That is too long',
  over: 'This ticket is closed; nothing can be added to it',
  readOnly: 'These tickets can only be read any more',
  new: 'New ticket',
  name: 'Your name',
  email: 'Your e-mail address',
  wrongEmail: 'That is no e-mail address',
  type: 'Type',
  subject: 'Subject',
  noType: 'There is no such type',
} as const;

export type Say = (english: string) => string;

/** Asks for the number and the verifier of a ticket. */
export function lookUpForm(say: Say): string {
  const field = (name: string, label: string) =>
    `<label>${escapeHtml(say(label))}<input name="${name}" required inputmode="numeric" autocomplete="off" maxlength="16"></label>`;
  return (
    `<form method="get" action="/public/${PAGE}">${field('ticket_number', TEXTS.number)}` +
    `${field('ticket_verifier', TEXTS.verifier)}<button>${escapeHtml(say(TEXTS.show))}</button></form>`
  );
}

/** Files a ticket of one of these types. */
export function fileForm(types: readonly { readonly id: number; readonly name: string }[], say: Say): string {
  const field = (name: string, label: string, rest: string) =>
    `<label>${escapeHtml(say(label))}<input name="${name}" required ${rest}></label>`;
  const options = types.map(({ id, name }) => `<option value="${String(id)}">${escapeHtml(name)}</option>`);
  return (
    `<h2>${escapeHtml(say(TEXTS.new))}</h2><form class="wide" method="post" action="/public/${PAGE}">` +
    field('name', TEXTS.name, 'autocomplete="name" maxlength="50"') +
    field('email', TEXTS.email, 'type="email" autocomplete="email" maxlength="254"') +
    `<label>${escapeHtml(say(TEXTS.type))}<select name="type">${options.join('')}</select></label>` +
    `${field('subject', TEXTS.subject, 'maxlength="255"')}${words(say)}${button(say)}</form>`
  );
}

/** The thread, and where to write into it as long as it is open. */
export function threadHtml(thread: PublicThread, mayReply: boolean, say: Say, locale: string): string {
  const { statusId, statusName, messages } = thread;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const called = (id: number) => say(id === CLOSED ? TEXTS.closed : id === OPEN ? TEXTS.open : TEXTS.progress);
  const entries = messages.map((message) => {
    const { authorName, createdAt, content, hasStatus, files } = message;
    const author = authorName === '' ? say(TEXTS.customer) : authorName;
    const change = hasStatus ? soft(`${say(TEXTS.changed)}: ${called(message.statusId)}`) : '';
    return (
      `<article><strong dir="auto">${escapeHtml(author)}</strong> ` +
      `<span class="soft">${escapeHtml(when.format(createdAt))} UTC</span>` +
      `<p dir="auto">${escapeHtml(content)}</p>${change}` +
      `${files.length === 0 ? '' : soft(`${say(TEXTS.files)}: ${files.join(', ')}`)}</article>`
    );
  });
  // Without an address of its own it sends to this very page, so that the secret stands nowhere in it.
  const reply =
    mayReply && !isClosed(statusId)
      ? `<form class="wide" method="post">${words(say)}` +
        `<label class="check"><input type="checkbox" name="close">${escapeHtml(say(TEXTS.closes))}</label>${button(say)}</form>`
      : '';
  return `${soft(`${say(TEXTS.status)}: ${statusName ?? called(statusId)}`)}${reply}${entries.join('')}`;
}

function words(say: Say): string {
  return `<label>${escapeHtml(say(TEXTS.reply))}<textarea name="content" dir="auto" maxlength="100000"></textarea></label>`;
}

function button(say: Say): string {
  return `<button>${escapeHtml(say(TEXTS.send))}</button>`;
}

function soft(text: string): string {
  return `<p class="soft">${escapeHtml(text)}</p>`;
}
