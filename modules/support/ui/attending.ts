import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { store } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';
import type { Activity } from './ticket';

/** How often the server hears that the ticket is still open: somewhat more often than it forgets it. */
const BEAT_MS = 10_000;
/** Whoever has not touched a key for so long is not writing any more. */
const IDLE_MS = 120_000;

/** This window, by a name that says nothing; another one for each page that is loaded. */
const client = [...crypto.getRandomValues(new Uint32Array(4))].map((number) => number.toString(36)).join('');

/**
 * Tells colleagues that the user has the ticket open that an element shows, and writes there. A window that is not seen
 * has nothing open, but for what the user is about to write.
 */
export class AttendingController implements ReactiveController {
  /** What the user writes, and until when it is taken for granted. */
  private writing: { readonly taskId: string; readonly activity: Activity; readonly until: number } | null = null;
  private isConnected = false;
  private isLeaving = false;
  private isTelling = false;
  /** What the server was told last, in a form that can be compared. */
  private told = '';
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    host: ReactiveControllerHost,
    private readonly record: () => Task | undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.isConnected = true;
    this.timer = setInterval(() => void this.tell(true), BEAT_MS);
    document.addEventListener('visibilitychange', this.look);
    window.addEventListener('pagehide', this.left);
    window.addEventListener('pageshow', this.back);
  }

  hostDisconnected(): void {
    this.isConnected = false;
    clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.look);
    window.removeEventListener('pagehide', this.left);
    window.removeEventListener('pageshow', this.back);
    this.look();
  }

  hostUpdated(): void {
    this.look();
  }

  /** The user writes an answer or a note, or does so no more. */
  writes(activity: Activity | null): void {
    const taskId = this.record()?.id;
    this.writing = activity === null || taskId === undefined ? null : { taskId, activity, until: Date.now() + IDLE_MS };
    this.look();
  }

  /** Null when the user is nowhere. */
  private get wanted(): { readonly id: string; readonly activity: Activity } | null {
    const record = this.record();
    // Customers have no colleagues here.
    if (!this.isConnected || this.isLeaving || record === undefined || record.presence === null) return null;
    const { id } = record;
    const { writing } = this;
    if (writing?.taskId === id && writing.until > Date.now()) return { id, activity: writing.activity };
    return document.visibilityState === 'hidden' ? null : { id, activity: 'looking' };
  }

  private readonly look = () => void this.tell(false);

  private readonly left = () => {
    this.isLeaving = true;
    // Of a page in sight more is heard when it goes out of it, and only then requests outlast the page.
    if (document.visibilityState === 'hidden') this.look();
  };

  private readonly back = () => {
    this.isLeaving = false;
    this.look();
  };

  /** One call at a time, the last one about what is now. */
  private async tell(isBeat: boolean): Promise<void> {
    if (this.isTelling) return;
    this.isTelling = true;
    try {
      for (let isDue = isBeat && this.wanted !== null; isDue || this.told !== told(this.wanted); isDue = false) {
        const { wanted } = this;
        this.told = told(wanted);
        await store().tell('Ticket/attend', { client, ...(wanted ?? { id: null }) });
      }
    } catch {
      // Without a line, or refused: nobody waits for it, and it is told again with the next beat.
    } finally {
      this.isTelling = false;
    }
  }
}

function told(wanted: { readonly id: string; readonly activity: Activity } | null): string {
  return wanted === null ? '' : `${wanted.id} ${wanted.activity}`;
}
