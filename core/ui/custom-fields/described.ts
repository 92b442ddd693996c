import { theStore } from '../store/index';

/** A property of a type that conditions may name, and the type that it refers to. */
export interface NamedProperty {
  readonly name: string;
  readonly refersTo: string | null;
}

export interface Kind {
  readonly name: string;
  /** What values can be looked for by. */
  readonly operators: readonly string[];
  readonly isComputed: boolean;
  readonly isSortable: boolean;
}

/** What `CustomField/describe` answers. */
export interface Described {
  readonly kinds: readonly Kind[];
  readonly types: readonly { readonly name: string; readonly properties: readonly NamedProperty[] }[];
}

/** Asked anew each time: modules come and go. */
export async function described(): Promise<Described> {
  return (await theStore().call('CustomField/describe', {})) as unknown as Described;
}
