/** Prefixes that mail programs put before the subject of an answer or a forward, in many languages. */
const PREFIX =
  /^\s*(?:(?:re|aw|antw|sv|vs|rv|res|r|tr|rif|odp|ynt|i̇lt|ha|fwd?|wg|i|enc|vb|vl|doorst|pd|回复|答复|转发|転送)(?:\[\d+\])?\s?[:：]\s*)+/iu;
const TAG = /\[#(\d{1,10})\]/g;
/** `[ts #201800001]`, as Group-Office wrote it into the subjects of its mails. */
const LEGACY_TAG = /\[ts\s*#\s*(\d{1,20})\]/gi;

/** The subject as a ticket's title: without answer prefixes and our tag; never empty. */
export function titleOf(subject: string): string {
  const title = subject
    .replaceAll(TAG, '')
    .replaceAll(LEGACY_TAG, '')
    .replace(PREFIX, '')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...title].slice(0, 255).join('') || '(no subject)';
}

/** `Re: Printer on fire [#12]` */
export function replySubject(title: string, taskId: number): string {
  return `Re: ${title} [#${String(taskId)}]`;
}

/** Ticket numbers that the subject names, last first. They prove nothing: anybody can guess one. */
export function taggedIn(subject: string): number[] {
  return [...subject.matchAll(TAG)].map((match) => Number(match[1])).reverse();
}

/** Numbers of an older system that the subject names, last first. They prove as little. */
export function legacyTaggedIn(subject: string): string[] {
  return [...subject.matchAll(LEGACY_TAG)].flatMap(([, number]) => number ?? []).reverse();
}
