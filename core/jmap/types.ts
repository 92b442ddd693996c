import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { CalendarForm } from '../export/calendar';
import { Contributions } from '../module/contributions';
import type { Sort } from './collation';
import { ACL_OWNERS, DataType, Dependent, type Filter, TypeExtension } from './data-type';
import { MethodError } from './errors';
import type { Property, Row } from './property';
import type { PropertyKeeper } from './property-keeper';
import { RecordListener } from './record-listener';
import { asked } from './standard-filters';

/** RFC 9670: principals and what is shared with them. */
export const PRINCIPALS = 'urn:ietf:params:jmap:principals';

/** One type with the extensions that are loaded now. */
export interface ExtendedType {
  readonly type: DataType<never> & DataType;
  readonly extensions: readonly TypeExtension[];
  readonly properties: ReadonlyMap<string, DeclaredProperty>;
  readonly filters: ReadonlyMap<string, { readonly filter: Filter; readonly extension: TypeExtension | null }>;
  readonly sorts: ReadonlyMap<string, { readonly expression: Sort; readonly extension: TypeExtension | null }>;
  readonly volatileFilters: ReadonlySet<string>;
  /** The services that keep properties of the type, by the property's name. */
  readonly keepers: ReadonlyMap<string, PropertyKeeper>;
  /** Columns by whose words objects are found; the first is the title. */
  readonly search: readonly string[];
}

export interface DeclaredProperty {
  readonly property: Property;
  /** The extension that declares it, or null for the type itself. */
  readonly extension: TypeExtension | null;
}

/** Registry of all types of the running modules. */
@injectable()
export class Types {
  private readonly known = new Map<string, ExtendedType>();
  private readonly workedOut = new Map<unknown, unknown>();

  constructor(@inject(Contributions) private readonly contributions: Contributions) {}

  /** To be called when a module has come or gone: what it extends is put together anew. */
  forget(): void {
    this.contributions.forget();
    this.known.clear();
    this.workedOut.clear();
  }

  /** What is worked out of the types and modules, once until one comes or goes. */
  once<T>(key: unknown, workOut: () => T): T {
    if (!this.workedOut.has(key)) this.workedOut.set(key, workOut());
    return this.workedOut.get(key) as T;
  }

  names(): readonly string[] {
    return this.once('names', () => this.contributions.all(DataType).map((type) => type.name));
  }

  /** Names of the types whose objects can be found. */
  searchable(): readonly string[] {
    return this.once('searchable', () => this.names().filter((name) => this.get(name).search.length > 0));
  }

  /** @throws MethodError unknownMethod when no running module has the type. */
  get(name: string): ExtendedType {
    const found = this.known.get(name) ?? this.build(name);
    if (!found) throw MethodError.of('unknownMethod', `There is no type ${name.slice(0, 60)}`);
    this.known.set(name, found);
    return found;
  }

  /**
   * What clients need to name objects of any type and to know what can be done with them; by type.
   * @param say a text of a module in the language of who asks
   */
  appearances(say: (module: string, english: string) => string): Record<string, unknown> {
    const types = this.contributions.all(DataType).filter(({ appearance }) => appearance !== null);
    return Object.fromEntries(
      types.map((type) => [
        type.name,
        {
          ...type.appearance,
          label: say(this.contributions.moduleOf(type), type.appearance?.label ?? ''),
          isSearched: this.get(type.name).search.length > 0,
          cards: cardsOf(type),
          isInCalendars: this.contributions.all(CalendarForm).some((form) => form.type === type.name),
        },
      ]),
    );
  }

  /** Names of the types that have a property which is kept beside their tables. */
  keeping(property: string): string[] {
    return this.names().filter((name) => this.get(name).keepers.has(property));
  }

  dependentsOf(name: string): readonly Dependent[] {
    return this.contributions.all(Dependent).filter((dependent) => dependent.follows(name));
  }

  listeners(): readonly RecordListener[] {
    return this.contributions.all(RecordListener);
  }

  /** Capability whose holders may call the type's methods: `urn:groupware:<module>`. */
  capabilityOf(name: string): string {
    return capabilityOf(this.contributions.moduleOf(this.get(name).type));
  }

  /** True when one of the capabilities has the type. */
  isUsable(name: string, using: readonly string[]): boolean {
    const { standardCapability } = this.get(name).type;
    return (
      using.includes(this.capabilityOf(name)) || (standardCapability !== null && using.includes(standardCapability))
    );
  }

  private build(name: string): ExtendedType | null {
    const type = this.contributions.all(DataType).find((candidate) => candidate.name === name);
    if (!type) return null;
    const extensions = this.contributions
      .all(TypeExtension)
      .filter(
        (extension) => extension.extends === name || (extension.extends === ACL_OWNERS && type.access.ownsAcl === true),
      );
    const properties = new Map<string, DeclaredProperty>();
    const filters = new Map<string, { filter: Filter; extension: TypeExtension | null }>();
    const sorts = new Map<string, { expression: Sort; extension: TypeExtension | null }>();
    const keepers = new Map<string, PropertyKeeper>();
    for (const part of [type, ...extensions]) {
      const extension = part instanceof TypeExtension ? part : null;
      for (const [key, property] of Object.entries(part.properties)) {
        if (properties.has(key)) throw new Error(`Property ${key} of ${name} is declared twice`);
        const { keeper } = property;
        if (keeper) {
          const kept = this.contributions.all(keeper)[0];
          if (!kept) throw new Error(`Nobody keeps property ${key} of ${name}`);
          keepers.set(key, kept);
          filters.set(key, { filter: (value, scope) => kept.filter(name, value, scope), extension: null });
          const load = (rows: readonly Row[], context: Context) => kept.load(name, rows, context);
          properties.set(key, { property: { ...property, load }, extension });
        } else properties.set(key, { property, extension });
      }
      for (const [key, filter] of Object.entries(part.filters)) filters.set(key, { filter, extension });
      for (const [key, expression] of Object.entries(part.sorts)) sorts.set(key, { expression, extension });
    }
    const volatileFilters = new Set([type, ...extensions].flatMap((part) => part.volatileFilters));
    const search = [type, ...extensions].flatMap((part) => part.search);
    if (search.length > 0 && type.access.isByPairs)
      throw new Error(`${name} is seen by pairs of keys: no search finds it`);
    const hidden = search.find((property) => properties.get(property)?.property.agentsOnly === true);
    if (hidden !== undefined) throw new Error(`Property ${hidden} of ${name} is not for all who would find it`);
    if (search.length > 0 && !filters.has('text')) {
      filters.set('text', { filter: byWords, extension: null });
      // What belongs to an object comes and goes without a change of the object.
      volatileFilters.add('text');
    }
    return {
      type: type as ExtendedType['type'],
      extensions,
      properties,
      filters,
      sorts,
      volatileFilters,
      search,
      keepers,
    };
  }
}

/** Ids of the panels that every object of the type has beside it. */
function cardsOf({ comments, links, files }: DataType): string[] {
  return [...(comments ? ['comments'] : []), ...(links ? ['links'] : []), ...(files ? ['files'] : []), 'history'];
}

/** The filter `text` of all types that can be searched. */
const byWords = asked(
  { kind: 'text' },
  {
    contains: (value, { found }) => {
      if (typeof value !== 'string') throw MethodError.invalidArguments('filter/text must be a text');
      return found(value);
    },
  },
);

export function capabilityOf(module: string): string {
  return `urn:groupware:${module}`;
}
