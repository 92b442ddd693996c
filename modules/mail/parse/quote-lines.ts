/**
 * What a line of a mail is:
 * empty · text · quote (`> …`) · attribution ("On … wrote:") · header (of a quoted mail) · delimiter (`____`) ·
 * signature ("Sent from my …", `-- `).
 */
export type LineKind = 'empty' | 'text' | 'quote' | 'attribution' | 'header' | 'delimiter' | 'signature';

export interface Line {
  readonly kind: LineKind;
  readonly text: string;
}

/** Longer lines are prose without line breaks, never one of the markers below; the limit keeps every pattern cheap. */
const MAX_MARKER = 1000;
/** An attribution is broken over at most so many lines by mail programs. */
const MAX_JOINED = 5;

/** The verb of an attribution in the languages we have seen; a cut also needs a date, a time or an address (llun PR 1321). */
const WROTE =
  /(?:^|[\s>,(])(?:wrote|writes|said|schrieb|schreibt|schreef|geschreven|a écrit|escribió|escribi=C3=B3|escreveu|ha scritto|skrev|skriver|kirjoitti|yazdı|írta|napsala?|napísala?|napisał\(?a?\)?|написала?|написа[вл]\(?а?\)?|пишет|пише|писала?|写道|寫道|のメール|a scris|έγραψε)(?=[\s:：*)-]|$)/iu;
const OPENER =
  /^[>\s*-]*(?:on|at|le|am|op|em|el|il|den|dnia|w dniu|dne|pe|в|\d|在|mon|tue|wed|thu|fri|sat|sun|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье)(?=[\s,.\d年/-])/iu;
const EVIDENCE = /\b(?:19|20)\d\d\b|\d{1,2}[:.]\d{2}\b|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[^\s<>@]@[^\s<>@]|年/u;
const DATED_NAME =
  /^[>\s]*\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: \d{1,2}:\d{2})?(?: GMT[+-]\d{1,2}:?\d{2} \S.{0,200}(?<![<,])| .{0,200}<[^<>\s]+@[^<>\s]+ ?>):?\s*$/;
