import fc from 'fast-check';

/** What is done to the host in one step of a sequence. */
export type Command =
  | { readonly do: 'install' | 'enable' | 'disable'; readonly module: ModuleName }
  | { readonly do: 'delete'; readonly module: ModuleName; readonly archive: boolean }
  | { readonly do: 'request'; readonly what: Wish; readonly on: number; readonly other: number }
  | { readonly do: 'job'; readonly module: ModuleName }
  | { readonly do: 'crash' }
  /** The next change of modules is cut off at this hit of any fault point. */
  | { readonly do: 'cut'; readonly hit: number };

export type Wish = 'create' | 'comment' | 'link' | 'file' | 'field' | 'label' | 'setting' | 'default' | 'share';

const MODULES = {
  comments: { requires: [], type: null },
  jottings: { requires: [], type: 'Jotting' },
  stickers: { requires: ['jottings'], type: null },
  scribbles: { requires: [], type: 'Scribble' },
} as const satisfies Record<string, { requires: readonly string[]; type: string | null }>;
export type ModuleName = keyof typeof MODULES;
export const moduleNames = Object.keys(MODULES) as ModuleName[];
export const RICH = ['jottings', 'scribbles'] as const;

export function typeOf(module: ModuleName): string | null {
  return MODULES[module].type;
}

const aModule = fc.constantFrom<ModuleName>('jottings', 'jottings', 'stickers', 'scribbles', 'comments');
const aNumber = fc.nat({ max: 20 });
const wishes = ['create', 'comment', 'link', 'file', 'field', 'label', 'setting', 'default', 'share'] as const;

/** A few steps: enough for two modules to come, to be used and to go. */
export const sequences: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('install' as const), module: aModule }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('enable' as const), module: aModule }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('disable' as const), module: aModule }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('delete' as const), module: aModule, archive: fc.boolean() }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('request' as const),
        what: fc.constantFrom<Wish>(...wishes),
        on: aNumber,
        other: aNumber,
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('job' as const), module: aModule }) },
    { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), hit: fc.integer({ min: 1, max: 8 }) }) },
  ),
  { minLength: 1, maxLength: 6 },
);

/** An object, by the name of its type and its id. */
export interface Thing {
  readonly type: string;
  readonly id: string;
}
export interface Held {
  readonly title: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly label: string | null;
}
export type Standing = 'absent' | 'enabled' | 'disabled';

const keyOf = ({ type, id }: Thing): string => `${type} ${id}`;

/** All that should be there, in a few lists: what a module brought goes with it, all else stays as it was. */
export class Model {
  readonly standing = new Map<ModuleName, Standing>([
    ['comments', 'enabled'],
    ['jottings', 'absent'],
    ['stickers', 'absent'],
    ['scribbles', 'absent'],
  ]);
  readonly objects = new Map<string, Thing & Held>();
  comments: { readonly on: Thing; readonly text: string }[] = [];
  links: { readonly from: Thing; readonly to: Thing }[] = [];
  files: { readonly on: Thing; readonly name: string }[] = [];
  /** Custom fields by type: their keys. */
  readonly fields = new Map<string, string[]>();
  readonly greetings = new Map<string, string>();
  readonly granted = new Set<ModuleName>();
  /** Types that new objects of are shared with Bram. */
  readonly defaults = new Set<string>();

  /** True when nothing is there of what modules brought. */
  get isEmpty(): boolean {
    return this.objects.size === 0;
  }

  /** True when there is more than so much of something that objects have. */
  isFull(most: number): boolean {
    const fields = [...this.fields.values()].flat();
    return [this.comments, this.files, fields].some((list) => list.length > most);
  }

  isEnabled(module: ModuleName): boolean {
    return this.standing.get(module) === 'enabled';
  }

