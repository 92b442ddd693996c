import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { addressOf, knowAddresses } from '../appearance';
import { QueryController } from '../controllers';
import { showError } from '../notice';
import { theStore } from '../store/index';
import type { Notification as Told } from './notification';

/** More do not happen between two looks. */
const AT_ONCE = 10;

/** True when this browser shows notifications of this page. */
function isAllowed(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

/** Has the browser show what the user wants to be told that way, as it happens, as long as the page is open. */
export class BrowserNotices implements ReactiveController {
  private readonly query: QueryController<'Notification'>;
  /** What was there already; undefined until the server has answered. */
  private known: Set<string> | undefined;

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
    this.query = new QueryController(
      host,
      'Notification',
      () => ({
        filter: { isRead: false, inBrowser: true, isCovered: false },
        sort: [{ property: 'createdAt', isAscending: false }],
      }),
      AT_ONCE,
    );
  }

  hostDisconnected(): void {
    this.known = undefined;
  }

  hostUpdated(): void {
    const { records, isLoading, error } = this.query;
    if (isLoading || error !== null) return;
    const { known } = this;
    this.known = new Set([...(known ?? []), ...records.map(({ id }) => id)]);
    if (known === undefined || !isAllowed()) return;
    for (const told of records) if (!known.has(told.id)) show(told);
  }
}

/** Of several pages one shows it, and of a flood one notice: the browser knows it by its tag. */
function show({ id, text, textOfAll, floodId, place }: Told): void {
  const tag = floodId === null ? `notification-${id}` : `flood-${floodId}`;
  const shown = new Notification(textOfAll ?? text, { body: textOfAll === null ? (place?.title ?? '') : '', tag });
  shown.addEventListener('click', () => {
    shown.close();
    window.focus();
    if (place !== null) void follow(place);
    theStore().update('Notification', id, { isRead: true }).catch(showError);
  });
}

async function follow(place: NonNullable<Told['place']>): Promise<void> {
  await knowAddresses([place]).catch(showError);
  const address = addressOf(place.type, place.id);
  if (address !== undefined) location.assign(address);
}
