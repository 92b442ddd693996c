/** Browsers flatten anything nested deeper than this, and no mail program writes it. */
const MAX_DEPTH = 500;

/** Elements that are never closed, or that the next of their kind closes: they do not nest. */
const FLAT = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th thead tbody tfoot'.split(
    ' ',
  ),
);

/**
 * True for HTML that no tree should be built of: parsers search their stack for each tag, so a nest of n elements
 * costs n². Linear, and exact enough: it counts open tags without matching their names.
 */
export function isDeeplyNested(html: string): boolean {
  let depth = 0;
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9:]*)/gi)) {
    if (FLAT.has((name ?? '').toLowerCase())) continue;
    depth = slash === '' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
