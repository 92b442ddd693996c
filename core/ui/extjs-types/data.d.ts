/** What modules have users choose for themselves, as properties of their Profile; each merges in its own. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface ProfileChoices {}

/** JMAP data types by name. A module merges its own into this interface. */
export interface DataTypes {
  Principal: Principal;
}

/** Name of a data type that some module has declared. */
export type TypeName = keyof DataTypes & string;

/** What every record has. */
export interface Entity {
  id: string;
}

/** A user, a group, or a contact without login. */
export interface Principal extends Entity {
  type: 'individual' | 'group' | 'other';
  name: string;
  email: string | null;
  avatarBlobId: string | null;
  hasLogin: boolean;
  isInternal: boolean;
}

/** Names of the properties of `T`. */
export type PropertyOf<T> = keyof T & string;

/** Names of the properties of `T` that hold a `V` (or null). */
export type PropertyHolding<T, V> = {
  [K in PropertyOf<T>]-?: [NonNullable<T[K]>] extends [V] ? K : never;
}[PropertyOf<T>];

/** One condition object of RFC 8620 §5.5, or several joined by an operator. */
export type Filter = FilterCondition | FilterOperator;
export interface FilterOperator {
  operator: 'AND' | 'OR' | 'NOT';
  conditions: Filter[];
}
export interface FilterCondition {
  [key: string]: string | number | boolean | null | readonly string[] | Readonly<Record<string, unknown>>;
}

/** One comparator of RFC 8620 §5.5; sorts are names the server offers, so not always properties. */
export interface Comparator {
  property: string;
  isAscending?: boolean;
}

/** What a renderer may give back: text (shown as text, never parsed), or a plain element. */
export type Cell = string | number | Node | null | undefined;
