const LENGTH = String.raw`(?:0|\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|ex|ch|%|in|cm|mm))`;
const COLOUR = String.raw`(?:#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\(\s{0,3}\d{1,3}%?(?:\s{0,3}[, /]\s{0,3}\d{1,3}(?:\.\d{1,5})?%?){2,3}\s{0,3}\))`;
const LINE = String.raw`(?:none|hidden|dotted|dashed|solid|double|groove|ridge|inset|outset|thin|medium|thick)`;
const NAMES = String.raw`(?:"[\w .-]{1,60}"|'[\w .-]{1,60}'|[\w.-]{1,60}(?:[ ][\w.-]{1,60}){0,5})`;

const lengths = pattern(`(?:${LENGTH}|auto)(?: (?:${LENGTH}|auto)){0,3}`);
const length = pattern(`${LENGTH}|auto|normal|none`);
const colour = pattern(COLOUR);
const border = pattern(`(?:${LENGTH}|${LINE}|${COLOUR})(?: (?:${LENGTH}|${LINE}|${COLOUR})){0,3}`);
const words = (...list: string[]): RegExp => pattern(list.join('|'));

/** What a mail may say about its looks: the property and a pattern for the whole value. Everything else goes. */
const ALLOWED = new Map<string, RegExp>([
  ...each(
    [
      'color',
      'background-color',
      'border-color',
      'border-top-color',
      'border-right-color',
      'border-bottom-color',
      'border-left-color',
      'text-decoration-color',
    ],
    colour,
  ),
  // `background` is allowed as a colour only, the one form that can fetch nothing.
  ['background', colour],
  ...each(['margin', 'padding'], lengths),
  ...each(
    ['top', 'right', 'bottom', 'left'].flatMap((side) => [`margin-${side}`, `padding-${side}`, `border-${side}-width`]),
    length,
  ),
  ...each(
    ['border', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-style', 'border-width', 'outline'],
    border,
  ),
  ...each(['border-radius', 'border-spacing'], lengths),
  ...each(
    [
      'width',
      'max-width',
      'min-width',
      'height',
      'max-height',
      'min-height',
      'letter-spacing',
      'word-spacing',
      'text-indent',
    ],
    length,
  ),
  ['line-height', pattern(`${LENGTH}|normal|\\d{1,2}(?:\\.\\d{1,4})?`)],
  // At least readable: text of size 0 hides what a filter or a person should see.
  [
    'font-size',
    pattern(
      String.raw`(?:[6-9]|[1-9]\d{1,2})(?:\.\d{1,4})?(?:px|pt)|(?:0?\.[4-9]\d{0,3}|[1-9]\d?(?:\.\d{1,4})?)(?:em|rem)|[4-9]\d%|[1-9]\d{2}%|(?:x{1,2}-)?(?:small|large)|medium|smaller|larger`,
    ),
  ],
  ['font-family', pattern(`${NAMES}(?:\\s{0,3},\\s{0,3}${NAMES}){0,12}`)],
  ['font-weight', words('normal', 'bold', 'bolder', 'lighter', '[1-9]00')],
  ['font-style', words('normal', 'italic', 'oblique')],
  ['font-variant', words('normal', 'small-caps')],
  ['text-align', words('left', 'right', 'center', 'justify', 'start', 'end')],
  [
    'text-decoration',
    pattern('(?:none|underline|overline|line-through)(?: (?:none|underline|overline|line-through|solid)){0,2}'),
  ],
  ['text-transform', words('none', 'capitalize', 'uppercase', 'lowercase')],
  ['vertical-align', pattern(`${LENGTH}|baseline|sub|super|top|middle|bottom|text-top|text-bottom`)],
  ['white-space', words('normal', 'nowrap', 'pre', 'pre-wrap', 'pre-line')],
  ['word-break', words('normal', 'break-all', 'keep-all', 'break-word')],
  ['overflow-wrap', words('normal', 'break-word', 'anywhere')],
  ['word-wrap', words('normal', 'break-word')],
  ['direction', words('ltr', 'rtl')],
  ['display', words('block', 'inline', 'inline-block', 'table', 'table-row', 'table-cell', 'list-item', 'none')],
  ['float', words('left', 'right', 'none')],
  ['clear', words('left', 'right', 'both', 'none')],
  ['border-collapse', words('collapse', 'separate')],
  ['table-layout', words('auto', 'fixed')],
  [
    'list-style-type',
    words('disc', 'circle', 'square', 'decimal', 'none', 'lower-alpha', 'upper-alpha', 'lower-roman', 'upper-roman'),
  ],
]);

/**
 * The declarations of a style attribute that change nothing but the looks in place: no addresses, no position, no
 * negative lengths, no escapes, no functions but rgb(). Its output is its own fixed point.
 */
export function safeStyle(style: string): string {
  // An escape, a comment or an at-rule is never needed in a mail and always a way round a filter.
  if (style.length > 10_000 || /\\|\/\*|@|<|&/.test(style)) return '';
  const safe = new Map<string, string>();
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration
      .slice(colon + 1)
      .replace(/!\s*important/i, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (colon > 0 && ALLOWED.get(property)?.test(value) === true) safe.set(property, value);
  }
  return [...safe].map(([property, value]) => `${property}: ${value}`).join('; ');
}

function pattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'i');
}

function each(properties: readonly string[], allowed: RegExp): [string, RegExp][] {
  return properties.map((property) => [property, allowed]);
}
