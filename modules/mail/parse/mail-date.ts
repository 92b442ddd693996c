const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours east of UTC of the zone names seen in real mail (RFC 5322 §4.3 and a few more that have one meaning). */
const ZONES = new Map(
  Object.entries({
    ...{ ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, west: 1, bst: 1, cet: 1, met: 1, mez: 1, cest: 2, mest: 2, mesz: 2 },
    ...{ eet: 2, eest: 3, msk: 3, msd: 4, hkt: 8, sgt: 8, jst: 9, kst: 9, aest: 10, aedt: 11, nzst: 12, nzdt: 13 },
    ...{ edt: -4, est: -5, cdt: -5, cst: -6, mdt: -6, mst: -7, pdt: -7, pst: -8, akdt: -8, akst: -9, hst: -10 },
  }),
);

const TIME = String.raw`(?<hour>\d{1,2})[:.](?<minute>\d{1,2})(?:[:.](?<second>\d{1,2})(?:[.,]\d{1,9})?)?(?:\s?(?<half>[AP]M)\b)?`;
const ZONE = String.raw`(?:\s*(?:GMT|UTC)?(?<offset>[+-]\d{1,2}:?\d{2})|\s*(?<zone>[A-Za-z]{1,5})\b)?`;

/** The forms a Date header comes in; each is tried in turn and the first that gives a real instant wins. */
const FORMS = [
  // RFC 5322 and its relatives: 7 Oct 1994 16:15:05 -0700 · 07-Oct-94 16:15 EST
  String.raw`(?:^|\D)0?(?<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]{1,5}(?<name>[A-Za-z]{3})[A-Za-z]{0,6}[\s.,-]{1,5}(?<year>\d{2,4})[\s,T]{1,5}${TIME}${ZONE}`,
  // C library: Fri Oct 7 16:15:05 [MST] 1994 [-0700]
  String.raw`(?<name>[A-Za-z]{3})[a-z]{0,6}\s(?<day>\d{1,2}),?\s${TIME}(?:\s(?<zone>[A-Za-z]{1,5}))?\s(?<year>\d{4})(?:\s(?<offset>[+-]\d{4}))?`,
  // April 09, 2003 9:00 AM
  String.raw`(?<name>[A-Za-z]{3})[a-z]{0,6}\s(?<day>\d{1,2}),?\s(?<year>\d{4}),?\s${TIME}${ZONE}`,
  // ISO 8601: 1994-10-07T16:15:05Z
  String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})[T\s]${TIME}${ZONE}`,
  // Day first, as all who write dashes or dots do: 07-10-1994 16:15
  String.raw`(?:^|\D)(?<day>\d{1,2})(?<dash>[-.])(?<month>\d{1,2})\k<dash>(?<year>\d{4})[\sT,]{1,3}${TIME}${ZONE}`,
  // Slashes have two readings, so only a date that has one of them counts.
  String.raw`(?:^|\D)(?<day>1[3-9]|2\d|3[01])/(?<month>\d{1,2})/(?<year>\d{4})[\sT,]{1,3}${TIME}${ZONE}`,
  String.raw`(?:^|\D)(?<month>\d{1,2})/(?<day>1[3-9]|2\d|3[01])/(?<year>\d{4})[\sT,]{1,3}${TIME}${ZONE}`,
].map((source) => new RegExp(source, 'i'));

/**
 * Reads a Date header forgivingly, but never makes a date up (RFC 5322 §3.3, §4.3). A date without a zone is UTC.
 * @returns UTC instant in ISO 8601, or null when the header cannot be read with one meaning
 */
export function readMailDate(value: string): string | null {
  const text = withoutComments(value.slice(0, 200)).replace(/\s+/g, ' ').replace(/ ?: ?/g, ':').trim();
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    const date = parts === undefined ? null : instant(parts);
    if (date !== null) return date;
  }
  return null;
}

function instant(parts: Readonly<Record<string, string | undefined>>): string | null {
  const number = (name: string): number => Number(parts[name] ?? 0);
  const year = fullYear(parts['year'] ?? '');
  const month = parts['name'] === undefined ? number('month') - 1 : MONTHS.indexOf(parts['name'].toLowerCase());
  const half = parts['half']?.toLowerCase();
  const hour = half === undefined ? number('hour') : (number('hour') % 12) + (half === 'pm' ? 12 : 0);
  if (month < 0 || month > 11 || hour > 24 || number('minute') > 59 || number('second') > 60 || year < 1900)
    return null;
  if (number('day') < 1 || number('day') > new Date(Date.UTC(year, month + 1, 0)).getUTCDate()) return null;
  const local = Date.UTC(year, month, number('day'), hour, number('minute'), number('second'));
  return new Date(local - offsetMinutes(parts['offset'], parts['zone']) * 60_000).toISOString();
}

/** RFC 5322 §4.3: two digits below 50 are this century, three digits count from 1900. */
function fullYear(digits: string): number {
  const value = Number(digits);
  if (digits.length === 4) return value;
  return digits.length === 2 && value < 50 ? 2000 + value : 1900 + value;
}

/** An unknown zone and an offset nobody lives at count as UTC (RFC 5322 §4.3). */
function offsetMinutes(offset: string | undefined, name: string | undefined): number {
  const numeric = /^([+-])(\d{1,2}):?(\d{2})$/.exec(offset ?? '');
  if (numeric === null) return (ZONES.get(name?.toLowerCase() ?? '') ?? 0) * 60;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  return minutes > 16 * 60 ? 0 : numeric[1] === '-' ? -minutes : minutes;
}

/** Comments may stand anywhere, also within the time (RFC 5322 §4.3 `09(comment): 55`); a zone in one counts if it is the only one. */
function withoutComments(text: string): string {
  const bare = text.replace(/\([^()]*\)/g, ' ');
  return /[+-]\d{4}|[A-Z]{2,5}\s*$/.test(bare) ? bare : text.replace(/[()]/g, ' ');
}
