import { RequestError } from './errors';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads I-JSON (RFC 7493): UTF-8, no name twice in an object, no half characters.
 * @throws RequestError notJSON; notRequest for a member `__proto__`, which parts of the program would silently drop
 */
export function parseIJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw RequestError.notJson('The body is not valid UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw RequestError.notJson('The body is not valid JSON');
  }
  checkStrings(text);
  return value;
}

/** Writes I-JSON: half of a character that was cut somewhere becomes the replacement character. */
export function toIJson(value: unknown): string {
  const text = JSON.stringify(value);
  // Most texts have none, and are long.
  if (!text.includes('\\ud')) return text;
  return text.replace(/(\\*)(\\ud[89a-f][\da-f]{2})/g, (found, before: string) =>
    before.length % 2 === 0 ? `${before}\\ufffd` : found,
  );
}

/** Looks at the strings of a text that is known to be JSON; a list of names is kept for each object that is open. */
function checkStrings(text: string): void {
  const open: (Set<string> | null)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
        open.push(new Set());
        isName = true;
        break;
      case '[':
        open.push(null);
        isName = false;
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        isName = open.at(-1) instanceof Set;
        break;
      case '"': {
        const end = endOfString(text, at);
        const raw = text.slice(at, end + 1);
        if (isName || raw.includes('\\u')) {
          const string = JSON.parse(raw) as string;
          if (/\p{Cs}/u.test(string)) throw RequestError.notJson('A text holds half a character (a lone surrogate)');
          if (isName) checkName(string, open.at(-1) ?? new Set());
        }
        isName = false;
        at = end;
        break;
      }
      default:
    }
  }
}

function checkName(name: string, known: Set<string>): void {
  if (known.has(name)) throw RequestError.notJson(`An object has "${name.slice(0, 60)}" twice`);
  if (name === '__proto__') throw RequestError.notRequest('No member may be called "__proto__"');
  known.add(name);
}

/** Index of the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, quote: number): boolean {
  let at = quote;
  while (text[at - 1] === '\\') at--;
  return (quote - at) % 2 === 1;
}
