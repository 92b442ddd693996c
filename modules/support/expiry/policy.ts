/** When tickets that wait for their customer are closed, and which are not. */
export interface ExpiryPolicy {
  /** Days of 24 hours since the answer; 0 for never. */
  readonly days: number;
  readonly excludedTaskListIds: readonly number[];
  readonly excludedCategoryIds: readonly number[];
}

/** What becomes of a ticket that nobody has written to for that long: it is closed, or spared for a reason. */
export const VERDICTS = ['closed', 'excludedTaskList', 'excludedCategory', 'customerWroteLast'] as const;
export type Verdict = (typeof VERDICTS)[number];