const ORIGINAL =
  /^[>\s*_-]*-{2,}\s{0,3}(?:original message|forwarded (?:message|by .{1,80})|ursprüngliche nachricht|weitergeleitete nachricht|originalnachricht|weitergeleitete e-?mail|message d['’]origine|message transféré|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|opprinnelig melding|oprindelig meddelelse|alkuperäinen viesti|wiadomość oryginalna|исходное сообщение|пересылаемое сообщение|original-nachricht|原始邮件|原始郵件|元のメッセージ)\s{0,3}-{2,}[\s*]*$/iu;
const FORWARDED =
  /^[>\s]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|début du (?:message|mail) (?:réexpédié|transféré)|inizio messaggio inoltrato|inicio del mensaje reenviado)\s?:\s*$/iu;
const REPLY_ABOVE =
  /^[>\s]*(?:#{2,}|-{2,}|—).{0,60}(?:reply above this line|über dieser zeile antworten|antworten sie über dieser zeile)/iu;

const HEADERS = new Map(
  Object.entries({
    from: 'from von de da van från fra od от від expéditeur remitente mittente lähettäjä kimden 发件人 寄件者 差出人 gönderen feladó',
    date: 'sent date gesendet datum envoyé enviado enviada inviato data fecha verzonden skickat sendt dato wysłano отправлено дата lähetetty päiväys tarih 发送时间 日期 日時 送信日時',
    to: 'to an à para a aan till til do кому vastaanottaja kime 收件人 收件者 宛先 cc kopie copia',
    subject: 'subject betreff objet asunto assunto oggetto onderwerp ämne emne temat тема aihe konu 主题 主旨 件名',
    other: 'reply-to risposta antwort importance wichtigkeit priority priorität attachments anlagen',
  }).flatMap(([kind, names]) => names.split(' ').map((name): [string, string] => [name, kind])),
);

const SENT_FROM =
  /^[\s<([*]*(?:sent (?:from|via|with|by|using)\s|from my i?(?:phone|pad|pod|mobile)|(?:someone|me)? ?from mobile|get \[?outlook for|envoyé (?:depuis|de) (?:mon|ma)\s|envoyé à partir d|von meinem .{1,40} gesendet|gesendet (?:von|mit|über)\s|diese nachricht wurde von meinem .{1,60} gesendet|verzonden (?:met|vanaf|van)\s|verstuurd (?:vanaf|met|van)\s|sendt fra\s|skickat från\s|enviado (?:desde|do|de|a partir)\s|inviato d[ae]l?\s|lähetetty\s.{0,30}(?:stä|sta|lta)|wysłane z\s|отправлено (?:с|из)\s|從我的 .{1,40} 傳送|发自我的|iphoneから送信)/iu;
const DELIMITER = /^\s*(?:[-_=+~#*]{2,}|—{1,}|[_-](?: [_-]){2,})\s*$/;
// Mail trackers leave this letter as an invisible mark.
const EMPTY = /^[\s\u200B\u200C\uFEFFᐧ]*$/u;

/** Splits a text into lines and says of each what it is; a broken attribution becomes one line. Linear in its length. */
export function readLines(text: string): Line[] {
  const source = text.replace(/\r\n?/g, '\n').split('\n');
  const lines: Line[] = [];
  let isCode = false;
  let foreignPrefix = '';
  for (let index = 0; index < source.length; index += 1) {
    const line = source[index] ?? '';
    if (line.startsWith('```')) isCode = !isCode;
    if (isCode || line.startsWith('```') || line.length > MAX_MARKER) {
      lines.push({ kind: 'text', text: line });
      continue;
    }
    if (line.startsWith('>') || /^\s*>/.test(line)) {
      foreignPrefix = '';
      lines.push({ kind: 'quote', text: line });
      continue;
    }
    const attribution = readAttribution(source, index);
    if (attribution !== null) {
      lines.push({ kind: 'attribution', text: attribution.text });
      foreignPrefix = '';
      index = attribution.end;
      continue;
    }
    const prefix = /^\s*(\||[A-Za-z]{1,20}>)(?= |$|\S)/.exec(line)?.[1] ?? '';
    if (prefix !== '' && (prefix === foreignPrefix || startsForeignQuote(lines, source, index, prefix))) {
      foreignPrefix = prefix;
      lines.push({ kind: 'quote', text: line.replace(prefix, '>') });
      continue;
    }
    if (prefix === '' && line.trim() !== '') foreignPrefix = '';
    lines.push({ kind: kindOf(line), text: line });
  }
  return lines;
}

/** Which header of a quoted mail a line is (`from`, `date`, `to`, `subject`, `other`), or null. */
export function headerKind(text: string): string | null {
  const name = /^[>\s*]*([\p{L}][\p{L}-]{0,20})\s?\*{0,2}[:：]\*{0,2}(?=\s|$)/u.exec(text.slice(0, 100))?.[1];
  return name === undefined ? null : (HEADERS.get(name.toLowerCase()) ?? null);
}

/** True for `-- `, which RFC 3676 §4.3 reserves for signatures, and for the dash some web sites use instead. */
export function isSignatureMark(line: Line): boolean {
  return line.kind === 'delimiter' && /^(?:--|—)\s*$/.test(line.text);
}

function kindOf(line: string): LineKind {
  if (EMPTY.test(line)) return 'empty';
  if (DELIMITER.test(line)) return 'delimiter';
  if (line.length < 200 && SENT_FROM.test(line)) return 'signature';
  return headerKind(line) === null ? 'text' : 'header';
}

function readAttribution(source: readonly string[], index: number): { text: string; end: number } | null {
  const first = source[index] ?? '';
  if (first.length < 8) return null;
  if (ORIGINAL.test(first) || FORWARDED.test(first) || REPLY_ABOVE.test(first)) return { text: first, end: index };
  if (!EVIDENCE.test(first)) return null;
  let joined = first.trimEnd();
  let pieces = 1;
  for (let end = index; pieces <= MAX_JOINED && joined.length <= MAX_MARKER; ) {
    if (DATED_NAME.test(joined) || isWrote(joined)) return { text: end === index ? first : joined, end };
    // Only an opening that nobody writes in a sentence may be joined with what follows.
    if (!OPENER.test(first) && !/<[^<>\s]*(?:@[^<>\s]*>)?/.test(first)) return null;
    do end += 1;
    while (end < source.length && end - index < 2 * MAX_JOINED && (source[end] ?? '').trim() === '');
    const next = source[end]?.trim() ?? '';
    if (next === '' || /^>(?! ?(?:[:：]|wrote))/.test(next)) return null;
    joined = `${joined} ${next}`;
    pieces += 1;
  }
  return null;
}

function isWrote(line: string): boolean {
  return /(?:[:：]|wrote\s-{2,})[\s*]*$/.test(line) && line.length <= MAX_MARKER && WROTE.test(line);
}

/** `Richard> …` and `| …` are quotes right below an attribution, the former also when it repeats. */
function startsForeignQuote(lines: readonly Line[], source: readonly string[], index: number, prefix: string): boolean {
  let last = lines.length - 1;
  while (lines[last]?.kind === 'empty') last -= 1;
  if (lines[last]?.kind === 'attribution') return true;
  return prefix !== '|' && (source[index + 1] ?? '').startsWith(prefix);
}
