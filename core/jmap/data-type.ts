import type { EntityTarget } from 'typeorm';
import type { Context } from '../auth/context';
import type { Access } from '../sharing/access';
import type { Sort } from './collation';
import type { Draft } from './draft';
import { SetError } from './errors';
import type { FilterForm } from './filter-form';
import type { Properties, Row } from './property';

/** What a filter's condition is built with. */
export interface FilterScope {
  readonly context: Context;
  /** Name under which the filter is asked. */
  readonly name: string;
  /** Alias of the type's own row. */
  readonly row: string;
  /** Alias of the extension that declares the filter; joined when used. */
  readonly extension: string;
  /** Binds a value and answers its placeholder; an array becomes a list in parentheses. */
  readonly bind: (value: unknown) => string;
  /** Condition: the caller reads the whole row, as a colleague does. */
  readonly readable: () => string;
  /** Condition: the row, or something of it that the caller sees, has all the words of the text. */
  readonly found: (text: string) => Promise<string>;
}

/** What a sort's expression is built with. */
export interface SortScope {
  readonly context: Context;
  /** Alias of the type's own row. */
  readonly row: string;
  /** Joins at most one row of an entity to each row and answers its alias; `on` is given that alias. */
  readonly join: (entity: EntityTarget<object>, on: (alias: string) => string) => string;
}

/** Wire value → SQL condition; throws MethodError for a value it cannot use. */
export interface Filter {
  (value: unknown, scope: FilterScope): string | Promise<string>;
  /** Absent when only programs ask by it. */
  readonly form?: FilterForm;
}
export type Filters = Readonly<Record<string, Filter>>;
/**
 * Property → SQL expression over `row` (or the extension's alias `extension`), quoted as `{row}` and `{extension}`. Texts
 * for people are sorted {@link byText}.
 */
export type Sorts = Readonly<Record<string, Sort>>;

export type Operation = 'get' | 'set' | 'changes' | 'query' | 'queryChanges';
const ALL: readonly Operation[] = ['get', 'set', 'changes', 'query', 'queryChanges'];

/** How people know the objects of a type wherever one is named: in links, in search. */
export interface Appearance {
  /** The objects, in the plural. */
  readonly label: string;
  /** Name of an icon of the shell. */
  readonly icon: string;
  /** Property that names one of them. */
  readonly title: string;
}

/** What a client does to one object in a /set. */
export type Action = 'create' | 'update' | 'destroy';

/**
 * A JMAP data type: what an entity is to the world. Declared once, it gains /get /set /changes /query /queryChanges,
 * references, validation, access and the change log.
 */
export abstract class DataType<T extends { id: number } = Row> {
  abstract readonly name: string;
  abstract readonly entity: EntityTarget<T>;
  abstract readonly access: Access<T>;
  abstract readonly properties: Properties;

  readonly operations: readonly Operation[] = ALL;
  readonly filters: Filters = {};
  readonly sorts: Sorts = {};
  /** Filters whose result can change without a change of the object itself: no queryChanges with these. */
  readonly volatileFilters: readonly string[] = [];
  /** Argument of /set that has what an object contains destroyed with it (`onDestroyRemoveTasks`), or null. */
  readonly contentsArgument: string | null = null;
  /** Objects of the type can be commented on. */
  readonly comments: boolean = false;
  /** Objects of the type can be linked with others; needs an {@link appearance} and a filter `text`. */
  readonly links: boolean = false;
  /** Objects of the type have a folder of files. */
  readonly files: boolean = false;
  readonly appearance: Appearance | null = null;
  /** What a query finds may be taken home as a table. */
  readonly exported: boolean = true;
  /** The host itself changes such objects all day, and they are their own record: only what people do is audited. */
  readonly housekeeping: boolean = false;
  /**
   * Properties by whose words objects are found, in the search of the whole host and by the filter `text`. The first
   * is the title that a list of results shows.
   */
  readonly search: readonly string[] = [];
  /** Capability of the RFC that describes the type, under which it can be used beside our own; null for none. */
  readonly standardCapability: string | null = null;
  /** The objects belong to no account: methods neither take nor answer one, and there are no states (RFC 8620 §7.2). */
  readonly isOutsideAccounts: boolean = false;
  /** Only the host makes and changes the objects: whatever clients send to do so is forbidden. */
  readonly isMadeByHost: boolean = false;
  /** The one object's id, for singletons; they can only be read and updated. */
  readonly singleton: string | null = null;

