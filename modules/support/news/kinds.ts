import { injectable } from 'inversify';
import { type Context, NotificationKind, type Row } from '../../../core/api';
import { USE } from '../permissions';
import { NEWS } from './decide';

const BELL = { bell: true, mail: false, browser: false } as const;

/** What agents are told about tickets. */
abstract class TicketNews extends NotificationKind {
  override isFor(context: Context): boolean {
    return context.may(USE);
  }
}

/** What agents are told of what was said. */
abstract class EntryNews extends TicketNews {
  readonly happensIn = 'Comment';
  readonly defaults = BELL;

  override words(comment: Row): string {
    return String(comment['text']);
  }
}

/** Nobody is told by itself: for most people that would be all day long. */
@injectable()
export class NewTicket extends TicketNews {
  readonly id = NEWS.opened;
  readonly happensIn = 'Task';
  readonly text = '{name} opened a ticket';
  override readonly many = '{count} new tickets';
  readonly title = 'There is a new ticket';
  readonly defaults = { bell: false, mail: false, browser: false };
}

@injectable()
export class Assigned extends TicketNews {
  readonly id = NEWS.assigned;
  readonly happensIn = 'Task';
  readonly text = '{name} assigned a ticket to you';
  override readonly many = '{count} tickets were assigned to you';
  readonly title = 'A ticket is assigned to me';
  readonly defaults = { bell: true, mail: true, browser: false };
}

@injectable()
export class CustomerAnswered extends EntryNews {
  readonly id = NEWS.answered;
  readonly text = '{name} answered';
  override readonly many = '{count} answers of customers';
  readonly title = 'A customer writes on a ticket that I watch or am responsible for';
}

@injectable()
export class ColleagueWrote extends EntryNews {
  readonly id = NEWS.written;
  readonly text = '{name} wrote on a ticket';
  override readonly many = '{count} entries by colleagues';
  readonly title = 'A colleague writes on a ticket that I watch or am responsible for';
}

@injectable()
export class TicketDue extends TicketNews {
  readonly id = NEWS.due;
  readonly happensIn = 'Task';
  readonly text = 'A ticket of yours is due';
  override readonly many = '{count} tickets of yours are due';
  readonly title = 'A ticket that I am responsible for is due within a day';
  readonly defaults = BELL;
}
