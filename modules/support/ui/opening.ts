import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PreferenceController, RecordController, route, setQuery } from '../../../core/ui/api';
import './account';

/** Preference under which the last choice is kept. */
const LAST = 'support chosen';

type Query = Record<string, string | null>;

/** What the list shows whoever opens Support without saying what, as chosen in My account. */
export class Opening implements ReactiveController {
  private readonly profile: RecordController<'Profile'>;
  private readonly last: PreferenceController;
  /** Once something is shown it is the user who chooses. */
  private isOver = false;

  constructor(host: ReactiveControllerHost) {
    this.profile = new RecordController(host, 'Profile', () => 'singleton');
    this.last = new PreferenceController(host, () => LAST);
    host.addController(this);
  }

  hostConnected(): void {
    const { path, query } = route();
    this.isOver = path.length > 0 || Object.keys(query).length > 0;
  }

  hostUpdate(): void {
    const { record } = this.profile;
    const isWaiting = record === undefined || (record.opensWith === 'last' && !this.last.isLoaded);
    if (this.isOver || isWaiting) return;
    this.isOver = true;
    const { opensWith, defaultTaskListId } = record;
    if (opensWith === 'list' && defaultTaskListId !== null) setQuery({ lists: defaultTaskListId }, true);
    if (opensWith === 'last' && this.last.value !== null) setQuery(this.last.value as Query, true);
  }

  /** Notes what was chosen, for the next time. */
  remember(query: Query): void {
    this.isOver = true;
    if (this.profile.record?.opensWith === 'last') this.last.value = query;
  }
}
