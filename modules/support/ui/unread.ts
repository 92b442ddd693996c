import type { Cell } from 'extjs-types';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { element, showError, store, t, toast } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';

/** True when there is something in the ticket that the user has not read. */
export function isNews({ isUnread, hasUnreadNote }: Task): boolean {
  return isUnread === true || hasUnreadNote === true;
}

/** The subject, with the word for those who do not see that its row is bold. */
export function subjectCell(ticket: Task): Cell {
  if (!isNews(ticket)) return ticket.title;
  const cell = element('span', 'text');
  cell.dir = 'auto';
  cell.dir = 'auto';
  cell.append(element('span', '', ticket.title), ' ', element('span', 'visually-hidden', t('support.unread')));
  return cell;
}

/** Has the user have read all tickets there are. */
export async function readAll(): Promise<void> {
  try {
    await store().call('Ticket/markRead', { ids: null });
    toast(t('support.allRead'), 'green');
  } catch (error) {
    showError(error);
  }
}

/** Has the user have read the ticket that an element shows, as soon as it is looked at. */
export class ReadingController implements ReactiveController {
  /** The record as it was when the server was told: told once, whatever comes of it. */
  private told: Task | undefined;

  constructor(
    host: ReactiveControllerHost,
    private readonly record: () => Task | undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.look);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.look);
  }

  hostUpdated(): void {
    this.look();
  }

  private readonly look = () => {
    const record = this.record();
    if (record === undefined || record === this.told || document.visibilityState === 'hidden') return;
    // Null is somebody who reads for the first time.
    if (record.isUnread === false && record.hasUnreadNote !== true) return;
    this.told = record;
    // Nobody waits for it: what is bold a little longer is no harm, and the next look tells again.
    void store()
      .call('Ticket/markRead', { ids: [record.id] })
      .catch(() => undefined);
  };
}
