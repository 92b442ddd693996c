/** What has happened on a ticket, with everything that decides who is told of it. People are ids of principals. */
export type TicketEvent =
  /** There is a new ticket. */
  | {
      readonly what: 'opened';
      readonly by: number | null;
      readonly responsibleId: number | null;
      /** Who wants to hear of new tickets where it is. */
      readonly listeners: readonly number[];
    }
  /** A person has made somebody responsible. */
  | { readonly what: 'assigned'; readonly by: number | null; readonly responsibleId: number }
  /** There is a new entry in the thread. */
  | {
      readonly what: 'written';
      readonly by: number | null;
      readonly role: 'customer' | 'agent' | 'system';
      /** With this entry whoever filed the ticket says what it is about. */
      readonly isOpening: boolean;
      /** A program has answered a mail, and not a person. */
      readonly isAutomatic: boolean;
      /** Who is responsible for the ticket, and for those of which it is a part. */
      readonly responsible: readonly number[];
      readonly watchers: readonly number[];
      /** Who is told already that the entry mentions them. */
      readonly mentioned: readonly number[];
    };

/** Kinds of notifications about tickets, by their ids. */
export const NEWS = {
  opened: 'support.newTicket',
  assigned: 'support.assigned',
  answered: 'support.customerAnswered',
  written: 'support.colleagueWrote',
  due: 'support.due',
} as const;
export type News = (typeof NEWS)[keyof typeof NEWS];

/**
 * Who is told what, each person one thing at most and nobody of what they did themselves. Whether they may see it, and by
 * which ways they want to be told, is not decided here.
 */
export function decide(event: TicketEvent): ReadonlyMap<number, News> {
  const told = new Map<number, News>();
  const tell = (people: readonly number[], news: News): void => {
    for (const person of people) if (person !== event.by && !told.has(person)) told.set(person, news);
  };
  switch (event.what) {
    case 'opened':
      if (event.responsibleId !== null) tell([event.responsibleId], NEWS.assigned);
      tell(event.listeners, NEWS.opened);
      break;
    case 'assigned':
      tell([event.responsibleId], NEWS.assigned);
      break;
    case 'written': {
      const { role, isOpening, isAutomatic, responsible, watchers, mentioned } = event;
      if (isOpening || isAutomatic || role === 'system') break;
      const concerned = [...responsible, ...watchers].filter((person) => !mentioned.includes(person));
      tell(concerned, role === 'customer' ? NEWS.answered : NEWS.written);
    }
  }
  return told;
}
