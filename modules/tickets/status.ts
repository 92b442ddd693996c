/** Statuses that every type has; what is above 0 is the id of a status of its own, which counts as in progress. */
export const OPEN = 0;
export const CLOSED = -1;

/** True for a status in which nothing is left to do: below 0 in the legacy tables. */
export function isClosed(statusId: number): boolean {
  return statusId < OPEN;
}
