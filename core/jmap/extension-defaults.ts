import type { TypeExtension } from './data-type';
import type { Draft } from './draft';

/** Columns that an object lacks because it is older than the module that extends it. */
export function defaultsOf({ properties }: TypeExtension, draft: Draft): Record<string, unknown> {
  const missing = Object.entries(properties).filter(
    ([name, { stored, serverSet }]) => stored && !serverSet && draft.values[name] === undefined,
  );
  return Object.fromEntries(
    missing.flatMap(([name, property]) => {
      const parsed = property.parse(property.default);
      return 'value' in parsed ? [[name, parsed.value]] : [];
    }),
  );
}
