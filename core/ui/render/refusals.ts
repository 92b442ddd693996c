import { SetFailed } from '../store/errors';

/** Why the server refused, by property (RFC 8620 §5.3 `invalidProperties`). */
export function refusalsOf(error: unknown): Record<string, string> {
  if (!(error instanceof SetFailed)) return {};
  return Object.fromEntries((error.error.properties ?? []).map((name) => [name, error.message]));
}
