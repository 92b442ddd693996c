import type { Entity } from 'extjs-types';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { QueryController } from './controllers';
import { showError } from './notice';
import { theStore } from './store/index';

interface Preference extends Entity {
  name: string;
  value: unknown;
}

declare module 'extjs-types' {
  interface DataTypes {
    Preference: Preference;
  }
}

/** What is decided one after the other is stored together. */
const TOGETHER_MS = 400;

/** One thing that the server remembers for the user under a name, in every browser. */
export class PreferenceController implements ReactiveController {
  private readonly query: QueryController<'Preference'>;
  /** What was decided here, as long as the server has not told it back. */
  private mine: { readonly value: unknown } | undefined;
  /** As JSON, what the server may still tell that is older than {@link mine}. */
  private readonly older = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private storing: Promise<unknown> = Promise.resolve();
  /** How many are on their way to the server. */
  private underWay = 0;

  /** @param name undefined for nothing to remember */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly name: () => string | undefined,
  ) {
    host.addController(this);
    this.query = new QueryController(
      host,
      'Preference',
      () => {
        const wanted = name();
        return wanted === undefined ? undefined : { filter: { name: wanted } };
      },
      1,
    );
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.leave);
  }

  /** Another window may have decided otherwise since. */
  hostUpdate(): void {
    if (this.mine === undefined) return;
    const told = JSON.stringify(this.told);
    if (told === JSON.stringify(this.mine.value)) this.older.clear();
    else if (this.older.has(told)) return;
    this.mine = undefined;
  }

  /** What was just decided is not lost because the panel goes. */
  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.leave);
    if (this.timer !== undefined) this.store();
  }

  /** Nor because the page does: it is told at once, for nobody may be there any more when a question is answered. */
  private readonly leave = () => {
    if (document.visibilityState !== 'hidden' || this.timer === undefined) return;
    // What is under way is older, and must not come after it.
    if (this.underWay > 0) {
      this.store();
      return;
    }
    const [known] = this.query.records;
    const [name, value] = this.decided();
    if (name !== undefined) tell(known, name, value).catch((error: unknown) => showError(error));
  };

  /** False until the server has answered; a server that does not answer remembers nothing. */
  get isLoaded(): boolean {
    return this.name() === undefined || !this.query.isLoading;
  }

  get value(): unknown {
    return this.mine === undefined ? this.told : this.mine.value;
  }

  private get told(): unknown {
    return this.query.records[0]?.value ?? null;
  }

  set value(value: unknown) {
    this.older.add(JSON.stringify(this.told)).add(JSON.stringify(this.value));
    this.mine = { value };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.store(), TOGETHER_MS);
    this.host.requestUpdate();
  }

  private store(): void {
    const [name, value] = this.decided();
    if (name === undefined) return;
    this.underWay++;
    this.storing = this.storing
      .then(() => write(name, value))
      .catch((error: unknown) => showError(error))
      .finally(() => this.underWay--);
  }

  /** Name and value to be stored. It stays what was decided here until the server tells it back. */
  private decided(): [name: string | undefined, value: unknown] {
    clearTimeout(this.timer);
    this.timer = undefined;
    return [this.mine === undefined ? undefined : this.name(), this.mine?.value];
  }
}

/** Asks first: it may have been made in another window meanwhile. */
async function write(name: string, value: unknown): Promise<void> {
  const records = await theStore().some({ type: 'Preference', filter: { name } }, 0, 1);
  await tell(records[0], name, value);
}

async function tell(known: Preference | undefined, name: string, value: unknown): Promise<void> {
  if (known === undefined) await theStore().create('Preference', { name, value });
  else await theStore().update('Preference', known.id, { value });
}
