import { lookup } from 'node:dns';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type LookupFunction } from 'node:net';
import { faultOfPushUrl, hostOf, isPublicAddress } from './push-address';

/** What became of one post. */
export interface Delivery {
  /** HTTP status; 0 when there was none. */
  readonly status: number;
  /** Seconds that the other side asked to be left alone for; null when it did not say. */
  readonly retryAfter: number | null;
}

/** Milliseconds for one post, from the look-up of the name to the head of the answer. */
const LONGEST = 10_000;
const NONE: Delivery = { status: 0, retryAfter: null };

/**
 * Posts once. Follows no redirect, reads no answer, keeps no connection; connects to nothing but the Internet, unless
 * the configuration names the origin: the addresses that a name stands for are looked at before one of them is
 * used, and the one that was used once more.
 */
export function deliver(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  allowed: readonly string[],
  signal: AbortSignal,
): Promise<Delivery> {
  // What was allowed when the subscription was made may not be any more.
  if (faultOfPushUrl(address, allowed) !== null) return Promise.resolve(NONE);
  const url = new URL(address);
  const isTrusted = allowed.includes(url.origin);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const sent: ClientRequest = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': String(body.length) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]),
      ...(isTrusted ? {} : { lookup: publicOnly }),
    });
    sent.once('socket', (socket) => {
      socket.once('connect', () => {
        const { remoteAddress } = socket;
        const isFine = isTrusted || (remoteAddress !== undefined && isPublicAddress(remoteAddress));
        if (!isFine) sent.destroy(new Error(`${hostOf(url)} leads to an inner address`));
      });
    });
    sent.once('response', (response) => {
      response.destroy();
      resolve({ status: response.statusCode ?? 0, retryAfter: secondsOf(response.headers['retry-after']) });
    });
    sent.once('error', () => {
      resolve(NONE);
    });
    sent.end(body);
  });
}

/** Looks a name up and answers its addresses only when all of them are on the Internet. */
const publicOnly: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error) {
      done(error, '', 0);
      return;
    }
    const [first] = found;
    if (!first || found.some(({ address }) => !isPublicAddress(address))) {
      done(Object.assign(new Error(`${name} leads to an inner address`), { code: 'EACCES' }), '', 0);
      return;
    }
    if (options.all) done(null, found);
    else done(null, first.address, first.family);
  });
};

/** Value of Retry-After (RFC 9110 §10.2.3) when it is a number of seconds. */
function secondsOf(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : null;
}
