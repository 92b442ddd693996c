import { convert } from 'html-to-text';
import { Tokenizer } from 'htmlparser2';
import { isDeeplyNested } from './html-depth';

/** html-to-text builds a tree and walks it recursively; beyond these limits a tokeniser takes over, which is linear. */
const MAX_LENGTH = 500_000;

/**
 * HTML to the plain text a reader would see. Large or deeply nested HTML gives plainer text, never a long wait.
 * Links keep their text, pictures vanish, quotes get `> `.
 */
export function htmlToPlainText(html: string): string {
  if (html.length > MAX_LENGTH || isDeeplyNested(html)) return bareText(html);
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: MAX_LENGTH },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const HIDDEN = new Set(['script', 'style', 'title', 'noscript', 'template']);
const BLOCKS = new Set([...HEADINGS, 'p', 'div', 'br', 'tr', 'li', 'ul', 'ol', 'table', 'blockquote', 'pre', 'hr']);

/** Text with line breaks at blocks, without ever building a tree. */
function bareText(html: string): string {
  const pieces: string[] = [];
  let hiddenIn: string | null = null;
  const nothing = (): void => undefined;
  const tokenizer = new Tokenizer(
    {},
    {
      onopentagname: (start, end) => {
        const name = html.slice(start, end).toLowerCase();
        if (HIDDEN.has(name)) hiddenIn ??= name;
        else if (BLOCKS.has(name)) pieces.push('\n');
      },
      onclosetag: (start, end) => {
        if (html.slice(start, end).toLowerCase() === hiddenIn) hiddenIn = null;
      },
      ontext: (start, end) => {
        if (hiddenIn === null) pieces.push(html.slice(start, end));
      },
      ontextentity: (codePoint) => {
        if (hiddenIn === null) pieces.push(String.fromCodePoint(codePoint));
      },
      onselfclosingtag: nothing,
      onopentagend: nothing,
      onattribname: nothing,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return pieces
    .join('')
    .split('\n')
    .map((line) => line.replace(/[ \t\r\f]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
