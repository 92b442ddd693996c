import type { FastifyReply, FastifyRequest } from 'fastify';
import { identify } from '../audit/caller';
import type { Context } from '../auth/context';
import type { Credentials } from '../auth/credentials.service';
import type { Visitor } from '../auth/sign-in-buckets';
import { Problem } from '../problem';

/** Header by which our own pages show that they, and no foreign form, made the request. */
const OWN = 'x-requested-with';
/** Longest life of a cookie; the host ends the session earlier. */
const YEAR = 365 * 24 * 3600;

/** True where a browser keeps cookies marked Secure: https, and the machine itself. */
function isTrustworthy(request: FastifyRequest): boolean {
  return request.protocol === 'https' || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(request.hostname);
}

/** `own`: the session of an administrator who is in by somebody else's. */
type CookieName = 'session' | 'device' | 'own';

function cookieName(request: FastifyRequest, name: CookieName): string {
  return isTrustworthy(request) ? `__Host-${name}` : name;
}

/** `session`: the secret by which somebody is in; `device`: the mark of a browser on which they have been; see CookieName. */
export function setCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string): void {
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isTrustworthy(request),
    maxAge: YEAR,
  } as const;
  reply.setCookie(cookieName(request, name), value, options);
}

export function clearCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName): void {
  reply.clearCookie(cookieName(request, name), { path: '/', secure: isTrustworthy(request) });
}

export function sessionSecret(request: FastifyRequest): string | undefined {
  return readCookie(request, 'session');
}

export function readCookie(request: FastifyRequest, name: CookieName): string | undefined {
  return request.cookies[cookieName(request, name)];
}

/** Who stands at the door. */
export function visitorOf(request: FastifyRequest): Visitor {
  const device = request.cookies[cookieName(request, 'device')];
  return { address: request.ip, session: sessionSecret(request), device };
}

/**
 * Who asks: Authorization (Basic or Bearer), else the session cookie. A cookie counts for a change only together with
 * our own header and without a foreign origin, so no other site can ride on it.
 * @throws Problem 401, or 403 for a cross-site request
 */
export async function authenticate(request: FastifyRequest, credentials: Credentials): Promise<Context> {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'basic') {
    const text = Buffer.from(value, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 0) throw unauthorised();
    const person = await credentials.checkBasic(text.slice(0, colon), text.slice(colon + 1), visitorOf(request));
    identify(person, 'basic');
    return person;
  }
  const isBearer = scheme.toLowerCase() === 'bearer';
  const secret = isBearer ? value : sessionSecret(request);
  if (!isBearer) guardOrigin(request);
  const context = secret === undefined ? null : await credentials.contextOf(secret);
  if (!context) throw unauthorised();
  identify(context, isBearer ? 'token' : 'session');
  return context;
}

/**
 * For what nobody need be signed in for: a page that tells nobody where it was opened (`no-referrer`) sends the origin
 * `null`, and then the browser's own word has to do.
 * @throws Problem 403 when a browser sends this on behalf of another site
 */
export function guardForm({ headers, protocol, host }: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('Cross-site request', 403);
  if (origin !== undefined && origin !== 'null' && origin !== `${protocol}://${host}`)
    throw new Problem('Cross-site request', 403);
}

/** @throws Problem 403 when a browser sends this on behalf of another site */
export function guardOrigin(request: FastifyRequest): void {
  guardForm(request);
  if (request.headers.origin === 'null') throw new Problem('Cross-site request', 403);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && request.headers[OWN] !== 'groupware') throw new Problem('The header X-Requested-With is missing', 403);
}

/** True for our own pages, which show a login form instead of the browser's password box. */
export function isOwnPage(request: FastifyRequest): boolean {
  return request.headers[OWN] === 'groupware' || request.headers['sec-fetch-mode'] !== undefined;
}

function unauthorised(): Problem {
  return new Problem('Please sign in', 401);
}
