import { locale, t } from '../i18n';

/** A schedule in words, where words are shorter than the schedule: `PT5M`, `0 3 * * *`, `30 6 * * 1`. */
export function scheduleWords(schedule: string): string {
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(schedule) ?? [];
  const pause = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  if (pause > 0) return pauseWords(pause);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = schedule.split(/\s+/);
  if (!/^\d+$/.test(minute) || month !== '*') return schedule;
  if (hour === '*' && day === '*' && weekday === '*') return t('jobs.cron.hourly', { minute });
  if (!/^\d+$/.test(hour)) return schedule;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return t('jobs.cron.daily', { time });
  if (day === '*' && /^[0-7]$/.test(weekday)) return t('jobs.cron.weekly', { day: dayName(Number(weekday)), time });
  if (/^\d+$/.test(day) && weekday === '*') return t('jobs.cron.monthly', { day, time });
  return schedule;
}

function pauseWords(seconds: number): string {
  if (seconds % 3600 === 0) return t('jobs.every.hour', { count: seconds / 3600 });
  if (seconds % 60 === 0) return t('jobs.every.minute', { count: seconds / 60 });
  return t('jobs.every.second', { count: seconds });
}

/** @param day 0 or 7 is Sunday */
function dayName(day: number): string {
  const aSunday = Date.UTC(2026, 10, 22);
  const date = new Date(aSunday + (day % 7) * 24 * 3600 * 1000);
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(date);
}
