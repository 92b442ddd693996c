/** What other modules may use of support. */
export { LegacyEvent, LegacyTicket, LegacyWork } from './legacy/legacy.entity';
export { LetterSettings } from './letters/letter-settings';
export { ROLE, USE } from './permissions';
export { MOST_CC, Participant, Ticket } from './ticket.entity';
export { Reminder } from './watcher.entity';