  /** It is for one person, whose own business it is what they do with it: only who is there in their name is audited. */
  isPersonal(_row: Readonly<Record<string, unknown>>): boolean {
    return false;
  }

  /** Number of the caller's state, for a type that keeps no change log; it must say nothing to who sees no object. */
  ownState?(context: Context): Promise<number>;

  /**
   * Refuses what the caller may not do; called before anything is stored. A type that does not say who may do what is
   * changed by nobody: what one does not see one could still create.
   */
  allow(_action: Action, _draft: Draft, _context: Context): Promise<void> | void {
    throw SetError.forbidden(`${this.name} cannot be changed`);
  }

  /** Checks and completes what crosses properties, for clients and services alike. */
  saving(_draft: Draft): Promise<void> | void {
    return undefined;
  }

  /** Settles what must hold whatever the hooks of all extensions have made of the object. */
  settling(_draft: Draft): Promise<void> | void {
    return undefined;
  }

  /** Stores what is no column, within the same transaction. */
  saved(_draft: Draft): Promise<void> | void {
    return undefined;
  }

  /** The object that this one is a part of, so that whoever finds it is led there: a comment's ticket. Default: none. */
  foundIn(_row: Row): { readonly type: string; readonly id: number } | null {
    return null;
  }

  /** Audience keys whose holders are shown a difference when these properties change. Default: all who see the row. */
  told(_row: Row, _names: readonly string[], audience: readonly string[]): readonly string[] {
    return audience;
  }

  /**
   * Removes what belongs to the object, within the same transaction and before the row goes.
   * @param _withContents the client said so by {@link contentsArgument}
   */
  destroying(_row: Row, _withContents: boolean): Promise<void> | void {
    return undefined;
  }
}

/**
 * What a module adds to another module's type, kept in its own table whose key is the id of the extended row.
 * Only loaded extensions are visible.
 */
export abstract class TypeExtension {
  /** Name of the extended type, or {@link ACL_OWNERS}. */
  abstract readonly extends: string;
  /** Its own table; null when it only takes part in what happens to the type. */
  abstract readonly entity: EntityTarget<object> | null;
  /** Column of the entity that holds the extended row's id. */
  readonly key: string = 'id';
  readonly properties: Properties = {};
  readonly filters: Filters = {};
  readonly sorts: Sorts = {};
  readonly volatileFilters: readonly string[] = [];
  /** Further properties by whose words the extended type's objects are found. */
  readonly search: readonly string[] = [];

  /** Condition under which the caller sees a row although the type's own rule says no; null for never. */
  widens(_alias: string, _context: Context): string | null {
    return null;
  }

  /** Audience keys for the same rule. */
  audience(_row: Row): Promise<readonly string[]> | readonly string[] {
    return [];
  }

  /** True when this extension allows what the type itself might refuse; it then answers for the whole action. */
  permits(_action: Action, _draft: Draft, _context: Context): Promise<boolean> | boolean {
    return false;
  }

  /** True when the caller has all rights on what this extension rules, whatever the ACL says. */
  rules(_row: Row, _context: Context): boolean {
    return false;
  }

  /** Refuses what the caller may not do, in addition to the type. */
  allow(_action: Action, _draft: Draft, _context: Context, _type: string): Promise<void> | void {
    return undefined;
  }

  saving(_draft: Draft, _type: string): Promise<void> | void {
    return undefined;
  }

  saved(_draft: Draft, _type: string): Promise<void> | void {
    return undefined;
  }

  /** As {@link DataType.told}, given what the type and the extensions before said. */
  told(_row: Row, _names: readonly string[], audience: readonly string[]): readonly string[] {
    return audience;
  }

  destroying(_row: Row): Promise<void> | void {
    return undefined;
  }
}

/** What an extension of every type that owns an ACL says it extends. */
export const ACL_OWNERS = '*acl';

/** Objects whose audience follows another type's: comments follow the task they belong to. */
export abstract class Dependent {
  abstract readonly type: string;
  /** True for the types that are followed. */
  abstract follows(type: string): boolean;
  /** Ids and audiences of the dependents of one followed object, given who sees that object. */
  abstract audiences(
    type: string,
    id: number,
    followed: readonly string[],
  ): Promise<ReadonlyMap<number, readonly string[]>>;
  /** Removes the dependents of an object that is about to go. */
  abstract destroyWith(type: string, id: number): Promise<void>;
}
