import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths';

/** What the UI needs allowed by name: hashes of style attributes of its components, and Trusted Types policies. */
interface Allowed {
  readonly styleHashes: readonly string[];
  readonly trustedTypes: readonly string[];
}

function allowed(): Allowed {
  const file = join(projectRoot, 'core/ui/csp.json');
  if (!existsSync(file)) return { styleHashes: [], trustedTypes: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as Allowed;
}

/** Policy of the application's own pages. It is long, so nothing else carries it. */
export function pagePolicy(): string {
  const { styleHashes, trustedTypes } = allowed();
  const hashes = styleHashes.length > 0 ? ` 'unsafe-hashes' ${styleHashes.map((hash) => `'${hash}'`).join(' ')}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${hashes}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes.length > 0 ? trustedTypes.join(' ') : "'none'"}`,
  ].join('; ');
}

/** Policy of whatever is no page: a page that holds the policy of pages may use it, by itself it can do nothing. */
const ANSWER_POLICY = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Policy of files that people sent: nothing of them runs, loads or shows as a page. */
export const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/**
 * Policy of the document in which mails of strangers are shown, inside the sandboxed frame of our own pages: nothing
 * runs and nothing loads but images that our page put there itself.
 */
export const MAIL_FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin";

/** Headers of every answer, whatever its status (ASVS 3.4). */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Headers of every answer that does not say otherwise. */
export function defaultHeaders(): Readonly<Record<string, string>> {
  return { ...SECURITY_HEADERS, 'content-security-policy': ANSWER_POLICY, 'cache-control': 'no-store' };
}
