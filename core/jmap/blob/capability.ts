import type { Configuration } from '../../config/config';
import type { BlobOwner } from '../../files/blob-owner';
import { MOST_DATA_SOURCES } from '../limits';

export const BLOB = 'urn:ietf:params:jmap:blob';

/** Name of a digest in the API (RFC 9404 §4.2) → name of the algorithm in Node. */
export const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['sha', 'sha1'],
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
]);

/** Value of the account capability (RFC 9404 §3.1). */
export function blobCapability(
  { maxUploadSize }: Configuration,
  owners: readonly BlobOwner[],
): Readonly<Record<string, unknown>> {
  return {
    maxSizeBlobSet: maxUploadSize,
    maxDataSources: MOST_DATA_SOURCES,
    supportedTypeNames: lookedThrough(owners),
    supportedDigestAlgorithms: [...DIGESTS.keys()],
  };
}

/** Types that Blob/lookup knows. */
export function lookedThrough(owners: readonly BlobOwner[]): string[] {
  return [...new Set(owners.flatMap(({ type }) => type ?? []))].sort();
}
