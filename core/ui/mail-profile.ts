import createPurifier, { type Config, type WindowLike } from 'dompurify';

/** An image inside a mail, by its Content-ID. */
export interface InlineImage {
  cid: string | null;
  blobId: string;
  type: string;
}

export interface CleanMail {
  /** Nodes that may be shown; belongs to a document of its own until adopted. */
  content: DocumentFragment;
  /** Images still to be given their `blob:` address. */
  images: { element: HTMLImageElement; image: InlineImage }[];
  /** True if the mail brings colours of its own, which are meant for white paper. */
  hasColours: boolean;
}

const TAGS =
  'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
  'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span ' +
  'strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr';
const ATTRIBUTES =
  'abbr align alt bgcolor border cellpadding cellspacing color cols colspan dir face height href lang nowrap rowspan scope size ' +
  'span src start style title type valign width';

const PROFILE = {
  ALLOWED_TAGS: TAGS.split(' '),
  ALLOWED_ATTR: ATTRIBUTES.split(' '),
  // Only these two hold addresses; the rule for addresses is not for the others.
  ADD_URI_SAFE_ATTR: ATTRIBUTES.split(' ').filter((name) => name !== 'href' && name !== 'src'),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|data:image\/(?:png|jpeg|gif|webp);base64,)/i,
  RETURN_DOM_FRAGMENT: true,
} satisfies Config;

/** Raster formats; anything else (SVG above all) is a document, not an image. */
const RASTER = /^image\/(?:png|jpeg|gif|webp)$/;

/**
 * Makes the HTML of a stranger fit to be shown in a `<mail-frame>` (reference/security.md §4.4). All is done by hooks
 * inside the sanitiser or on its nodes: no string is touched after it. Nothing in the result loads from another host.
 * @param frame the frame's window. The sanitiser works with its parser, under its policy: the page's own would report
 *   every inline style of the mail as a violation, and hide the violations that mean something.
 */
export function cleanMail(html: string, inline: readonly InlineImage[], frame: WindowLike): CleanMail {
  const purifier = createPurifier(frame);
  const images: CleanMail['images'] = [];
  let hasColours = false;

  const onAttribute = (_node: Element, data: { attrName: string; attrValue: string; keepAttr: boolean }) => {
    if (data.attrName === 'style') data.attrValue = allowedStyle(data.attrValue);
    if (data.attrName === 'bgcolor' || data.attrName === 'color') hasColours = true;
    if (data.attrName === 'style' && /(?:^|; )(?:background-)?color:/.test(data.attrValue)) hasColours = true;
  };
  const onElement = (node: Element) => {
    if (node.localName === 'img') {
      const image = readImage(node as HTMLImageElement, inline);
      if (image !== undefined) images.push({ element: node as HTMLImageElement, image });
    } else if (node.hasAttribute('src')) node.removeAttribute('src');
    if (node.localName === 'a') secureLink(node as HTMLAnchorElement);
  };

  purifier.addHook('uponSanitizeAttribute', onAttribute);
  purifier.addHook('afterSanitizeAttributes', onElement);
  const content = purifier.sanitize(html, PROFILE);
  for (const link of content.querySelectorAll('a')) tellTarget(link);
  return { content, images, hasColours };
}

/** Takes the address away unless it carries the image itself; gives back the image of a `cid:` address. */
function readImage(element: HTMLImageElement, inline: readonly InlineImage[]): InlineImage | undefined {
  const address = element.getAttribute('src') ?? '';
  if (/^data:/i.test(address)) return undefined;
  element.removeAttribute('src');
  if (!/^cid:/i.test(address)) return undefined;
  const wanted = contentId(address.slice(4));
  return inline.find(({ cid, type }) => cid !== null && contentId(cid) === wanted && RASTER.test(type));
}

function contentId(text: string): string {
  const bare = text.trim().replace(/^<|>$/g, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

function secureLink(link: HTMLAnchorElement): void {
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer nofollow');
}

/** The true address on every link, and in plain sight where the text names another host. */
function tellTarget(link: HTMLAnchorElement): void {
  const target = parse(link.getAttribute('href') ?? '');
  if (target === undefined) return;
  link.setAttribute('title', target.href);
  const named = /^(?:https?:\/\/)?([^\s/@]+\.[^\s/@]{2,})(?:[/?#]\S*)?$/i.exec(link.textContent.trim())?.[1];
  if (named === undefined || target.host === '') return;
  const host = parse(`https://${named}`)?.host;
  if (host === target.host) return;
  const mark = link.ownerDocument.createElement('span');
  mark.className = 'target';
  mark.textContent = ` (${target.host})`;
  link.append(mark);
}

/** `URL` writes host names as they are asked for, so look-alike letters show as `xn--…`. */
function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

const PROPERTIES =
  /^(?:color|background-color|font(?:-.+)?|text-(?:align|decoration.*|indent|transform)|line-height|letter-spacing|word-(?:break|spacing)|white-space.*|overflow-wrap|vertical-align|direction|(?:margin|padding|border)(?:-.+)?|width|max-width|list-style-type|display|float|clear)$/;
/** Nothing that loads, looks elsewhere, measures the frame (which follows its content), or leaves its place. */
const VALUES = /url\(|image|expression|var\(|env\(|attr\(|-\d|\d(?:[sdl]?v(?:[hwib]|min|max)|cq)/i;

/** The harmless part of a style attribute, read and written by the browser's own parser. */
function allowedStyle(text: string): string {
  const { style } = document.createElement('span');
  style.cssText = text;
  const kept: string[] = [];
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    if (PROPERTIES.test(name) && !VALUES.test(value)) kept.push(`${name}: ${value}`);
  }
  return kept.join('; ');
}
