/** Limits of the API, as announced in the session (RFC 8620 §2). Sizes in bytes. */
export const limits = {
  maxSizeRequest: 10_000_000,
  maxConcurrentUpload: 8,
  maxConcurrentRequests: 32,
  maxCallsInRequest: 32,
  maxObjectsInGet: 500,
  maxObjectsInSet: 500,
} as const;

/** Parts that one blob of Blob/upload may be made of (RFC 9404 §3.1). */
export const MOST_DATA_SOURCES = 100;

/** Ids answered by one /query when the client names no limit, and at most. */
export const QUERY_LIMIT = 1_000;

/** Exports that one person has under way at once. */
export const CONCURRENT_EXPORTS = 2;
