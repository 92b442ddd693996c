/**
 * Something a person did or configured that cannot work, told in one sentence that names the culprit.
 * The text is shown as it is, in the terminal and to clients: it must never hold a secret or a driver's message.
 */
export class Problem extends Error {
  constructor(
    message: string,
    /** HTTP status for the case that the problem ends a web request. */
    readonly status = 400,
  ) {
    super(message);
    this.name = 'Problem';
  }
}

/** The text of anything thrown, for logs and for records that only administrators read. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
