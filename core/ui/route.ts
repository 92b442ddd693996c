/**
 * Where the user is, kept in the URL's hash: `#support/1234?progress=needs-action`.
 * Reload, back, forward, bookmarks and links in mails therefore work.
 */
export interface Route {
  /** Panel id, or a page of the shell (`settings`, `account`, `first-login`); empty = the first panel. */
  panel: string;
  /** What follows the panel, decoded. */
  path: readonly string[];
  /** Values by name; several values of one name are joined by a comma. */
  query: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string): Route {
  const [path, search] = split(hash.replace(/^#\/?/, ''), '?');
  const [panel = '', ...rest] = path.split('/').map(decode);
  return { panel, path: rest.filter((part) => part !== ''), query: Object.fromEntries(new URLSearchParams(search)) };
}

export function formatRoute(route: Partial<Route>): string {
  const path = [route.panel ?? '', ...(route.path ?? [])].map(encodeURIComponent).join('/');
  const filled = Object.entries(route.query ?? {}).filter(([, value]) => value !== '');
  // A comma is legal in a fragment, and addresses with %2C are no pleasure to read.
  const search = new URLSearchParams(filled).toString().replaceAll('%2C', ',');
  return `#${path}${search === '' ? '' : `?${search}`}`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a hand-typed stray % is no reason to fail
  }
}

/** The present route. */
export function route(): Route {
  return parseRoute(location.hash);
}

/**
 * Goes to a route. Parts left out stay: `navigate({ path: ['12'] })` keeps panel and query.
 * @param replace true for what is not worth a step back, such as typing in a search field
 */
export function navigate(to: Partial<Route>, replace = false): void {
  const next = formatRoute({ ...route(), ...to });
  if (next === formatRoute(route())) return;
  if (replace) history.replaceState(null, '', next);
  else history.pushState(null, '', next);
  announce();
}

/** Changes some values of the query; null or empty takes the name out. */
export function setQuery(values: Record<string, string | null>, replace = false): void {
  // An address leaves out what is empty.
  const filled = Object.entries({ ...route().query, ...values }).map(([name, value]) => [name, value ?? '']);
  navigate({ query: Object.fromEntries(filled) as Record<string, string> }, replace);
}

const listeners = new Set<(route: Route) => void>();

/** Calls back after each change of route. Returns the way out. */
export function onRoute(listener: (route: Route) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function announce(): void {
  const now = route();
  for (const listener of [...listeners]) listener(now);
}

if (typeof window !== 'undefined') {
  // pushState fires neither; the user's own steps and typed addresses fire hashchange, back to a pushed state popstate.
  let last = location.href;
  const moved = () => {
    if (location.href === last) return;
    last = location.href;
    announce();
  };
  onRoute(() => {
    last = location.href;
  });
  window.addEventListener('popstate', moved);
  window.addEventListener('hashchange', moved);
}
