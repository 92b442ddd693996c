/** What may stand in braces in a reply of a manager. Filled in where it is inserted (`ui/placeholders.ts`). */
export const IN_REPLIES = ['customer', 'agent', 'subject', 'number', 'list'] as const;
/** The same around an answer that is mailed; `text` is the answer. */
export const IN_ANSWERS = [...IN_REPLIES, 'text', 'signature', 'link'] as const;
/** The same in the mail that confirms a new ticket. */
export const IN_CONFIRMATIONS = ['customer', 'subject', 'number', 'list', 'link'] as const;

/** The names as they are written, for people: `{customer}, {number}`. */
export function braced(names: readonly string[]): string {
  return names.map((name) => `{${name}}`).join(', ');
}

/** Why a text cannot be used, as `has {x}, but …`; null when all that stands in braces is known. */
export function faultOfPlaceholders(text: string, known: readonly string[]): string | null {
  const written = text.match(/\{[\p{L}\p{N}_-]+\}/gu) ?? [];
  const unknown = [...new Set(written)].filter((word) => !known.includes(word.slice(1, -1)));
  return unknown.length === 0 ? null : `has ${unknown.join(', ')}, but there are only ${braced(known)}`;
}

/** The text with what it names in braces, in one go: braces in what people are called stay what they are. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : all));
}
