import type { Context } from '../auth/context';
import type { Row } from '../jmap/property';
import type { Channels } from './channels';

/** A kind of event that people are told of. A module provides one for each. */
export abstract class NotificationKind {
  /** `<module>.<event>` */
  abstract readonly id: string;
  /** JMAP type of the objects where it happens. */
  abstract readonly happensIn: string;
  /** What is told, in English; `{name}` stands for whoever did it. */
  abstract readonly text: string;
  /** What is told of so many at once, in English; `{count}` stands for how many. Null: the same as of one. */
  readonly many: string | null = null;
  /** When somebody is told, in English, for those who choose by which ways. */
  abstract readonly title: string;
  /** By which ways people are told who have not chosen. */
  abstract readonly defaults: Channels;

  /** True for people who can be told of this at all. */
  isFor(_context: Context): boolean {
    return true;
  }

  /** What was said there, as text, for the mail to somebody who sees the object; null for nothing. */
  words(_object: Row): string | null {
    return null;
  }
}

/** What is told, in the words of `say`. */
export function toldBy({ text }: NotificationKind, byName: string, say: (english: string) => string): string {
  return say(text).replace('{name}', () => byName);
}

/** What is told of so many at once, in the words of `say`. */
export function toldOfMany({ many, text }: NotificationKind, count: number, say: (english: string) => string): string {
  return say(many ?? text).replace('{count}', () => String(count));
}

/** Has a say in what is mailed to people at all. Filled by modules (`provides`). */
export abstract class NotificationGate {
  /** False when nothing of this kind leaves by mail, whatever people have chosen. */
  abstract mails(kind: string): Promise<boolean>;
}
