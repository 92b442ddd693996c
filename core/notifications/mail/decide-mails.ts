/** Seconds after a mail about something in which no other about the same goes to the same person. */
export const QUIET = 600;

/** Seconds after which nobody wants to hear of it by mail any more: no mail could leave for so long. */
export const STALE = 86_400;

/** Places about each of which one gets a mail; about more of them at once one gets a single mail. */
export const MOST_MAILS = 5;

/** What waits to be mailed to one person. */
export interface Waiting {
  readonly id: number;
  /** What it is about, in any words of its own; null when the person sees it no more, or only as a customer. */
  readonly place: string | null;
  readonly isRead: boolean;
  readonly due: Date;
}

/** When this person was last written to about something. */
export interface Mailed {
  readonly place: string | null;
  readonly at: Date;
}

export interface Mails {
  /** Ids of what goes into one mail each, oldest first: about one place, or about more than {@link MOST_MAILS}. */
  readonly now: readonly (readonly number[])[];
  readonly later: ReadonlyMap<number, Date>;
  /** Not to be mailed at all. */
  readonly never: readonly number[];
}

/**
 * Which mails one person gets now: one about each place, with everything that waits there, and not too soon after the
 * one before. What was read meanwhile needs none. Where much happens at once, as when somebody assigns hundreds of
 * tickets, one mail tells it all.
 */
export function decideMails(waiting: readonly Waiting[], mailed: readonly Mailed[], now: Date): Mails {
  const isOver = ({ place, isRead, due }: Waiting) => place === null || isRead || secondsBetween(due, now) > STALE;
  const never = waiting.filter(isOver).map(({ id }) => id);
  const groups = new Map<string | null, Waiting[]>();
  for (const one of waiting) if (!isOver(one)) groups.set(one.place, [...(groups.get(one.place) ?? []), one]);
  const mails: number[][] = [];
  const later = new Map<number, Date>();
  for (const [place, group] of groups) {
    if (group.every(({ due }) => due > now)) continue;
    const last = Math.max(...mailed.filter((mail) => mail.place === place).map(({ at }) => at.getTime()));
    const free = new Date(last + QUIET * 1000);
    if (free > now) for (const { id } of group) later.set(id, free);
    else mails.push(inOrder(group.map(({ id }) => id)));
  }
  return { now: mails.length > MOST_MAILS ? [inOrder(mails.flat())] : mails, later, never };
}

function inOrder(ids: readonly number[]): number[] {
  return [...ids].sort((a, b) => a - b);
}

function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}
