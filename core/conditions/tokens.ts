export interface Token {
  /** What it is: itself for signs and keywords (lower case), else its sort. */
  readonly is: string;
  readonly value: string;
  /** Where it begins, counted from 0. */
  readonly at: number;
}

/** Why a text is no expression, and where, counted from 0. */
export class SyntaxFault extends Error {
  constructor(
    readonly expected: string,
    readonly at: number,
  ) {
    super(`${expected} at character ${String(at + 1)}`);
  }
}

/** Words that cannot be names, in any case. */
export const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'is', 'empty', 'true', 'false']);

/** Longest expression, in characters. */
const LONGEST = 2000;

const TOKEN =
  /\s*(?:(?<number>\d{1,15}(?:\.\d{1,10})?)|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<name>[A-Za-z_]\w*)|(?<sign><>|[<>!]=|[-=<>+*/(),]))/suy;

/** Cuts a text into tokens; the last one is `end`. @throws SyntaxFault */
export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw new SyntaxFault(`expected at most ${String(LONGEST)} characters`, LONGEST);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw stranger(text, at);
    const [is, value] = Object.entries<string | undefined>(groups).find(([, found]) => found !== undefined) as [
      string,
      string,
    ];
    const start = TOKEN.lastIndex - value.length;
    if (is === 'number' && /[\w.]/.test(text[TOKEN.lastIndex] ?? '')) throw new SyntaxFault('expected a number', start);
    tokens.push(tokenOf(is, value, start));
    at = TOKEN.lastIndex;
  }
  return [...tokens, { is: 'end', value: '', at: text.length }];
}

function tokenOf(is: string, value: string, at: number): Token {
  if (is === 'text') return { is, value: value.slice(1, -1).replace(/\\(.)/gsu, '$1'), at };
  if (is === 'sign') return { is: value === '<>' ? '!=' : value, value, at };
  if (is === 'name' && KEYWORDS.has(value.toLowerCase())) return { is: value.toLowerCase(), value, at };
  return { is, value, at };
}

function stranger(text: string, from: number): SyntaxFault {
  const at = from + (text.slice(from).length - text.slice(from).trimStart().length);
  const isQuote = text[at] === '"' || text[at] === "'";
  return new SyntaxFault(isQuote ? 'expected the quote to be closed' : 'expected a name, a value or a sign', at);
}
