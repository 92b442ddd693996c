import type { MailReport, ParsedMail, ReportRecipient } from './parsed-mail';
import { readMessageIds } from './threading-ids';

/**
 * hard: the address will never work (unknown user or host, moved, takes no mail) · soft: this mail was refused or
 * could not be brought now · none: no failure (delayed, delivered, relayed, expanded).
 */
export type BounceClass = 'hard' | 'soft' | 'none';

export interface BouncedRecipient {
  /** '' when the bounce does not name the address. */
  readonly address: string;
  readonly class: BounceClass;
  /** Enhanced status code (RFC 3463) such as 5.1.1, or null. */
  readonly status: string | null;
  /** What the refusing server said, at most 500 characters. */
  readonly detail: string;
}

export interface Bounce {
  readonly recipients: readonly BouncedRecipient[];
  /** Ids of the mail that came back, its own first: compare them with what was sent. */
  readonly returnedIds: readonly string[];
  readonly returnedSubject: string;
}

const DAEMON =
  /\b(?:mailer-?daemon|post_?master|mail delivery (?:sub)?system|mail-?daemon|mdaemon|mail ?administrator|mailadmin|bounce[ds]?|maildeliverysystem|mail router|mailsystem)\b/i;
const SUBJECT =
  /\b(?:un-?deliver(?:ed|able|ability)|non[- ]?deliver(?:y|able)|deliver(?:y|ed|able)?(?: \w+){0,3} (?:fail\w*|problem|error|notification|status|report|delayed|notice|unsuccessful)|fail(?:ed|ure)\b.{0,40}\b(?:mail|deliver|notice|recipient|message)|failure notice|mail failure|could ?n(?:o|')t be delivered|returned (?:mail|to sender)|returning message|mail (?:delivery|system) (?:fail|error)|mail error|message (?:status|failure)|bounce|not be delivered|unzustellbar|zustellung|non remis|no se pudo entregar|mancata consegna|user unknown|rejected|warning: message|error sending|underretning|dsn:)/i;
const BODY =
  /(?:could ?n(?:o|')t be delivered|(?:unable|not able|impossible) to (?:deliver|send)|wasn't able to deliver|failed to (?:deliver|send)|error delivering your mail|message is delayed|exceeds allowed size|delivery (?:to the following|has failed|failed|status|attempt)|permanent(?:ly)? (?:fatal )?(?:error|fail)|fatal errors|undeliver(?:ed|able)|(?:message|mail) (?:was |has been )?(?:not delivered|rejected|returned|blocked)|the following address|following recipient|not deliverable|host (?:name )?(?:unknown|not found)|user unknown|giving up on|550[ -]|554[ -]|5\.\d\.\d{1,3}\b|konnte nicht zugestellt|配信できません|送信できません)/i;

/** The wordings of servers whose status codes say too little; the first that matches decides. */
const WORDINGS: readonly (readonly [RegExp, BounceClass])[] = [
  [/sender address|domain of sender|sender (?:rejected|denied|domain)/i, 'soft'],
  [
    /mailbox (?:is )?full|(?:over|exceed\w*|out of)\W{0,10}(?:the |his |her |allocated |storage )*(?:quota|storage|limit)|quota|insufficient (?:disk|system) (?:space|storage)|not enough (?:disk|storage)|maximum (?:allowed )?(?:size|message)|too (?:large|big)|size limit/i,
    'soft',
  ],
  [
    /spam|blacklist|blocklist|block(?:ed)? list|\bblocked\b|\brbl\b|dnsbl|spamhaus|reputation|\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|authentication|reverse dns|\bptr\b|relay(?:ing)? (?:denied|access)|relaying|virus|malware|policy|prohibited|unsolicited|too many|rate limit|try again|greylist|content|suspended|inactive/i,
    'soft',
  ],
  [
    /user unknown|unknown user|unknown (?:local|recipient|address|mailbox|account|or illegal)|no such (?:user|mailbox|recipient|person|account|address|email|local|host|domain)|(?:user|mailbox|recipient|account|address|alias|mail ?box)(?: \S{1,80})? (?:is |was )?(?:not found|unknown|invalid|does ?n(?:o|')t exist|non-?existent|unavailable|not available|not listed|not known|not exist)|does ?n(?:o|')t (?:exist|have (?:an? )?\S* ?account)|invalid (?:mailbox|recipient|address|user|account)|not (?:a )?(?:valid|known) (?:user|mailbox|recipient|address|account)|not our customer|no mailbox|isn't in|not listed in|unrouteable|mailbox currently|action not taken: mailbox unavailable|recipient address rejected(?:: access denied|\.?\s*$)|invalid recipient|\b(?:521|556)[ -]|mail drop|recipient not|no longer (?:valid|exist|available|on|accepts)/i,
    'hard',
  ],
  [
    /host (?:\S{1,80} )?(?:name )?(?:unknown|not found|lookup)|domain (?:name )?(?:not found|does ?n(?:o|')t exist|unknown)|name (?:or )?(?:service )?(?:error|not known)|host or domain|unknown host|nxdomain|no such domain|couldn't find any host|cannot find (?:your|mail|the)|illegal host|all relevant mx records point to non-existent/i,
    'hard',
  ],
  [
    /has moved|moved to|new address|address (?:has )?changed|does not (?:accept|receive) (?:mail|email|any)|null ?mx|not accept(?:ing)? (?:mail|any|mess)|smtp protocol returned a permanent error/i,
    'hard',
  ],
];

const STILL_TRYING =
  /message is delayed for|temporary failure report|will (?:be retried|keep trying|continue to (?:be )?tr)|no action is required on your part|warning message only/i;

/** Statuses that mean a dead address (RFC 3463 §3.2): bad mailbox, bad system, bad syntax, moved, null MX (RFC 7505 §4.2). */
const HARD_STATUS = /^5\.(?:1\.(?:[0-4]|6|10)|4\.4)$|^5\.0\.911$/;

/**
 * What a bounce says about each recipient: from its machine-readable report (RFC 3464), else from its text, else from
 * the text of its copy. Null when the mail is no bounce and no delivery report at all.
 * Whoever may write to us can write a bounce, so compare `returnedIds` with what was really sent before believing it.
 */
export function readBounce(mail: ParsedMail): Bounce | null {
  const recipients = mail.report?.isDsn === true ? fromReport(mail, mail.report) : [];
  const all = recipients.length > 0 ? recipients : looksLikeBounce(mail) ? fromText(mail) : [];
  return all.length === 0 ? null : { recipients: all, ...returnedMail(mail) };
}

/** True when at least one recipient did not get the mail. */
export function isFailure(bounce: Bounce): boolean {
  return bounce.recipients.some((recipient) => recipient.class !== 'none');
}

function fromReport(mail: ParsedMail, report: MailReport): BouncedRecipient[] {
  const only = report.recipients.length === 1;
  return report.recipients.map((recipient) => ({
    address: recipient.address,
    class: classOfReport(recipient, only ? ownText(mail) : ''),
    status: recipient.status,
    detail: (recipient.diagnostic ?? '').slice(0, 500),
  }));
}

function classOfReport({ action, status, diagnostic }: ReportRecipient, text: string): BounceClass {
  if (action !== null && /^(?:delivered|relayed|expanded|delayed)$/.test(action)) return 'none';
  if (status?.startsWith('2.') === true) return 'none';
  return (
    classOf(status, diagnostic ?? '') ??
    classOf(status, text) ??
    (status !== null && HARD_STATUS.test(status) ? 'hard' : 'soft')
  );
}

/** By the unmistakable statuses, then the server's words, then the other statuses; null when none tells. */
function classOf(status: string | null, words: string): BounceClass | null {
  const code = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1] ?? status ?? '';
  if (/^5\.1\.(?:1|2|6|10)$/.test(code)) return 'hard';
  if (/^4\.|^5\.1\.[78]$|^5\.2\.[2-4]$/.test(code)) return 'soft';
  const worded = WORDINGS.find(([pattern]) => pattern.test(words));
  return worded?.[1] ?? (/^5\.(?:2|3|5|6|7)/.test(code) ? 'soft' : null);
}

function looksLikeBounce(mail: ParsedMail): boolean {
  const isNobody = (mail.headers['return-path'] ?? []).some((value) =>
    /^<?(?:mailer-daemon\S*)?>?$/i.test(value.trim()),
  );
  const isDaemon = DAEMON.test(mail.fromText);
  if ((mail.headers['x-failed-recipients'] ?? []).length > 0 || mail.report?.isDsn === true) return true;
  const isSubject = SUBJECT.test(mail.subject);
  const isBody = BODY.test(mail.text.slice(0, 20_000));
  if (isDaemon) return isSubject || isBody;
  const isReturned = mail.attachments.some((file) => file.type === 'message/rfc822');
  return isBody && ((isNobody && isSubject) || (isReturned && /^no-?reply@/i.test(mail.from?.address ?? '')));
}

/** Failed addresses of a bounce without a report, each with the words below it. */
function fromText(mail: ParsedMail): BouncedRecipient[] {
  const text = ownText(mail);
  const named = (mail.headers['x-failed-recipients'] ?? [])
    .flatMap((value) => value.split(/[\s,]+/))
    .filter((address) => address.includes('@'));
  const found = named.length > 0 ? named : addressesIn(text, mail);
  const unique = [...new Set(found)];
  if (unique.length === 0) return [{ address: '', ...judge(text) }];
  return unique.map((address, index) => {
    const from = text.indexOf(address);
    const next = unique
      .slice(index + 1)
      .map((other) => text.indexOf(other, from + address.length))
      .filter((at) => at > from);
    const own = from < 0 ? text : text.slice(from, next.length === 0 ? undefined : Math.min(...next));
    // Words that tell nothing about one address may stand above all of them.
    return { address, ...(isTelling(own) ? judge(own) : judge(text)) };
  });
}

function isTelling(words: string): boolean {
  const { status } = judge(words);
  return status !== null || classOf(null, words) !== null;
}

function judge(words: string): Omit<BouncedRecipient, 'address'> {
  const status = /\b([245]\.\d{1,2}\.\d{1,3})\b/.exec(words)?.[1] ?? null;
  const isTemporary =
    status?.startsWith('4.') === true || (status === null && /\b4\d\d[ -]/.test(words) && !/\b5\d\d[ -]/.test(words));
  if (STILL_TRYING.test(words)) return { class: 'none', status, detail: '' };
  const detail = words.replace(/\s+/g, ' ').trim().slice(0, 500);
  return {
    class:
      classOf(status, words) ?? (isTemporary ? 'soft' : status !== null && HARD_STATUS.test(status) ? 'hard' : 'soft'),
    status,
    detail,
  };
}

/** Addresses the daemon lists on lines of their own, or in `RCPT TO` of the session it shows. */
function addressesIn(text: string, mail: ParsedMail): string[] {
  const ours = new Set(
    [...mail.to, ...(mail.from === null ? [] : [mail.from])].map(({ address }) => address.toLowerCase()),
  );
  const listed: string[] = [];
  const mentioned: string[] = [];
  for (const line of text.split('\n').slice(0, 2000)) {
    const own =
      /^[\s*>•-]{0,20}(?:to:|recipient:|address:|[45]\d\d )?\s{0,10}<?([^\s<>()":;,]{1,64}@[^\s<>()":;,]{1,190})>?\s{0,10}(?::|$|\(|\s-|\son\s|,|\s{2,}|\.\.\.)/i.exec(
        line.slice(0, 500),
      )?.[1];
    if (own !== undefined) listed.push(own);
    const rcpt =
      /\b(?:rcpt to|recipient|for|to|address|user|mailbox)[\s:<"'[(]{1,5}([^\s<>()":;,]{1,64}@[^\s<>()":;,]{1,190})/i.exec(
        line.slice(0, 500),
      )?.[1];
    if (rcpt !== undefined) mentioned.push(rcpt);
  }
  const foreign = (list: readonly string[]): string[] =>
    list.map((address) => address.replace(/\.+$/, '')).filter((address) => !ours.has(address.toLowerCase()));
  return (
    [listed, mentioned]
      .map(foreign)
      .find((list) => list.length > 0)
      ?.slice(0, 50) ?? []
  );
}

/** The daemon's own words, without the mail it returns below. */
function ownText(mail: ParsedMail): string {
  const text = mail.text.slice(0, 100_000);
  const copy =
    /^(?:[-=_ ]{2,}.{0,80}(?:copy of|original|returned|below this line|unsent|message (?:header|follow|text)|header).{0,80}|return-path:.*|received:.*|(?:your )?original message.*follows:?.*)$/im.exec(
      text,
    );
  return copy === null || copy.index < 20 ? text : text.slice(0, copy.index);
}

function returnedMail(mail: ParsedMail): Pick<Bounce, 'returnedIds' | 'returnedSubject'> {
  const returned = mail.report?.returned;
  if (returned != null)
    return {
      returnedIds: [
        ...(returned.messageId === null ? [] : [returned.messageId]),
        ...returned.inReplyTo,
        ...returned.references,
      ],
      returnedSubject: returned.subject,
    };
  const copy = mail.text.slice(0, 200_000);
  const ids = [...copy.matchAll(/^[ \t>]{0,5}(?:message-id|in-reply-to|references):[ \t]*(.{1,2000})$/gim)].flatMap(
    ([, value]) => readMessageIds(value ?? ''),
  );
  const subject = [...copy.matchAll(/^[ \t>]{0,5}subject:[ \t]*(.{1,500})$/gim)].map(([, value]) => value ?? '');
  return {
    returnedIds: [...new Set([...ids, ...mail.references, ...mail.inReplyTo])].slice(0, 200),
    returnedSubject: subject[0]?.trim() ?? '',
  };
}
