import { route } from '../route';
import { theStore } from '../store/index';
import type { SetError } from '../store/types';
import type { Left, Outcome } from './change-many';

/** What was done and can be taken back, as a reload of the page leaves it in its tab. */
export interface Kept {
  readonly kind: 'changed' | 'restored';
  /** What is done, for whoever waits for it. */
  readonly text: string;
  /** Names of what is given back. */
  readonly properties: readonly string[];
  readonly outcome: Outcome;
  /** Until when it is offered, in milliseconds of the clock. */
  readonly until: number;
}

type Written = Omit<Kept, 'outcome'> & {
  readonly userId: string;
  readonly count: number;
  readonly refused: readonly (readonly [string, SetError])[];
  readonly left: readonly (readonly [string, Left])[];
};

/** Keeps what can be taken back for the next page of this tab. */
export class Keeping {
  /** Of which panel, for the next page has it again. */
  private readonly key: string;

  constructor(type: string) {
    this.key = `bulk ${route().panel} ${type}`;
  }

  keep({ outcome, ...kept }: Kept): void {
    const { count, refused, left } = outcome;
    const written: Written = { ...kept, userId: userId(), count, refused: [...refused], left: [...left] };
    try {
      sessionStorage.setItem(this.key, JSON.stringify(written));
    } catch {
      // More than the tab may keep: it is offered as long as the page is there.
      this.drop();
    }
  }

  drop(): void {
    sessionStorage.removeItem(this.key);
  }

  /** What the page before has left, if it may still be taken back. What another user has left in this tab is thrown away. */
  find(): Kept | undefined {
    const text = sessionStorage.getItem(this.key);
    if (text === null) return undefined;
    const { userId: owner, count, refused, left, ...kept } = JSON.parse(text) as Written;
    if (owner === userId() && kept.until > Date.now())
      return { ...kept, outcome: { count, refused: new Map(refused), left: new Map(left) } };
    this.drop();
    return undefined;
  }
}

function userId(): string {
  return theStore().session.capabilities['urn:groupware:core'].user.id;
}
