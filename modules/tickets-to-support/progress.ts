const STAGES = { planning: 'Planned', bringing: 'Brought', comparing: 'Compared', removing: 'Removed' };

/** How far something is that takes long. */
export interface Progress {
  readonly stage: keyof typeof STAGES;
  readonly done: number;
  readonly total: number;
  /** Messages among it. */
  readonly messages: number;
  /** Milliseconds since it began. */
  readonly elapsed: number;
}

/** What a stage was about, and how long it took. */
export interface StageTime extends Pick<Progress, 'stage' | 'messages'> {
  readonly tickets: number;
  readonly seconds: number;
}

/** `12,000 of 100,000 tickets, 2,310 messages/s, 4 min left` */
export function inWords({ stage, done, total, messages, elapsed }: Progress): string {
  const seconds = elapsed / 1000;
  const rate = seconds > 0 ? Math.round(messages / seconds) : 0;
  const left = done > 0 && seconds > 0 ? Math.round(((total - done) * seconds) / done) : 0;
  const time = left >= 90 ? `${String(Math.round(left / 60))} min left` : `${String(left)} s left`;
  const [count, all, speed] = [done, total, rate].map((number) => number.toLocaleString('en'));
  const pace = messages > 0 ? `${speed ?? ''} messages/s, ` : '';
  return `${STAGES[stage]}: ${count ?? ''} of ${all ?? ''} tickets, ${pace}${time}`;
}
