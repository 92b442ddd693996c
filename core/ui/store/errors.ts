import type { SetError } from './types';

/** A method-level error of RFC 8620 §3.6.2. */
export class MethodError extends Error {
  constructor(
    readonly method: string,
    readonly type: string,
    description?: string,
  ) {
    super(description ?? type);
    this.name = 'MethodError';
  }
}

/** The server refused one object of a `set`; `key` is its id or creation id. */
export class SetFailed extends Error {
  constructor(
    readonly key: string,
    readonly error: SetError,
  ) {
    super(error.description ?? error.type);
    this.name = 'SetFailed';
  }
}

/** The server answered a request as a whole with a problem (RFC 7807), or could not be reached (`status` 0). */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** `type` of the problem, such as `urn:ietf:params:jmap:error:limit`. */
    readonly type?: string,
  ) {
    super(message);
    this.name = 'RequestFailed';
  }
}
