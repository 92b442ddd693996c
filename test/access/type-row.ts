import type { Operation } from '../../core/jmap/data-type';
import type { Json } from './json';
import type { End, List, Person, Rules, StoredFile, Task } from './rules';
import type { World } from './world';

export type Outcome = 'done' | 'refused' | 'notFound';

/** One person's questions about a type beyond those that are asked of every type, each compared with what must be. */
export interface Probe {
  readonly world: World;
  readonly rules: Rules;
  readonly person: Person;
  readonly same: (what: string, actual: unknown, expected: unknown) => void;
}

/** What the model knows of a type. A type, operation, reference or filter of the product without a row here is red. */
export interface TypeRow {
  readonly operations: readonly Operation[];
  /** More of them appear all the time: whoever sees any is only asked about those in `ids`. */
  readonly isGrowing?: boolean;
  /** Makes objects of the type, for a type of which the world itself has none. */
  readonly fill?: (world: World) => Promise<void>;
  ids(world: World): readonly string[];
  sees(rules: Rules, person: Person, id: string): boolean;
  /** A change that anybody who may change the object at all may make, and what becomes of it. */
  patch(person: Person): Json;
  update(rules: Rules, person: Person, id: string): Outcome;
  destroy(rules: Rules, person: Person, id: string): Outcome;
  /** Properties in which a client names an object by id; each is probed by a test below. */
  readonly references: readonly string[];
  /** Filters that take ids, with what a row must have to pass. */
  readonly idFilters: Readonly<Record<string, (world: World, id: string, wanted: string) => boolean>>;
  /** Ids that such a filter may name, where they are of no type that the world itself has. */
  readonly filteredBy?: Readonly<Record<string, (world: World) => readonly string[]>>;
  /** Filters that take no ids, with values to try: none may show what is not seen. */
  readonly filters: Readonly<Record<string, readonly unknown[]>>;
  /** Asks what only this type has: every id in every property that names one. */
  readonly probe?: (probe: Probe) => Promise<void>;
}

export const ALL: readonly Operation[] = ['get', 'set', 'changes', 'query', 'queryChanges'];

export const administration = {
  sees: (rules: Rules, person: Person) => rules.has(person, 'core:administer'),
  operations: ALL,
  update: () => 'done' as const,
  idFilters: {},
};

export const mail = { sees: (rules: Rules, person: Person) => rules.has(person, 'mail:manage'), operations: ALL };

export const listOf = (world: World, id: string): List => world.lists.find((list) => list.id === id)!;

export const taskOf = (world: World, id: string): Task => world.tasks.find((task) => task.id === id)!;

export const personOf = (world: World, id: string): Person =>
  world.people.find(({ client }) => client.principalId === id)!;

export const fileOf = (world: World, id: string): StoredFile => world.files.find((file) => file.id === id)!;

export const endsOf = (world: World, id: string): End[] => {
  const { from, to } = world.links.find((link) => link.id === id)!;
  return [from, to];
};
