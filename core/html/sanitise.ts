import sanitizeHtml from 'sanitize-html';
import { safeStyle } from './css';
import { isDeeplyNested } from './html-depth';

/** Beyond these a mail is shown as text: no reader needs such HTML, and browsers choke on it. */
const MAX_LENGTH = 1024 * 1024;
const MAX_LINKS = 5000;
const MAX_DEPTH = 200;
const MAX_ROUNDS = 5;

/** HTML that may be shown, and what was taken out that a reader should be told about. */
export interface SanitisedHtml {
  readonly html: string;
  readonly blockedImages: number;
}

const BLOCKS =
  'address article aside blockquote center dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section ul'.split(
    ' ',
  );
const INLINE =
  'a abbr b bdi bdo big br cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  );
const TABLES = 'caption col colgroup table tbody td tfoot th thead tr'.split(' ');
const SIZES = ['align', 'valign', 'width', 'height', 'bgcolor', 'dir', 'lang'];

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [...BLOCKS.filter((tag) => tag !== 'fieldset'), ...INLINE, ...TABLES],
  // Everything in here vanishes with its text; other unknown elements leave their text behind.
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'noembed',
    'noframes',
    'title',
    'svg',
    'math',
    'template',
    'iframe',
    'object',
    'embed',
    'xmp',
    'plaintext',
    'select',
    'head',
    'audio',
    'video',
    'canvas',
    'applet',
  ],
  allowedAttributes: {
    '*': ['style', 'title', ...SIZES],
    a: ['href', 'rel', 'target'],
    blockquote: ['type', 'cite'],
    font: ['color', 'face', 'size'],
    img: ['src', 'alt'],
    ol: ['start', 'type'],
    ul: ['type'],
    li: ['value', 'type'],
    table: ['border', 'cellpadding', 'cellspacing', 'summary'],
    td: ['colspan', 'rowspan', 'nowrap', 'headers'],
    th: ['colspan', 'rowspan', 'nowrap', 'scope'],
    col: ['span'],
    colgroup: ['span'],
    time: ['datetime'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['cid'] },
  allowedSchemesAppliedToAttributes: ['href', 'src', 'cite'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  // Styles are checked by safeStyle, value by value; sanitize-html would only check them by pattern.
  parseStyleAttributes: false,
  nestingLimit: MAX_DEPTH,
};

/**
 * Mail HTML that may be stored and shown: no script, form, frame, style sheet or media, no address a browser would
 * fetch, no style that leaves its place, no ids to clobber. A second run changes nothing (security.md §1.1).
 * @returns null when the HTML is too large to be shown as such: use the text of the mail
 */
export function sanitiseMailHtml(html: string): string | null {
  return sanitiseMail(html)?.html ?? null;
}

/** As `sanitiseMailHtml`, and how many pictures from the network were left out. */
export function sanitiseMail(html: string): SanitisedHtml | null {
  if (html.length > MAX_LENGTH || isDeeplyNested(html)) return null;
  const { links, blockedImages, clean: first } = cleanOnce(html);
  let clean = first;
  // Where an unknown element vanishes its neighbours meet and may nest differently: clean until nothing moves any more.
  for (let round = 0; links <= MAX_LINKS && round < MAX_ROUNDS; round += 1) {
    const again = cleanOnce(clean).clean;
    if (again === clean) return { html: clean, blockedImages };
    clean = again;
  }
  return null;
}

function cleanOnce(html: string): { clean: string; links: number; blockedImages: number } {
  let links = 0;
  let blockedImages = 0;
  const clean = sanitizeHtml(html, {
    ...OPTIONS,
    transformTags: {
      '*': (tagName, attribs) => ({ tagName, attribs: withSafeStyle(attribs) }),
      a: (tagName, attribs) => {
        links += 1;
        const plain = withSafeStyle(without(attribs, ['href', 'target', 'rel']));
        const href = attribs['href']?.trim() ?? '';
        // A relative link would lead into our own site.
        if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return { tagName, attribs: plain };
        return { tagName, attribs: { ...plain, href, target: '_blank', rel: 'noopener noreferrer nofollow' } };
      },
      img: (tagName, attribs) => {
        const isEmbedded = /^\s*cid:/i.test(attribs['src'] ?? '');
        if (!isEmbedded && attribs['src'] !== undefined) blockedImages += 1;
        return { tagName, attribs: withSafeStyle(isEmbedded ? attribs : without(attribs, ['src'])) };
      },
    },
  });
  return { clean, links, blockedImages };
}

function withSafeStyle(attribs: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const style = attribs['style'];
  if (style === undefined) return attribs;
  const safe = safeStyle(style);
  return safe === '' ? without(attribs, ['style']) : { ...attribs, style: safe };
}

function without(attribs: sanitizeHtml.Attributes, names: readonly string[]): sanitizeHtml.Attributes {
  return Object.fromEntries(Object.entries(attribs).filter(([name]) => !names.includes(name)));
}
