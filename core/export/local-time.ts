/** Makes a function that tells an instant (a UTCDate of JMAP) by the clock of a time zone: `2026-11-23 11:00:00`. */
export function wallClock(timeZone: string): (utcDate: string) => string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (utcDate) => {
    const part = new Map(format.formatToParts(new Date(utcDate)).map(({ type, value }) => [type, value]));
    const [year, month, day] = [part.get('year')?.padStart(4, '0'), part.get('month'), part.get('day')];
    return `${String(year)}-${String(month)}-${String(day)} ${String(part.get('hour'))}:${String(part.get('minute'))}:${String(part.get('second'))}`;
  };
}
