/** Left in the place of what is taken out. */
const TAKEN = '…';

/** Names of values that are nobody's business. */
const SECRET = /token|secret|passw|pwd|api[-_]?key|signature|credential|session|otp|auth(?!or)|code/i;
/** A value with its name: in an address or a list of them, in one that is encoded once more, in JSON. */
const NAMED = [
  /(?<![\w-])([\w-]+)(\s*=\s*["']?)[^\s&#"'<>,;?=]+/g,
  /(?<![\w-])([\w-]+)(%3D)[^\s&#"'<>,;?=%]+/gi,
  /(?<![\w-])([\w-]+)(["']\s*:\s*["']?)[^\s"'<>,;]+/g,
];
/** What lets its sender in. */
const SCHEME = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
/** Name and password in an address. */
const USER_INFO = /(:\/\/)[^\s/@]+@/g;
/** The links that let in whoever has them. */
const GATE = /(\b(?:first-login|invitation)\/)[^\s"'<>]+/g;
const LONG_WORD = /[\w-]{20,}/g;

/**
 * A text for others to read without what could be a secret: tokens, passwords and links that let somebody in. Rather takes
 * too much than too little: what is left is read by people, who can ask.
 */
export function withoutSecrets(text: string): string {
  let left = text.replace(SCHEME, `$1 ${TAKEN}`);
  for (const pattern of NAMED)
    left = left.replace(pattern, (all, name: string, mark: string) =>
      SECRET.test(name) ? `${name}${mark}${TAKEN}` : all,
    );
  return left
    .replace(USER_INFO, `$1${TAKEN}@`)
    .replace(GATE, `$1${TAKEN}`)
    .replace(LONG_WORD, (word) => (isRandom(word) ? TAKEN : word));
}

/** No person writes digits among the letters of a long word, or many capitals among small letters. */
function isRandom(word: string): boolean {
  const [digits, capitals, small] = [/\d/g, /[A-Z]/g, /[a-z]/g].map((kind) => word.match(kind)?.length ?? 0);
  return Number(digits) > 0 ? Number(capitals) + Number(small) > 0 : Number(capitals) > 3 && Number(small) > 0;
}
