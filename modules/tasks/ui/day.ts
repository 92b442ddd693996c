/** `2026-11-23` in the user's time zone. @param instant UTCDate */
export function dayOf(instant: string): string {
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** UTCDate of the first second of a day in the user's time zone. */
export function startOfDay(day: string): string {
  return utcDate(new Date(`${day}T00:00:00`));
}

/** UTCDate of the last second of a day in the user's time zone, so that a task is late only when its day is over. */
export function endOfDay(day: string): string {
  return utcDate(new Date(`${day}T23:59:59`));
}

/** UTCDate of the first second of tomorrow, in the user's time zone. */
export function startOfTomorrow(): string {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  day.setHours(0, 0, 0, 0);
  return utcDate(day);
}

/** UTCDate of the last second of today, in the user's time zone. */
export function endOfToday(): string {
  return endOfDay(dayOf(new Date().toISOString()));
}

function utcDate(date: Date): string {
  return date.toISOString().replace('.000', '');
}
