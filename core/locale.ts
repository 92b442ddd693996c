/** True for a language tag (BCP 47) that dates and numbers can be written in. */
export function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}

/** Names that were found to be good: looking takes long, and there are some hundreds. */
const zones = new Set<string>();

/** True for the name of a time zone in IANA's list. */
export function isTimeZone(zone: string): boolean {
  if (zones.has(zone)) return true;
  if (!isKnownZone(zone)) return false;
  zones.add(zone);
  return true;
}

function isKnownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // Offsets such as +01:00 are taken by it as well, but know no summer time.
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}
