import type { Found } from './discovery';

/** The way for code inside a host to have the program changed around it. */
export abstract class Program {
  /** True when no other program works on the same data. */
  abstract readonly isAlone: boolean;
  /** All modules that are there now. */
  abstract discover(): Found[];
  /** Runs work on modules that no other program may do at the same time. */
  abstract exclusively<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Makes the program what the rows of the modules say: a new host takes over, requests in flight end on the old one.
   * @param needed module without which nothing is changed
   * @throws Problem when it does not start
   */
  abstract reload(needed?: string): Promise<void>;
  /** Resolves when no request runs on a former host any more. @throws Problem when one does not come to an end */
  abstract settled(): Promise<void>;
}
