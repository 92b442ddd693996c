import { Cron } from 'croner';
import type { Job } from './job';

/** When a job runs: a pause between runs in seconds, or a cron expression. */
export type Schedule = { readonly every: number } | { readonly cron: string };

const DURATION = /^PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?$/;
const LONGEST = 366 * 24 * 3600;

/** Reads `PT5M` (RFC 3339 duration of hours, minutes and seconds) or a cron expression of five fields; null for neither. */
export function parseSchedule(text: string): Schedule | null {
  const duration = DURATION.exec(text);
  if (duration) {
    const parts: readonly (string | undefined)[] = duration.slice(1);
    const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
    const every = hours * 3600 + minutes * 60 + seconds;
    return every >= 1 && every <= LONGEST ? { every } : null;
  }
  if (text.trim().split(/\s+/).length !== 5) return null;
  try {
    return new Cron(text, { paused: true }).nextRun() === null ? null : { cron: text };
  } catch {
    return null;
  }
}

/** The same form again. */
export function formatSchedule(schedule: Schedule): string {
  if ('cron' in schedule) return schedule.cron;
  const { every } = schedule;
  const parts = [Math.floor(every / 3600), Math.floor(every / 60) % 60, every % 60];
  return `PT${parts.map((part, index) => (part > 0 ? `${String(part)}${'HMS'.charAt(index)}` : '')).join('')}`;
}

/** The schedule that the job's own code gives. @throws Error naming the job when it has none, or two */
export function scheduleOf({ id, every, cron }: Job): Schedule {
  const text = cron ?? (every === null ? '' : formatSchedule({ every }));
  const schedule = parseSchedule(text);
  if (!schedule || (cron !== null && every !== null)) {
    throw new Error(`The job ${id} needs a schedule: every (whole seconds) or cron (five fields)`);
  }
  return schedule;
}

/** The first time after `from`. Days on which the clock is put forward or back have each time once. */
export function nextRun(schedule: Schedule, from: Date, timeZone: string): Date {
  if ('every' in schedule) return new Date(from.getTime() + schedule.every * 1000);
  const next = new Cron(schedule.cron, { paused: true, timezone: timeZone }).nextRun(from);
  if (!next) throw new Error(`The schedule ${schedule.cron} has no next time`);
  return next;
}

/**
 * True when the time planned cannot come from this schedule any more: the clock was put back since.
 * A job must not wait a year because a clock was wrong for a minute.
 */
export function isStranded(planned: Date, schedule: Schedule, now: Date, timeZone: string): boolean {
  if (planned <= now) return false;
  const next = nextRun(schedule, now, timeZone);
  return 'every' in schedule ? planned > next : planned > nextRun(schedule, next, timeZone);
}
