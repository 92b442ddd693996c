import { DomUtils, parseDocument } from 'htmlparser2';
import { isDeeplyNested } from '../../../core/html/api';
import { readLines } from './quote-lines';

export interface SplitHtml {
  /** What its writer added; everything when nothing would remain. */
  readonly visibleHtml: string;
  /** The quoted mails to be folded away, or null. */
  readonly quotedHtml: string | null;
}

type Node = ReturnType<typeof parseDocument>['children'][number];
type Tag = Extract<Node, { attribs: unknown }>;

// eslint-disable-next-line @typescript-eslint/no-deprecated -- because dom-serializer, which it calls, is one more package to pin
const serialise: (node: Node | ReturnType<typeof parseDocument>) => string = DomUtils.getOuterHTML;

/** A tree of larger HTML costs more than a folded quote is worth. */
const MAX_LENGTH = 2 * 1024 * 1024;
/** A quote stands alone in these: what follows was written by the sender. */
const QUOTE_CLASSES = [
  'gmail_quote',
  'gmail_quote_container',
  'protonmail_quote',
  'yahoo_quoted',
  'tutanota_quote',
  'zmail_extra',
  'front-blockquote',
  'cm_quote',
  'moz-cite-prefix',
];
/** From these on everything is the mail that was answered. */
const CUT_IDS = [
  'divrplyfwdmsg',
  'appendonsend',
  'olk_src_body_section',
  'mail-editor-reference-message-container',
  'reply-intro',
  'stopspelling',
  'ms-outlook-mobile-body-separator-line',
  'isreplycontent',
];
const INLINE = new Set(['a', 'b', 'strong', 'i', 'em', 'span', 'font', 'u', 'small']);
/** Our own mails carry this mark above everything that is not the answer. */
const OWN_CLASS = 'gs-reply-above';

/**
 * Parts an HTML mail by the marks mail programs leave around a quote. Give it the HTML as sent and sanitise both
 * halves afterwards: a sanitiser takes the marks away, and nothing may touch HTML once it is safe (security.md §1.1).
 */
export function splitQuotedHtml(html: string): SplitHtml {
  if (html.length > MAX_LENGTH || isDeeplyNested(html)) return { visibleHtml: html, quotedHtml: null };
  const document = parseDocument(html);
  const quoted: Node[] = [];
  collect(document.children, quoted);
  if (quoted.length === 0) return { visibleHtml: html, quotedHtml: null };
  const quotedHtml = quoted.map((node) => serialise(node)).join('');
  for (const node of quoted) DomUtils.removeElement(node);
  const isEmpty = !document.children.some(isSomething);
  return isEmpty ? { visibleHtml: html, quotedHtml: null } : { visibleHtml: serialise(document), quotedHtml };
}

/** Gathers the nodes to fold in document order; true when a cut was met and all that follows belongs to the quote. */
function collect(siblings: readonly Node[], quoted: Node[]): boolean {
  for (const [index, node] of siblings.entries()) {
    if (!DomUtils.isTag(node)) continue;
    if (isCut(node)) {
      quoted.push(...siblings.slice(index));
      return true;
    }
    if (isQuote(node, siblings, index)) {
      quoted.push(...attributionBefore(siblings, index, quoted), node);
      continue;
    }
    if (collect(node.children, quoted)) {
      quoted.push(...siblings.slice(index + 1));
      return true;
    }
  }
  return false;
}

function isQuote(tag: Tag, siblings: readonly Node[], index: number): boolean {
  const classes = classesOf(tag);
  // Yahoo puts a changing prefix in front of its class names.
  if (classes.some((name) => QUOTE_CLASSES.includes(name) || name.endsWith('yahoo_quoted'))) return true;
  if (tag.name !== 'blockquote') return false;
  return tag.attribs['type']?.toLowerCase() === 'cite' || attributionBefore(siblings, index, []).length > 0;
}

function isCut(tag: Tag): boolean {
  const { id = '', name = '', style = '' } = tag.attribs;
  if (classesOf(tag).includes(OWN_CLASS) || 'data-reply-above' in tag.attribs) return true;
  // Outlook in the browser puts x_ in front of ids it quotes once more.
  if (CUT_IDS.some((known) => [id, name].some((stated) => stated.toLowerCase().replace(/^(?:x_)+/, '') === known)))
    return true;
  if (tag.attribs['data-marker'] === '__DIVIDER__' || tag.attribs['data-marker'] === '__HEADERS__') return true;
  // Outlook draws this line above the headers of the quoted mail.
  return (
    /border:\s?none;\s?border-top:\s?solid #(?:b5c4df|e1e1e1)/i.test(style.slice(0, 300)) &&
    /:/.test(DomUtils.textContent(tag).slice(0, 200))
  );
}

/** The "On … wrote:" on the line right in front of a quote, with the white space between. */
function attributionBefore(siblings: readonly Node[], index: number, taken: readonly Node[]): Node[] {
  const before: Node[] = [];
  let found: Node[] = [];
  let text = '';
  for (let at = index - 1; at >= 0 && index - at <= 12; at -= 1) {
    const node = siblings[at];
    if (node === undefined || taken.includes(node)) break;
    const isBlock = DomUtils.isTag(node) && !INLINE.has(node.name);
    // A line ends at a block or a line break; only those right above the quote are empty.
    if (isBlock && (text.trim() !== '' || isSomethingBesidesText(node))) break;
    before.unshift(node);
    text = `${DomUtils.textContent(node)}${text}`.slice(0, 1000);
    const lines = readLines(text.replace(/\s+/g, ' ').trim());
    if (lines.length === 1 && lines[0]?.kind === 'attribution') found = [...before];
    else if (isBlock && text.trim() !== '') break;
  }
  return found;
}

function isSomething(node: Node): boolean {
  if (DomUtils.isText(node)) return node.data.trim() !== '';
  if (!DomUtils.isTag(node) || ['style', 'script', 'title', 'head'].includes(node.name)) return false;
  return node.name === 'img' || node.children.some(isSomething);
}

function isSomethingBesidesText(tag: Tag): boolean {
  return (
    tag.name === 'img' ||
    tag.name === 'hr' ||
    tag.children.some((child) => DomUtils.isTag(child) && isSomethingBesidesText(child))
  );
}

function classesOf(tag: Tag): string[] {
  return (tag.attribs['class'] ?? '').toLowerCase().split(/\s+/);
}
