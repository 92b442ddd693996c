const MAX_IDS = 200;
/** RFC 5322 §2.1.1: no line, and so no id, may be longer. */
const MAX_LENGTH = 998;

/**
 * The message ids of a Message-ID, In-Reply-To or References header, however damaged: lists with commas, ids cut by
 * folding, words around them, ids without brackets. One pass by hand, because the input may be hostile.
 * @param value unfolded header value
 * @returns ids without angle brackets, in order, each once, case kept; the first and the last 199 of more than 200
 */
export function readMessageIds(value: string): string[] {
  const ids = new Set<string>();
  let position = 0;
  while (position < value.length) {
    const open = value.indexOf('<', position);
    if (open < 0) {
      addBareIds(value.slice(position), ids);
      break;
    }
    addBareIds(value.slice(position, open), ids);
    const another = value.indexOf('<', open + 1);
    // Looked for no further than the next bracket: of many that never close, each would be looked for to the end.
    const inside = value.slice(open + 1, another < 0 ? value.length : another);
    const close = inside.indexOf('>');
    if (close < 0) {
      // A bracket that never closes: what follows is read as a bare id.
      addBareIds(inside, ids);
      position = open + 1 + inside.length;
      continue;
    }
    const id = inside.slice(0, close).replace(/\s+/g, '');
    if (id !== '' && id.length <= MAX_LENGTH) ids.add(id);
    position = open + 1 + close + 1;
  }
  const all = [...ids];
  return all.length <= MAX_IDS ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_IDS)];
}

/** The id of the mail itself; software that forgets brackets or the @ still names its mails uniquely. */
export function readMessageId(value: string): string | null {
  const id = readMessageIds(value)[0] ?? value.replace(/[<>]/g, '').trim();
  return id === '' || /\s/.test(id) || id.length > MAX_LENGTH ? null : id;
}

function addBareIds(text: string, ids: Set<string>): void {
  for (const token of text.split(/[\s,;"']+/)) {
    const at = token.indexOf('@');
    if (at > 0 && at < token.length - 1 && token.length <= MAX_LENGTH) ids.add(token.replace(/^[(>]+|[)>.]+$/g, ''));
  }
}
