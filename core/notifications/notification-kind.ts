/** A kind of event that people are told of. A module provides one for each. */
export abstract class NotificationKind {
  /** `<module>.<event>` */
  abstract readonly id: string;
  /** JMAP type of the objects where it happens. */
  abstract readonly happensIn: string;
  /** What is told, in English; `{name}` stands for whoever did it. */
  abstract readonly text: string;
}
