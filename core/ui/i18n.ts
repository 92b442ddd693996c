/** Texts in the user's language. One JSON file per language and module; a test holds all of them complete. */

type Messages = Record<string, string>;
type Loader = () => Promise<{ default: Messages }>;
export type Loaders = { en: Loader } & Record<string, Loader>;

const texts: Messages = {};
/** IANA name; undefined for that of the browser. */
let timeZone: string | undefined;
let language = typeof navigator === 'undefined' ? 'en' : navigator.language;

/** BCP 47 tag used for texts, dates and numbers. */
export function locale(): string {
  return language;
}

/** Sets language and direction of the page; call before the first `addMessages`. */
export function setLocale(tag: string): void {
  try {
    language = Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    language = 'en';
  }
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr';
}

/** Sets the time zone in which dates and times are shown; null for that of the browser. */
export function setTimeZone(zone: string | null): void {
  timeZone = zone ?? undefined;
}

const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);
function isRightToLeft(tag: string): boolean {
  return RIGHT_TO_LEFT.has(new Intl.Locale(tag).language);
}

/**
 * Adds a module's texts: English, over it the user's language. Keys start with the module's id (`support.newRequest`).
 *
 *     await addMessages({ en: () => import('./messages/en.json'), nl: () => import('./messages/nl.json') });
 */
export async function addMessages(loaders: Loaders): Promise<void> {
  const own = loaders[new Intl.Locale(language).language];
  const files = await Promise.all([loaders.en(), own === undefined || own === loaders.en ? null : own()]);
  for (const file of files) Object.assign(texts, file?.default);
}

/**
 * The text of a key. `{name}` is replaced by the value of that name (numbers in the user's way of writing);
 * with `count`, the key's plural form (`key_one`, `key_other`) is taken. An unknown key is shown as it is.
 */
export function t(key: string, values: Record<string, string | number> = {}): string {
  const count = values['count'];
  const plural = typeof count === 'number' ? texts[`${key}_${pluralRules().select(count)}`] : undefined;
  const text = plural ?? texts[`${key}_other`] ?? texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name: string) => {
    const value = values[name];
    return value === undefined ? all : typeof value === 'number' ? formatNumber(value) : value;
  });
}

const cache = new Map<string, unknown>();
function cached<T>(key: string, make: () => T): T {
  const full = `${language} ${timeZone ?? ''} ${key}`;
  if (!cache.has(full)) cache.set(full, make());
  return cache.get(full) as T;
}
const pluralRules = () => cached('plural', () => new Intl.PluralRules(language));

export function formatNumber(value: number): string {
  return cached('number', () => new Intl.NumberFormat(language)).format(value);
}

/** `23 Nov 2026`, as the user writes dates. @param value UTCDate */
export function formatDate(value: string): string {
  return cached('date', () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone })).format(
    new Date(value),
  );
}

/** Date and time of day. @param value UTCDate */
export function formatDateTime(value: string): string {
  const make = () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return cached('datetime', make).format(new Date(value));
}

/** Short for lists: the time today, else the day, with the year if it is another. @param value UTCDate */
export function formatWhen(value: string, now = new Date()): string {
  const date = new Date(value);
  const [day, today] = [dayOf(date), dayOf(now)];
  if (day === today) {
    return cached('time', () => new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone })).format(date);
  }
  if (day.slice(0, 4) !== today.slice(0, 4)) return formatDate(value);
  const make = () => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone });
  return cached('day', make).format(date);
}

/** `2026-11-23`, where the user is. */
function dayOf(date: Date): string {
  const make = () => new Intl.DateTimeFormat('en', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone });
  const parts = new Map(
    cached('parts', make)
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
}

/** `1.2 MB`. */
export function formatSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const unit = units[step] ?? 'byte';
  const options = {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  } as const;
  return cached(`size ${unit}`, () => new Intl.NumberFormat(language, options)).format(bytes / 1000 ** step);
}
