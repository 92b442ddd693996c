import { mulberry32 } from '../mulberry32';

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
/** Words of the invented language, of which some are as frequent as in real texts. */
const VOCABULARY = 20_000;
const WORDS = 20;

/** The nth text of a source, of some twenty words; the same numbers always give the same. */
function wordsAt(key: number, count: number): string {
  const random = mulberry32(key);
  return Array.from({ length: count }, () => wordAt(Math.floor(VOCABULARY ** random()) - 1)).join(' ');
}

function wordAt(n: number): string {
  let word = '';
  for (let left = n + SYLLABLES.length; left > 0; left = Math.floor(left / SYLLABLES.length))
    word += SYLLABLES[left % SYLLABLES.length] ?? '';
  return word;
}

/** A subject: one of fifty is odd. */
export function subjectOf(n: number, seed: number): string {
  const plain = wordsAt(seed + n * 13 + 5, 5);
  return (
    {
      3: '',
      7: '   ',
      11: `${plain}\n${plain}`,
      13: `${plain} 🚀 Ünïcode ☕`,
      17: `&lt;b&gt;${plain}&amp;amp;`,
      19: `${'long '.repeat(75)}end`,
      23: `[ts #201800001] RE: ${plain}`,
      29: `${plain}\u202e\u0000tail`,
    }[n % 50] ?? plain
  );
}

/**
 * The bytes of a message in a latin1 column: mostly plain words; UTF-8 that was put there by a program that thought it was
 * something else, real latin1, half a character of UTF-16 in three bytes (CESU-8), bytes that are no text, or nothing.
 * @param isSilent it changes a status, and says nothing
 */
export function bytesOf(key: number, seed: number, isSilent: boolean): Buffer | null {
  if (isSilent) return key % 2 === 0 ? null : Buffer.alloc(0);
  const plain = wordsAt(seed + key * 31 + 11, WORDS);
  const odd: Readonly<Record<number, () => Buffer | null>> = {
    3: () => null,
    5: () => Buffer.from('  \r\n '),
    8: () => Buffer.from(`Zoë is café ☕ ${plain}`),
    9: () => Buffer.from(`${plain} 🚀 漢字 العربية`),
    14: () => Buffer.from(`Zo\u00eb ${plain}`, 'latin1'),
    15: () => Buffer.concat([Buffer.from(plain), Buffer.from([0x20, 0xed, 0xa0, 0x80, 0x20])]),
    21: () => Buffer.from(`${plain}\0tail`),
    22: () => Buffer.from(`${plain}\r\nsecond\rthird`),
    27: () => Buffer.from(`&lt;p&gt;${plain} &#xD800; &amp;amp;`),
    28: () => Buffer.from(`<script>alert(1)</script> ${plain}`),
    33: () => Buffer.concat([Buffer.from(plain), Buffer.from([0x80, 0x81, 0x8d, 0xff])]),
  };
  return (odd[key % 40] ?? (() => Buffer.from(plain)))();
}
