import { SetError } from './errors';

/**
 * Applies a PatchObject (RFC 8620 §5.3) to the wire values of an object and answers the properties it leads to.
 * @throws SetError invalidPatch for a pointer into a list, through a missing parent, or beside one of its own prefixes
 */
export function applyPatch(
  before: Readonly<Record<string, unknown>>,
  patch: Record<string, unknown>,
): Map<string, unknown> {
  const result = new Map<string, unknown>();
  const paths = Object.keys(patch);
  for (const path of paths) {
    if (path.startsWith('/')) throw SetError.of('invalidPatch', `"${path.slice(0, 60)}" must not start with a slash`);
    const prefix = paths.find((other) => other !== path && path.startsWith(`${other}/`));
    if (prefix !== undefined)
      throw SetError.of('invalidPatch', `"${prefix.slice(0, 60)}" is set as a whole and in parts`);
    const [name = '', ...rest] = path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (rest.length === 0) result.set(name, patch[path]);
    else {
      const value = result.has(name) ? result.get(name) : structuredClone(before[name]);
      place(value, rest, patch[path], path);
      result.set(name, value);
    }
  }
  return result;
}

function place(target: unknown, path: readonly string[], value: unknown, pointer: string): void {
  let at = target;
  for (const key of path.slice(0, -1)) at = own(at, key, pointer);
  const last = path.at(-1) ?? '';
  const parent = mapping(at, pointer);
  if (value === null) Reflect.deleteProperty(parent, last);
  else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
}

function own(at: unknown, key: string, pointer: string): unknown {
  const parent = mapping(at, pointer);
  if (!Object.hasOwn(parent, key)) throw SetError.of('invalidPatch', `"${pointer.slice(0, 60)}" leads through nothing`);
  return parent[key];
}

function mapping(at: unknown, pointer: string): Record<string, unknown> {
  if (typeof at !== 'object' || at === null || Array.isArray(at)) {
    throw SetError.of('invalidPatch', `"${pointer.slice(0, 60)}" does not lead into a map`);
  }
  return at as Record<string, unknown>;
}
