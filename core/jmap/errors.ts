/** The three families of JMAP errors (RFC 8620 §3.6). Every error the API can give is one of these. */

/** Prefix of the `type` in problem details. */
export const REQUEST_ERROR = 'urn:ietf:params:jmap:error:';

/** Every request error, and when it is given. */
export const REQUEST_ERRORS = {
  unknownCapability: '`using` names a capability that the host does not have.',
  notJSON: 'The body is not JSON, or not I-JSON (RFC 7493).',
  notRequest: 'The body is JSON but no Request object.',
  limit: 'A limit of the session is exceeded; `limit` names it.',
} as const;

/** The whole request is refused: an HTTP status with problem details (RFC 7807). */
export class RequestError extends Error {
  private constructor(
    readonly type: string,
    readonly status: number,
    readonly detail: string,
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  static unknownCapability = (name: string): RequestError =>
    RequestError.of('unknownCapability', 400, `Unknown capability "${name.slice(0, 100)}"`);
  static notJson = (detail: string): RequestError => RequestError.of('notJSON', 400, detail);
  static notRequest = (detail: string): RequestError => RequestError.of('notRequest', 400, detail);
  static limit = (limit: string, status = 400): RequestError =>
    RequestError.of('limit', status, `The request exceeds ${limit}`, { limit });

  private static of(
    type: keyof typeof REQUEST_ERRORS,
    status: number,
    detail: string,
    more?: Readonly<Record<string, unknown>>,
  ): RequestError {
    return new RequestError(`${REQUEST_ERROR}${type}`, status, detail, more);
  }
}

/** Every method error, and when it is given. */
export const METHOD_ERRORS = {
  serverFail: 'Something the host did not foresee; nothing was changed. The log has more under the number told.',
  unknownMethod: 'No such method in the capabilities that the request names in `using`.',
  invalidArguments: 'An argument is missing, unknown or wrong; the description names it.',
  invalidResultReference: 'A `#` argument refers to no such call, or its path leads nowhere.',
  forbidden: 'The caller may not use the method.',
  unknownDataType: 'Blob/lookup names a type that refers to no blobs, or whose capability is not in `using`.',
  accountNotFound: 'There is no account with this id.',
  fromAccountNotFound: 'There is no account with the id in `fromAccountId`.',
  rateLimit: 'Too many of these calls were made lately; it may be tried again later.',
  requestTooLarge: 'More objects than `maxObjectsInGet` or `maxObjectsInSet` allow.',
  stateMismatch: 'The state is not the one in `ifInState`; nothing was changed.',
  cannotCalculateChanges: 'The state is unknown or too old, or too much has changed: read anew.',
  tooManyChanges: 'More changes than `maxChanges` allows.',
  anchorNotFound: 'The anchor is not in the result.',
  unsupportedSort: 'The type cannot be sorted by this property or collation.',
  unsupportedFilter: 'The type has no such filter, or the filter is nested too deeply.',
} as const;

export type MethodErrorType = keyof typeof METHOD_ERRORS;

/** One method call fails; the others go on. */
export class MethodError extends Error {
  private constructor(
    readonly type: MethodErrorType,
    readonly description: string,
  ) {
    super(description);
  }

  static of = (type: MethodErrorType, description: string): MethodError => new MethodError(type, description);
  static invalidArguments = (description: string): MethodError => new MethodError('invalidArguments', description);

  toJSON(): Record<string, unknown> {
    return { type: this.type, description: this.description };
  }
}

/** Every error of one object, and when it is given. */
export const SET_ERRORS = {
  forbidden: 'The caller may not do this to the object.',
  overQuota: 'The object would exceed a quota.',
  tooLarge: 'The object is larger than the host takes.',
  rateLimit: 'Too many of these were made lately.',
  blobNotFound: 'There is no such blob, or the caller does not see it.',
  notFound: 'There is no such object, or the caller does not see it.',
  invalidPatch: 'A path of the patch leads into a list, through nothing, or beside one of its own prefixes.',
  willDestroy: 'The same call destroys the object.',
  invalidProperties: 'Values that cannot be used; `properties` names them.',
  singleton: 'There is exactly one object of the type: it is neither made nor destroyed.',
  alreadyExists: 'There is such an object already.',
  customFieldHasValues: 'Objects have values of the field, and `onDestroyRemoveValues` is not set.',
  taskListHasTask: 'The list still has tasks, and `onDestroyRemoveTasks` is not set.',
} as const;

export type SetErrorType = keyof typeof SET_ERRORS;

/** One object of a /set is refused; the others go on. */
export class SetError extends Error {
  private constructor(
    readonly type: SetErrorType,
    readonly description: string,
    readonly properties?: readonly string[],
  ) {
    super(description);
  }

  static of = (type: SetErrorType, description: string): SetError => new SetError(type, description);
  static forbidden = (description: string): SetError => new SetError('forbidden', description);
  static notFound = (): SetError => new SetError('notFound', 'There is no such object');
  /** `invalid('due', 'must not be before start')`: the sentence names the property by itself. */
  static invalid = (property: string, why: string): SetError =>
    new SetError('invalidProperties', `${property} ${why}`, [property]);
  static invalidAll = (faults: ReadonlyMap<string, string>): SetError =>
    new SetError('invalidProperties', [...faults].map(([name, why]) => `${name} ${why}`).join('; '), [
      ...faults.keys(),
    ]);

  toJSON(): Record<string, unknown> {
    const { type, description, properties } = this;
    return properties ? { type, description, properties } : { type, description };
  }
}
