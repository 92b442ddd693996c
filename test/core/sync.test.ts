import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { Directory } from '../../core/auth/directory.service';
import { classify, keysSince, LONGEST_LOG, type LoggedAccess, type LoggedChange } from '../../core/jmap/changes';
import { STATE_EFFORT, States } from '../../core/jmap/state';
import { Audience, type Holder, keysOf, sees } from '../../core/sharing/audience';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { mulberry32 } from '../../core/testing/mulberry32';
import { type TestDatabase, testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

/** Users and ACLs are numbered from 1; user 4 is an administrator. */
const USERS = [1, 2, 3, 4];
const ADMIN = 4;
const ACLS = [1, 2, 3];
const LEVELS = [0, 5, 10, 50];
const ORGANISATIONS = [null, 'a', 'b'];

type Kind = 'task' | 'note' | 'list';

interface Thing {
  readonly id: number;
  readonly kind: Kind;
  acl: number;
  /** Users who see a task with no more than a customer's level. */
  readonly followers: Set<number>;
  /** Of which organisation a task is; whoever may submit sees it, of the same one and where the ACL shares. */
  organisation: string | null;
  version: number;
}

/** An independent picture of who sees what, with a log written as the host writes it. */
class World {
  seq = 0;
  readonly things = new Map<number, Thing>();
  readonly levels = new Map<string, number>();
  readonly organisations = new Map<number, string | null>();
  readonly sharing = new Set<number>();
  private readonly organisationsOn = new Map<string, string | null>();
  readonly log: (LoggedChange & { readonly told: readonly string[] })[] = [];
  readonly access = new Map<number, LoggedAccess[]>(USERS.map((user) => [user, []]));
  /** What each user saw at each number. */
  readonly history = new Map<number, Set<number>[]>(USERS.map((user) => [user, [new Set()]]));
  private nextId = 1;

  level(user: number, acl: number): number {
    return this.levels.get(`${String(user)} ${String(acl)}`) ?? 0;
  }

  sees(user: number, thing: Thing): boolean {
    const level = this.level(user, thing.acl);
    if (user === ADMIN || level >= 10) return true;
    if (level < 5) return false;
    if (thing.kind !== 'task') return thing.kind === 'list';
    const organisation = this.organisationOn(user, thing.acl);
    return thing.followers.has(user) || (organisation !== null && organisation === thing.organisation);
  }

  organisationOn(user: number, acl: number): string | null {
    return this.organisationsOn.get(`${String(user)} ${String(acl)}`) ?? null;
  }

  visible(user: number): Set<number> {
    return new Set([...this.things.values()].filter((thing) => this.sees(user, thing)).map((thing) => thing.id));
  }

  audience(thing: Thing): string[] {
    const { acl, kind, followers, organisation } = thing;
    if (kind === 'list') return [Audience.submitters(acl)];
    const readers = [Audience.readers(acl)];
    if (kind === 'note') return readers;
    const people = [...followers].map((user) => Audience.submitter(acl, user));
    return [...readers, ...people, ...(organisation === null ? [] : [Audience.organisation(acl, organisation)])];
  }

  create(kind: Kind, acl: number, follower: number | null): void {
    const thing: Thing = { id: this.nextId++, kind, acl, followers: new Set(), organisation: null, version: 0 };
    if (follower !== null) thing.followers.add(follower);
    this.things.set(thing.id, thing);
    this.wrote(thing.id, [], this.audience(thing));
  }

  change(thing: Thing, work: (thing: Thing) => void): void {
    const before = this.audience(thing);
    work(thing);
    thing.version++;
    this.wrote(thing.id, before, this.audience(thing));
  }

  /** A change of what only readers are shown: the others are not told, though they see the thing. */
  whisper(thing: Thing): void {
    const audience = this.audience(thing);
    this.wrote(thing.id, audience, audience, Audience.readersAmong(audience));
  }

  destroy(thing: Thing): void {
    const before = this.audience(thing);
    this.things.delete(thing.id);
    this.wrote(thing.id, before, []);
  }

  /** One number for each user whose level changes, as the host gives them. */
  share(acl: number, level: number, users: readonly number[]): void {
    for (const user of users) {
      const wasLevel = this.level(user, acl);
      if (wasLevel === level) continue;
      const wasOrganisationId = this.organisationOn(user, acl);
      this.levels.set(`${String(user)} ${String(acl)}`, level);
      this.access.get(user)?.push({ seq: ++this.seq, aclId: acl, wasLevel, wasOrganisationId });
      this.remember();
    }
  }

  /** An ACL begins to share in organisations, or stops. */
  open(acl: number): void {
    if (!this.sharing.delete(acl)) this.sharing.add(acl);
    for (const user of USERS) this.settle(user, acl);
  }

  join(user: number, organisation: string | null): void {
    this.organisations.set(user, organisation);
    for (const acl of ACLS) this.settle(user, acl);
  }

  /** One number for each user and ACL where it makes a difference. */
  private settle(user: number, acl: number): void {
    const wasOrganisationId = this.organisationOn(user, acl);
    const is = this.sharing.has(acl) ? (this.organisations.get(user) ?? null) : null;
    if (is === wasOrganisationId) return;
    this.organisationsOn.set(`${String(user)} ${String(acl)}`, is);
    const wasLevel = this.level(user, acl);
    if (wasLevel === 0) return;
    this.access.get(user)?.push({ seq: ++this.seq, aclId: acl, wasLevel, wasOrganisationId });
    this.remember();
  }

  holder(user: number): Holder {
    return {
      isAdmin: user === ADMIN,
      principalId: user,
      isInternal: false,
      permissions: new Set(),
      levelOn: (acl) => (user === ADMIN ? 50 : this.level(user, acl)),
      organisationOn: (acl) => this.organisationOn(user, acl),
    };
  }

  private wrote(objectId: number, audienceBefore: string[], audienceAfter: string[], told?: string[]): void {
    const all = [...new Set([...audienceBefore, ...audienceAfter])];
    this.log.push({ seq: ++this.seq, objectId, audienceBefore, audienceAfter, told: told ?? all });
    this.remember();
  }

  private remember(): void {
    for (const user of USERS) this.history.get(user)?.push(this.visible(user));
  }
}

/** Asks as the host does: only rows under a key held now or held since; `latest` may be behind, as when others write. */
function ask(world: World, user: number, since: number, latest: number, most: number | null) {
  const holder = world.holder(user);
  const access = (world.access.get(user) ?? []).filter((row) => row.seq > since);
  const acls = new Set(access.map((row) => row.aclId));
  const keys = new Set([...keysOf(holder, ACLS), ...keysSince(holder, access)]);
  const log = world.log.filter((row) => row.seq > since && (user === ADMIN || row.told.some((key) => keys.has(key))));
  const inAcls = [...world.things.values()].filter((thing) => acls.has(thing.acl));
  const shared = new Map(inAcls.map((thing) => [thing.id, world.audience(thing)]));
  return { access, changes: classify({ since, latest, most: most ?? LONGEST_LOG, log, access, shared, holder }) };
}

/** A client that knows nothing but what /changes tells. */
class Mirror {
  readonly ids: Set<number>;
  readonly versions = new Map<number, number>();
  since: number;
  resyncs = 0;

  constructor(
    private readonly world: World,
    readonly user: number,
  ) {
    this.ids = world.visible(user);
    this.since = world.seq;
    this.fetch(this.ids);
  }

  /** One page up to `latest`; true when there is more. */
  page(most: number | null, latest: number): boolean {
    const { access, changes } = ask(this.world, this.user, this.since, latest, most);
    if (changes === null) {
      expect(most).not.toBeNull();
      // Reading anew is only asked for where one change of access alone shows or hides more than fits.
      expect(access.some((row) => row.seq > this.since)).toBe(true);
      this.resyncs++;
      this.reset(this.world.visible(this.user), this.world.seq);
      return false;
    }
    const { created, updated, destroyed, reached, hasMore } = changes;
    const told = [...created, ...updated, ...destroyed];
    expect(new Set(told).size).toBe(told.length);
    if (most !== null) expect(told.length).toBeLessThanOrEqual(most);
    expect(reached).toBeGreaterThanOrEqual(this.since);
    expect(hasMore || reached === latest).toBe(true);
    if (hasMore) expect(reached).toBeGreaterThan(this.since);
    for (const id of created) expect(this.ids.has(id)).toBe(false);
    for (const id of [...updated, ...destroyed]) expect(this.ids.has(id)).toBe(true);
    for (const id of created) this.ids.add(id);
    for (const id of destroyed) this.ids.delete(id);
    this.since = reached;
    // Every number is a legal state: what the client has is what could be seen just then.
    expect([...this.ids].sort()).toEqual([...(this.world.history.get(this.user)?.[reached] ?? [])].sort());
    this.fetch([...created, ...updated]);
    return hasMore;
  }

  /** What is told as new or changed is read as it is by now. */
  private fetch(ids: Iterable<number>): void {
    for (const id of ids) {
      const thing = this.world.things.get(id);
      if (thing && this.world.sees(this.user, thing)) this.versions.set(id, thing.version);
    }
  }

  private reset(ids: Set<number>, since: number): void {
    this.ids.clear();
    for (const id of ids) this.ids.add(id);
    this.since = since;
    this.fetch(ids);
  }
}

type Step =
  | { do: 'create'; kind: Kind; acl: number; user: number | null }
  | {
      do: 'move' | 'follow' | 'enrol' | 'change' | 'whisper' | 'destroy';
      which: number;
      acl: number;
      user: number;
      organisation: string | null;
    }
  | { do: 'join'; user: number; organisation: string | null }
  | { do: 'open'; acl: number }
  | { do: 'share'; acl: number; level: number; users: number[] }
  | { do: 'page'; user: number; most: number | null; behind: number };

const acl = fc.constantFrom(...ACLS);
const user = fc.constantFrom(1, 2, 3);
const organisation = fc.constantFrom(...ORGANISATIONS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record<Step & { do: 'create' }>({
      do: fc.constant('create'),
      kind: fc.constantFrom<Kind>('task', 'note', 'list'),
      acl,
      user: fc.option(user),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record<Step & { do: 'move' }>({
      do: fc.constantFrom('move', 'follow', 'enrol', 'change', 'whisper', 'destroy') as fc.Arbitrary<'move'>,
      which: fc.nat(30),
      acl,
      user,
      organisation,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record<Step & { do: 'join' }>({ do: fc.constant('join'), user, organisation }),
  },
  { weight: 1, arbitrary: fc.record<Step & { do: 'open' }>({ do: fc.constant('open'), acl }) },
  {
    weight: 2,
    arbitrary: fc.record<Step & { do: 'share' }>({
      do: fc.constant('share'),
      acl,
      level: fc.constantFrom(...LEVELS),
      users: fc.uniqueArray(fc.constantFrom(...USERS), { minLength: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record<Step & { do: 'page' }>({
      do: fc.constant('page'),
      user: fc.constantFrom(...USERS),
      most: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 3 }),
      behind: fc.nat(4),
    }),
  },
);

function play(world: World, mirrors: ReadonlyMap<number, Mirror>, what: Step): void {
  if (what.do === 'create') world.create(what.kind, what.acl, what.user);
  else if (what.do === 'share') world.share(what.acl, what.level, what.users);
  else if (what.do === 'join') world.join(what.user, what.organisation);
  else if (what.do === 'open') world.open(what.acl);
  else if (what.do === 'page') {
    const mirror = mirrors.get(what.user);
    mirror?.page(what.most, Math.max(mirror.since, world.seq - what.behind));
  } else {
    const things = [...world.things.values()];
    const thing = things[what.which % Math.max(1, things.length)];
    if (!thing) return;
    if (what.do === 'destroy') world.destroy(thing);
    else if (what.do === 'whisper') world.whisper(thing);
    else
      world.change(thing, ({ followers }) => {
        if (what.do === 'enrol') thing.organisation = what.organisation;
        if (what.do === 'move') thing.acl = what.acl;
        if (what.do === 'follow' && !followers.delete(what.user)) followers.add(what.user);
      });
  }
}

describe('classify', () => {
  test('whoever follows /changes alone ends with exactly what they may see, and is right at every state on the way', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const world = new World();
        const mirrors = new Map(USERS.map((id) => [id, new Mirror(world, id)]));
        for (const what of steps) play(world, mirrors, what);
        for (const mirror of mirrors.values()) {
          for (let most = 1; mirror.page(most, world.seq); most++);
          mirror.page(null, world.seq);
          expect([...mirror.ids].sort()).toEqual([...world.visible(mirror.user)].sort());
          for (const id of mirror.ids) expect(mirror.versions.get(id)).toBe(world.things.get(id)?.version);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('the keys of an object and the rule for seeing it say the same', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const world = new World();
        for (const what of steps) play(world, new Map(), what);
        for (const id of USERS) {
          for (const thing of world.things.values()) {
            expect(sees(world.holder(id), world.audience(thing))).toBe(world.sees(id, thing));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Repeatable chance. */
class Chance {
  private readonly fraction: () => number;

  constructor(seed: number) {
    this.fraction = mulberry32(seed);
  }

  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  is(probability: number): boolean {
    return this.fraction() < probability;
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const SEED = Number(process.env['GROUPWARE_TEST_SEED'] ?? randomInt(2 ** 31));
const MIRRORED = ['TaskList', 'Task', 'Comment', 'Link'] as const;
const RIGHTS = ['maySubmit', 'mayRead', 'mayCreate', 'mayWrite', 'mayDelete', 'mayManage'];

/** A client that keeps objects by /changes and /get, and checks every answer on the way. */
class Follower {
  private readonly ids = new Set<string>();
  private readonly objects = new Map<string, Json>();
  private state = '';
  private highest = 0;
  /** Somebody's access changed since the last look: the one reason to be asked to read anew. */
  accessMayHaveChanged = false;

  constructor(
    private readonly client: Client,
    readonly type: string,
  ) {}

  async readAnew(): Promise<void> {
    const { list, state } = await this.client.get<Json>(this.type, null);
    this.ids.clear();
    this.objects.clear();
    for (const object of list) {
      this.ids.add(object['id']);
      this.objects.set(object['id'], object);
    }
    this.rememberState(state);
    this.state = state;
    this.accessMayHaveChanged = false;
  }

  /** Follows at most so many pages of at most so many changes each; what it was answered. */
  async follow(most: number | null, pages: number): Promise<Json[]> {
    const answers: Json[] = [];
    for (let page = 0; page < pages; page++) {
      const answer: Json = await this.client.call(`${this.type}/changes`, { sinceState: this.state, maxChanges: most });
      answers.push(answer);
      if (answer['type'] === 'cannotCalculateChanges') {
        expect({ most, accessMayHaveChanged: this.accessMayHaveChanged }).toEqual({
          most: expect.any(Number),
          accessMayHaveChanged: true,
        });
        await this.readAnew();
        return answers;
      }
      expect(answer).toMatchObject({ oldState: this.state });
      const [created, updated, destroyed] = [answer['created'], answer['updated'], answer['destroyed']] as [
        string[],
        string[],
        string[],
      ];
      const { newState, hasMoreChanges } = answer;
      const told = [...created, ...updated, ...destroyed];
      expect(new Set(told).size).toBe(told.length);
      if (most !== null) expect(told.length).toBeLessThanOrEqual(most);
      const surprise = [
        ...created.filter((id) => this.ids.has(id)),
        ...[...updated, ...destroyed].filter((id) => !this.ids.has(id)),
      ];
      if (surprise.length > 0) throw new Error(`${JSON.stringify(answer)} to a client with ${[...this.ids].join(' ')}`);
      for (const id of created) this.ids.add(id);
      for (const id of destroyed) {
        this.ids.delete(id);
        this.objects.delete(id);
      }
      if (created.length + updated.length > 0) {
        const { list } = await this.client.get<Json>(this.type, [...created, ...updated]);
        for (const object of list) this.objects.set(object['id'], object);
      }
      this.state = newState as string;
      if (!hasMoreChanges) {
        this.rememberState(this.state);
        this.accessMayHaveChanged = false;
        return answers;
      }
    }
    return answers;
  }

  /** Two ways to the same view: what was followed, and what is read anew. */
  async compare(): Promise<Json[]> {
    const fresh = await this.client.get<Json>(this.type, null);
    expect([...this.ids].sort()).toEqual((await this.client.query(this.type)).sort());
    const byId = (a: Json, b: Json): number => Number(a['id']) - Number(b['id']);
    expect([...this.objects.values()].sort(byId)).toEqual(fresh.list.sort(byId));
    expect(fresh.state).toBe(this.state);
    return fresh.list;
  }

  /** The same state means that nothing is different. */
  async compareIfUnmoved(): Promise<void> {
    const { state } = await this.client.get(this.type, []);
    this.rememberState(state);
    if (state === this.state) await this.compare();
  }

  get lastState(): string {
    return this.state;
  }

  /** States grow. @returns the number */
  rememberState(state: string): number {
    const number = Number(state.split('.')[1]);
    expect(number).toBeGreaterThanOrEqual(this.highest);
    this.highest = number;
    return number;
  }
}

/** A desk with its people, played by chance, which writes down all it is answered in words that fit every database. */
class Play {
  readonly transcript: string[] = [];
  readonly followers = new Map<string, Follower>();
  private readonly names = new Map<string, string>();
  private readonly lists: string[] = [];
  private readonly tasks: string[] = [];
  private readonly links: string[] = [];
  private count = 0;

  private constructor(
    readonly host: TestHost,
    readonly people: ReadonlyMap<string, Client>,
    private readonly clock: FixedClock,
    private readonly chance: Chance,
  ) {}

  static async open(database: TestDatabase, seed: number): Promise<Play> {
    const clock = new FixedClock();
    const host = await TestHost.start(database, { clock });
    const people = new Map<string, Client>([
      ['admin', await host.admin()],
      ['agent', await host.person('agent', { permissions: ['support:use'] })],
      ['helper', await host.person('helper', { permissions: ['support:use', 'tasks:createLists'] })],
      ['manager', await host.person('manager', { permissions: ['support:use', 'support:manage', 'mail:manage'] })],
      ['colleague', await host.person('colleague')],
      ['customer', await host.person('customer', { isInternal: false })],
      ['follower', await host.person('follower', { isInternal: false })],
    ]);
    const play = new Play(host, people, clock, new Chance(seed));
    await play.furnish();
    return play;
  }

  private async furnish(): Promise<void> {
    const admin = this.people.get('admin')!;
    const principals = await admin.get<Json>('Principal', null);
    for (const { id, type, name } of principals.list) this.names.set(`principal ${id}`, `${type} ${name}`);
    const [first = ''] = await admin.query('TaskList', { role: 'support' });
    const second = await admin.create('TaskList', { name: 'Hardware', role: 'support' });
    const plain = await this.people.get('helper')!.create('TaskList', { name: 'Errands' });
    this.lists.push(first, second.id, plain.id);
    for (const id of this.lists) this.nameOf('list', id);
    const to = (name: string, level: number): Json => ({ [this.people.get(name)!.principalId]: rightsUpTo(level) });
    const everyone = principals.list.find(({ name }) => name === 'Everyone')!['id'] as string;
    for (const id of [first, second.id]) {
      const shareWith = { [everyone]: rightsUpTo(5), ...to('agent', 40), ...to('manager', 50) };
      await admin.update('TaskList', id, { shareWith });
    }
    await admin.update('TaskList', plain.id, { shareWith: { ...to('helper', 50), ...to('agent', 30) } });
    for (const [name, client] of this.people) {
      for (const type of MIRRORED) {
        const follower = new Follower(client, type);
        await follower.readAnew();
        this.followers.set(`${name} ${type}`, follower);
      }
    }
  }

  /** One thing that somebody does. */
  async step(): Promise<void> {
    const { chance } = this;
    this.clock.advance(1 + chance.below(100));
    this.count++;
    const kind = chance.below(100);
    if (kind < 15) await this.set('Task', { create: this.newTasks() });
    else if (kind < 32) await this.set('Task', { update: { [chance.one([...this.tasks, '9999'])]: this.patch() } });
    else if (kind < 38) await this.set('Task', { destroy: [chance.one([...this.tasks, '9999'])] });
    else if (kind < 50) await this.set('Comment', { create: { c: this.newComment() } });
    else if (kind < 57) await this.set('Link', this.linkChange());
    else if (kind < 68) await this.share();
    else if (kind < 71) await this.set('TaskList', this.listChange());
    else if (kind < 74) await this.mixed();
    else await this.look();
    await this.compareStates();
  }

  /** Everybody catches up; what everybody then sees is part of the transcript. */
  async finish(): Promise<void> {
    for (const [name, follower] of this.followers) {
      await follower.follow(this.chance.is(0.5) ? null : 1 + this.chance.below(6), 1_000);
      this.note(name, follower.type, { list: await follower.compare() });
    }
  }

  /** A state is the same whether it is looked for among the newest changes or by what one holds. */
  private async compareStates(): Promise<void> {
    const client = this.chance.one([...this.people.values()]);
    const type = this.chance.one(MIRRORED);
    const states = new Set<string>();
    for (const newest of [1, 3, 1_000]) {
      const effort = jest.replaceProperty(STATE_EFFORT, 'newest', newest);
      states.add((await client.get(type, [])).state);
      effort.restore();
    }
    expect([...states]).toHaveLength(1);
  }

  private newTasks(): Json {
    const { chance } = this;
    const task = (): Json => ({
      title: `Task ${String(this.count)}`,
      taskListId: chance.one(this.lists),
      ...(chance.is(0.3) ? { customerId: this.anybody() } : {}),
      ...(chance.is(0.5) ? { cc: this.addresses() } : {}),
      ...(chance.is(0.1) ? { responsibleId: this.anybody() } : {}),
    });
    return chance.is(0.2) ? { a: task(), b: task() } : { a: task() };
  }

  private patch(): Json {
    const { chance } = this;
    const { count } = this;
    return chance.one<() => Json>([
      () => ({ title: `Renamed ${String(count)}` }),
      () => ({ title: `Renamed ${String(count)}`, nonsense: 1 }),
      () => ({ taskListId: chance.one(this.lists) }),
      () => ({ taskListId: chance.one(this.lists) }),
      () => ({ progress: chance.one(['needs-action', 'in-process', 'completed', 'failed', 'cancelled']) }),
      () => ({ customerId: chance.is(0.2) ? null : this.anybody() }),
      () => ({ cc: this.addresses() }),
      () => ({ responsibleId: chance.is(0.2) ? null : this.anybody() }),
      () => ({ priority: chance.below(10), due: '2026-12-01T10:00:00Z' }),
      () => ({}),
    ])();
  }

  private newComment(): Json {
    const { chance } = this;
    return {
      entityType: 'Task',
      entityId: chance.one([...this.tasks, '9999']),
      text: `Comment ${String(this.count)}`,
      ...(chance.is(0.9) ? { isPrivate: chance.is(0.3) } : {}),
    };
  }

  /** Two tasks, or a task and a person; now and then another word about them, or an end of it. */
  private linkChange(): Json {
    const { chance } = this;
    const task = (): string => chance.one([...this.tasks, '9999']);
    const link = chance.one([...this.links, '9999']);
    if (chance.is(0.15)) return { update: { [link]: { description: `Because ${String(this.count)}` } } };
    if (chance.is(0.1)) return { destroy: [link] };
    const to = chance.is(0.3) ? { toType: 'Principal', toId: this.anybody() } : { toType: 'Task', toId: task() };
    return { create: { a: { fromType: 'Task', fromId: task(), ...to } } };
  }

  private listChange(): Json {
    const { chance } = this;
    const list = chance.one(this.lists);
    return chance.one<() => Json>([
      () => ({ create: { a: { name: `List ${String(this.count)}`, role: chance.one(['list', 'support']) } } }),
      () => ({ update: { [list]: { name: `List ${String(this.count)}` } } }),
      () => ({ destroy: [list] }),
    ])();
  }

  private async share(): Promise<void> {
    const { chance } = this;
    const who = chance.one(['agent', 'helper', 'colleague', 'customer', 'follower', 'manager']);
    const principal = this.people.get(who)!.principalId;
    const level = chance.one([0, 5, 10, 20, 30, 40, 50]);
    const list = chance.one(this.lists);
    const patch = { [`shareWith/${principal}`]: level === 0 ? null : rightsUpTo(level) };
    await this.set('TaskList', { update: { [list]: patch } }, chance.one(['admin', 'admin', 'manager', 'helper']));
  }

  /** Several objects in one call, some of which fail: the others must not feel it. */
  private async mixed(): Promise<void> {
    const [first, second] = [this.chance.one([...this.tasks, '9999']), this.chance.one([...this.tasks, '9998'])];
    await this.set('Task', {
      create: { bad: { title: '', taskListId: this.lists[0] }, good: { title: 'Both', taskListId: this.lists[0] } },
      update: { [first]: { ...this.patch(), priority: 3 }, [second]: { percentComplete: 101 } },
      destroy: this.chance.is(0.2) ? [first] : [],
    });
  }

  /** A /set by somebody, sometimes with ifInState; the answer is checked against its states. */
  private async set(type: string, change: Json, actor = this.chance.one(ACTORS)): Promise<void> {
    const client = this.people.get(actor)!;
    const follower = this.followers.get(`${actor} ${type}`)!;
    const { state: before } = await client.get(type, []);
    const isConditional = this.chance.is(0.3);
    const ifInState = isConditional ? this.chance.one([before, follower.lastState]) : null;
    const answer = await client.call(`${type}/set`, { ...change, ifInState });
    const { state: after } = await client.get(type, []);
    this.note(actor, type, { change, answer });
    if (isConditional && ifInState !== before) {
      expect(answer).toMatchObject({ type: 'stateMismatch' });
      expect(after).toBe(before);
      return;
    }
    expect(answer).toMatchObject({ oldState: before, newState: after });
    follower.rememberState(after);
    const created = Object.values((answer['created'] ?? {}) as Json).map((object) => (object as Json)['id'] as string);
    if (type === 'Task') this.tasks.push(...created);
    if (type === 'Link') this.links.push(...created);
    if (type === 'TaskList') {
      this.lists.push(...created);
      for (const other of this.followers.values()) other.accessMayHaveChanged = true;
    }
    const isDone = answer['created'] ?? answer['updated'] ?? answer['destroyed'];
    if (isDone === null) expect(after).toBe(before);
  }

  private async look(): Promise<void> {
    const [name, follower] = this.chance.one([...this.followers]);
    if (this.chance.is(0.3)) await follower.compareIfUnmoved();
    const most = this.chance.is(0.4) ? null : 1 + this.chance.below(5);
    const pages = this.chance.is(0.5) ? 1 : 1_000;
    const changes = await follower.follow(most, pages).catch((error: unknown) => {
      throw new Error(`${name}: ${String(error)}`);
    });
    this.note(name, follower.type, { changes });
  }

  private anybody(): string {
    return this.chance.one([...this.people.values()]).principalId;
  }

  private addresses(): string[] {
    const { chance } = this;
    const all = ['follower@example.org', 'customer@example.org', 'colleague@example.org', 'stranger@example.com'];
    return all.filter(() => chance.is(0.4));
  }

  private note(who: string, type: string, what: Json): void {
    this.transcript.push(`${who} ${type} ${JSON.stringify(this.translate(what, kindOf(type)))}`);
  }

  /** The same with names for ids and without what differs by chance, so that two databases can be compared. */
  private translate(value: unknown, kind: string, key = ''): unknown {
    if (typeof value === 'string') {
      if (key === 'uid') return 'uid';
      if (/^[0-9a-f]+\.\d+$/i.test(value)) return value.replace(/^.*\./, 'state ');
      if (/tate$/.test(key)) return value.replace(/^.*\./, 'state ');
      if (/^\d+$/.test(value)) return this.nameOf(KINDS[key] ?? kind, value);
      return value.replace(/The state is \S+/, 'The state is S');
    }
    if (Array.isArray(value)) return value.map((item) => this.translate(item, kind, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name.replace(/^(shareWith\/)?(\d+)$/, (_all, path: string | undefined, id: string) =>
          this.nameOf(path || key === 'shareWith' ? 'principal' : kind, id),
        ),
        this.translate(item, kind, name),
      ]),
    );
  }

  private nameOf(kind: string, id: string): string {
    const key = `${kind} ${id}`;
    const known = this.names.get(key) ?? (Number(id) > 9_000 ? key : `${kind} no. ${String(this.names.size)}`);
    this.names.set(key, known);
    return known;
  }
}

/** Who acts how often: most of the work is done by those who may. */
const ACTORS = [
  'admin',
  'agent',
  'agent',
  'agent',
  'manager',
  'helper',
  'colleague',
  'customer',
  'customer',
  'follower',
];

const KINDS: Readonly<Record<string, string>> = {
  taskListId: 'list',
  entityId: 'task',
  fromId: 'task',
  toId: 'task',
  responsibleId: 'principal',
  customerId: 'principal',
  createdById: 'principal',
  authorId: 'principal',
};

function kindOf(type: string): string {
  return { Task: 'task', TaskList: 'list', Comment: 'comment', Link: 'link' }[type] ?? type;
}

function rightsUpTo(level: number): Record<string, boolean> {
  const least = [5, 10, 20, 30, 40, 50];
  return Object.fromEntries(RIGHTS.map((right, index) => [right, level >= least[index]!]));
}

describe('through the door', () => {
  const transcripts = new Map<string, string[]>();

  test.each(testDatabases())(
    'a random script leaves every client that follows with what it may see: $name',
    async (database) => {
      const play = await Play.open(database, SEED);
      try {
        for (let step = 0; step < 160; step++) await play.step();
        await play.finish();
        transcripts.set(database.name, play.transcript);
      } catch (error) {
        throw new Error(
          `With GROUPWARE_TEST_SEED=${String(SEED)}, after\n${play.transcript.slice(-8).join('\n')}\n${String((error as Error).stack)}\n${JSON.stringify(play.host.log.lines.filter(({ level }) => level === 'error').map(({ facts }) => String((facts as Json)['err'])))}`,
        );
      } finally {
        await play.host.drop();
      }
    },
    240_000,
  );

  test('both databases answer alike', () => {
    const [one, two] = [...transcripts.values()];
    if (!one || !two) return;
    const index = one.findIndex((line, at) => line !== two[at]);
    if (index < 0) return;
    throw new Error(
      `With GROUPWARE_TEST_SEED=${String(SEED)}, answer ${String(index)}:\n${one[index]!}\n${String(two[index])}`,
    );
  });

  test.each(testDatabases())(
    'writers at the same time lose nothing, and readers meanwhile miss nothing: $name',
    async (database) => {
      const host = await TestHost.start(database);
      try {
        const admin = await host.admin();
        const writers = await Promise.all(
          ['ann', 'ben', 'cas', 'dov', 'eva', 'fay'].map((name) => host.person(name, { permissions: ['support:use'] })),
        );
        const reader = await host.person('reader', { permissions: ['support:use'] });
        const [list = ''] = await admin.query('TaskList', { role: 'support' });
        const shares = [...writers, reader].map(({ principalId }) => [`shareWith/${principalId}`, rightsUpTo(40)]);
        await admin.update('TaskList', list, Object.fromEntries(shares) as Json);
        const shared = await admin.create('Task', { title: 'Everybody', taskListId: list });

        // Six people write different things of one task, and one thing together; all file and comment.
        const followers = [new Follower(reader, 'Task'), new Follower(reader, 'Comment'), new Follower(admin, 'Task')];
        for (const follower of followers) await follower.readAnew();
        let isWriting = true;
        const reading = followers.map(async (follower, index) => {
          while (isWriting) await follower.follow(index === 0 ? 2 : null, index === 0 ? 3 : 1);
        });
        const properties = ['title', 'description', 'due', 'priority', 'start', 'percentComplete'] as const;
        const value = (property: (typeof properties)[number], round: number): unknown =>
          ({
            title: `Title ${String(round)}`,
            description: `Text ${String(round)}`,
            due: `2027-01-01T10:00:${String(10 + round)}Z`,
            start: `2026-01-01T10:00:${String(10 + round)}Z`,
            priority: round,
            percentComplete: 10 + round,
          })[property];
        const created: string[] = [];
        await Promise.all(
          writers.map(async (writer, index) => {
            for (let round = 1; round <= 5; round++) {
              await writer.update('Task', shared.id, { [properties[index]!]: value(properties[index]!, round) });
              const { id } = await writer.create('Task', {
                title: `${String(index)}.${String(round)}`,
                taskListId: list,
              });
              created.push(id);
              await writer.create('Comment', {
                entityType: 'Task',
                entityId: shared.id,
                text: `${String(index)}.${String(round)}`,
              });
            }
          }),
        );
        isWriting = false;
        await Promise.all(reading);

        const {
          list: [after],
        } = await admin.get<Json>('Task', [shared.id]);
        expect(after).toMatchObject(Object.fromEntries(properties.map((property) => [property, value(property, 5)])));
        expect(new Set(created).size).toBe(30);
        expect((await admin.get('Task', created)).notFound).toEqual([]);
        const thread = await admin.query('Comment', { entityType: 'Task', entityId: shared.id });
        expect(thread).toHaveLength(30);
        for (const follower of followers) {
          await follower.follow(3, 1_000);
          await follower.compare();
        }

        // Of many who make the same step from the same state, one succeeds; the others are told.
        const { state } = await admin.get('Task', []);
        const answers = await Promise.all(
          writers.map((writer, index) =>
            writer.call('Task/set', {
              ifInState: state,
              update: { [shared.id]: { title: `Winner ${String(index)}` } },
            }),
          ),
        );
        const winner = answers.findIndex((answer) => answer['type'] === undefined);
        expect(answers.map((answer) => answer['type'] ?? 'done').sort()).toEqual([
          'done',
          ...writers.slice(1).map(() => 'stateMismatch'),
        ]);
        expect((await admin.get<Json>('Task', [shared.id])).list[0]).toMatchObject({
          title: `Winner ${String(winner)}`,
        });
      } finally {
        await host.drop();
      }
    },
  );

  test.each(testDatabases())(
    'an attempt that the database asks to repeat leaves no trace in the answer: $name',
    async (database) => {
      if (database.name === 'sqlite') return;
      const host = await TestHost.start(database);
      try {
        const admin = await host.admin();
        const [list = ''] = await admin.query('TaskList', { role: 'support' });
        const task = await admin.create('Task', { title: 'Doomed', taskListId: list });
        // The deadlock shows when the new state is read, after all the work was done once.
        const states = host.get(States);
        const { after } = states;
        let calls = 0;
        states.after = function (...args) {
          if (++calls === 1) throw Object.assign(new Error('Deadlock'), { driverError: { errno: 1213 } });
          return after.apply(this, args);
        };
        const answer: Json = await admin.call('Task/set', {
          create: { a: { title: 'A', taskListId: list } },
          destroy: [task.id],
        });
        states.after = after;
        expect(calls).toBe(2);
        expect(answer).toMatchObject({ destroyed: [task.id], notDestroyed: null });
        expect(await admin.query('Task')).toEqual([answer['created'].a.id]);
      } finally {
        await host.drop();
      }
    },
  );

  test.each(testDatabases())(
    'a contact who gets a login, and a member who comes and goes, are told: $name',
    async (database) => {
      const host = await TestHost.start(database);
      try {
        const admin = await host.admin();
        const directory = host.get(Directory);
        const contact = await host.database.transaction(() => directory.findOrCreateContact('ida@example.org', 'Ida'));
        const principals = new Follower(admin, 'Principal');
        await principals.readAnew();
        await host.person('Ida', { email: 'ida@example.org', isInternal: false });
        await principals.follow(null, 1);
        await principals.compare();
        const internal = await host.database.transaction(() => directory.builtIn('internal'));
        for (const change of [directory.addMember.bind(directory), directory.removeMember.bind(directory)]) {
          await host.database.transaction(() => change(internal, contact.id));
          await principals.follow(null, 1);
          await principals.compare();
        }
      } finally {
        await host.drop();
      }
    },
  );
});
