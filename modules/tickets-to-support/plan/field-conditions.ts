/** What a condition or a formula there may name: any name or alias in small letters → key here, and its choices. */
export type FieldNames = ReadonlyMap<
  string,
  { readonly key: string; readonly options: readonly { readonly id: number; readonly text: string }[] }
>;

const TOKEN = /\s*(?:(?<sign>[()]|==|!=|<>|>=|<=|[<>=]|&&|\|\|)|(?<text>"[^"]*"|'[^']*')|(?<word>[^\s()<>=!"'&|]+))/suy;
const SIGNS: Readonly<Record<string, string>> = { '==': '=', '<>': '!=', '&&': 'AND', '||': 'OR' };
const COMPARES = new Set(['=', '!=', '<', '<=', '>', '>=']);

/**
 * A condition in the words that are understood here, its fields by their keys: `Machine type = Printer AND Floor is empty`
 * becomes `machineType = "3" AND floor is empty`. Null for what is none.
 */
export function conditionOf(text: string, names: FieldNames): string | null {
  const parts = partsOf(text);
  if (!parts) return null;
  const written: string[] = [];
  let about: ReturnType<FieldNames['get']>;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (part === '(' || part === ')' || isJoint(part) || COMPARES.has(part)) {
      written.push(part);
      continue;
    }
    if (COMPARES.has(written.at(-1) ?? '')) {
      const { words, next } = takeWords(parts, at);
      written.push(valueOf(words, about));
      at = next - 1;
      continue;
    }
    const { words, next } = takeWords(parts, at);
    const [, name = words, emptiness = ''] = /^(.*?)\s+(is(?:\s+not)?\s+empty)$/isu.exec(words) ?? [];
    about = names.get(bare(name).toLowerCase());
    if (!about) return null;
    written.push(about.key);
    if (emptiness !== '') written.push(emptiness.replace(/\s+/g, ' '));
    at = next - 1;
  }
  return written.join(' ');
}

/** A formula with its fields, which stand in braces, by their keys. Null when it names what there is not. */
export function formulaOf(text: string, names: FieldNames): string | null {
  const keyOf = (name: string): string | undefined => names.get(name.trim().toLowerCase())?.key;
  const named = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  if (text.trim() === '' || !named.every((name) => keyOf(name) !== undefined)) return null;
  return text.replace(/\{([^{}]*)\}/g, (_, name: string) => keyOf(name) ?? '').trim();
}

function partsOf(text: string): string[] | null {
  const parts: string[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) return null;
    const part = groups['sign'] ?? groups['text'] ?? groups['word'] ?? '';
    parts.push(SIGNS[part] ?? part);
  }
  return parts.length > 0 ? parts : null;
}

const isJoint = (word: string): boolean => /^(and|or)$/i.test(word);

/** Words that belong together, as names and values of several words do. */
function takeWords(parts: readonly string[], at: number): { words: string; next: number } {
  let next = at;
  const isWord = (part: string): boolean => !isJoint(part) && !COMPARES.has(part) && part !== '(' && part !== ')';
  while (next < parts.length && isWord(parts[next] ?? '')) next++;
  return { words: parts.slice(at, next).join(' '), next };
}

function valueOf(words: string, about: ReturnType<FieldNames['get']>): string {
  const text = bare(words);
  const offered = about?.options ?? [];
  const option =
    offered.find((one) => one.text.toLowerCase() === text.toLowerCase()) ??
    offered.find(({ id }) => String(id) === text);
  if (option) return JSON.stringify(String(option.id));
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? text : JSON.stringify(text);
}

function bare(words: string): string {
  return /^(["'{]).*(["'}])$/s.test(words) ? words.slice(1, -1) : words;
}
