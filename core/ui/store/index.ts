import type { Store } from './types';

let store: Store | undefined;

/** The page's store; there after login. */
export function theStore(): Store {
  if (store === undefined) throw new Error('not signed in');
  return store;
}

/** Called by the shell when somebody has signed in. */
export function setStore(next: Store): void {
  store = next;
}