  /** What should become of a change, or null when it should be refused. */
  after(command: Command): Standing | null {
    if (command.do !== 'install' && command.do !== 'enable' && command.do !== 'disable' && command.do !== 'delete')
      return null;
    const { module } = command;
    const now = this.standing.get(module);
    const requires: readonly ModuleName[] = MODULES[module].requires;
    const mayRun = requires.every((name) => this.isEnabled(name));
    const dependents = moduleNames.filter((name) => (MODULES[name].requires as readonly string[]).includes(module));
    const isNeeded = (by: readonly Standing[]): boolean =>
      dependents.some((name) => by.includes(this.standing.get(name) ?? 'absent'));
    if (command.do === 'install') return now === 'absent' && mayRun ? 'enabled' : null;
    if (command.do === 'enable') return now !== 'absent' && mayRun ? 'enabled' : null;
    if (command.do === 'disable') return now === 'enabled' && !isNeeded(['enabled']) ? 'disabled' : null;
    return now === 'disabled' && !isNeeded(['enabled', 'disabled']) ? 'absent' : null;
  }

  become(module: ModuleName, standing: Standing): void {
    const before = this.standing.get(module);
    this.standing.set(module, standing);
    if (standing === 'absent' && before !== 'absent') this.remove(module);
    const type = typeOf(module);
    if (before === 'absent' && standing === 'enabled' && type !== null) {
      this.hold({ type, id: '1' }, { title: 'word welcome', fields: {}, label: null });
    }
  }

  hold(thing: Thing, held: Held): void {
    this.objects.set(keyOf(thing), { ...thing, ...held });
  }

  change(thing: Thing, held: Partial<Held>): void {
    const object = this.objects.get(keyOf(thing));
    if (object) this.objects.set(keyOf(thing), { ...object, ...held });
  }

  /** Objects whose module runs, in a fixed order. */
  seen(): (Thing & Held)[] {
    return [...this.objects.values()]
      .filter(({ type }) => this.runs(type))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  runs(type: string): boolean {
    return moduleNames.some((name) => typeOf(name) === type && this.isEnabled(name));
  }

  /** What the API should answer an administrator. */
  answers(): Record<string, unknown> {
    const isSeen = ({ type }: Thing): boolean => this.runs(type);
    const hasLabels = this.isEnabled('stickers');
    return {
      modules: Object.fromEntries(this.standing),
      granted: [...this.granted].sort(),
      objects: this.seen().map(({ label, type, ...rest }) => ({
        ...rest,
        type,
        ...(type === 'Jotting' && hasLabels ? { label } : {}),
      })),
      comments: this.isEnabled('comments') ? sorted(this.comments.filter(({ on }) => isSeen(on))) : null,
      links: sorted(this.links.filter(({ from, to }) => isSeen(from) && isSeen(to))),
      files: sorted(this.files.filter(({ on }) => isSeen(on))),
      fields: Object.fromEntries([...this.fields].filter(([, keys]) => keys.length > 0).sort()),
      found: this.seen().map(({ type, id }) => `${type} ${id}`),
      greetings: Object.fromEntries(
        RICH.filter((name) => this.isEnabled(name)).map((name) => [name, this.greetings.get(name) ?? 'Hello']),
      ),
    };
  }

  private remove(module: ModuleName): void {
    this.granted.delete(module);
    this.greetings.delete(module);
    if (module === 'comments') this.comments = [];
    if (module === 'stickers') for (const object of this.objects.values()) this.change(object, { label: null });
    const type = typeOf(module);
    if (type === null) return;
    for (const [key, object] of this.objects) if (object.type === type) this.objects.delete(key);
    const stays = (thing: Thing): boolean => thing.type !== type;
    this.comments = this.comments.filter(({ on }) => stays(on));
    this.links = this.links.filter(({ from, to }) => stays(from) && stays(to));
    this.files = this.files.filter(({ on }) => stays(on));
    this.fields.delete(type);
    this.defaults.delete(type);
  }
}

/** In an order that does not depend on who made the list. */
export function sorted<T>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
