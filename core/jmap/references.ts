import { MethodError } from './errors';
import type { Invocation } from './wire';

/**
 * Replaces `#name` arguments by values of earlier responses (RFC 8620 §3.7).
 * @throws MethodError invalidResultReference, or invalidArguments when `name` and `#name` are both given
 */
export function resolveReferences(
  args: Readonly<Record<string, unknown>>,
  responses: readonly Invocation[],
): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(args)) {
    if (!key.startsWith('#')) {
      resolved[key] = value;
      continue;
    }
    const name = key.slice(1);
    if (Object.hasOwn(args, name)) throw MethodError.invalidArguments(`Both ${name} and #${name} are given`);
    resolved[name] = look(value, responses);
  }
  return resolved;
}

function look(reference: unknown, responses: readonly Invocation[]): unknown {
  const { resultOf, name, path } = (reference ?? {}) as Record<string, unknown>;
  if (typeof resultOf !== 'string' || typeof name !== 'string' || typeof path !== 'string')
    throw broken('is incomplete');
  const response = responses.find(([, , callId]) => callId === resultOf);
  if (!response) throw broken(`names no earlier call "${resultOf.slice(0, 40)}"`);
  if (response[0] !== name)
    throw broken(`expects ${name.slice(0, 40)}, but "${resultOf.slice(0, 40)}" is ${response[0]}`);
  if (!path.startsWith('/')) throw broken('needs a path that starts with a slash');
  return walk(
    response[1],
    path
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  );
}

/** JSON Pointer (RFC 6901) with `*` mapping over lists and flattening one level. */
function walk(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    if (key === '*') {
      return value.flatMap((item: unknown) => {
        const found = walk(item, rest);
        return Array.isArray(found) ? (found as unknown[]) : [found];
      });
    }
    const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
    if (index < 0 || index >= value.length) throw broken(`finds nothing at "${key.slice(0, 40)}"`);
    return walk(value[index], rest);
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
    throw broken(`finds nothing at "${key.slice(0, 40)}"`);
  }
  return walk((value as Record<string, unknown>)[key], rest);
}

function broken(why: string): MethodError {
  return MethodError.of('invalidResultReference', `The reference ${why}`);
}
