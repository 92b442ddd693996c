import { Types } from '../../core/jmap/types';
import type { Client } from '../../core/testing/client';
import { ask, filterBy, masked, outcome, sorted } from './asking';
import type { Json } from './json';
import { MODEL } from './model';
import { type End, type List, type Person, Rules, rights } from './rules';
import { linkOf, NO_BLOB, UNKNOWN, type World } from './world';

/** One person's questions to one world, each compared with the rules. */
export class Oracle {
  private readonly rules: Rules;
  /** Every difference, so that one run tells them all. */
  readonly differences: string[] = [];

  constructor(
    private readonly world: World,
    private readonly person: Person,
  ) {
    this.rules = new Rules(world);
  }

  private get client(): Client {
    return this.person.client;
  }

  private same(what: string, actual: unknown, expected: unknown): void {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) this.differences.push(`${this.person.name} ${what}: is ${a}, must be ${b}`);
  }

  private visible(type: string): string[] {
    const row = MODEL[type]!;
    return row.ids(this.world).filter((id) => row.sees(this.rules, this.person, id));
  }

  /** get, query, changes, queryChanges, and every filter and sort. */
  async reads(type: string): Promise<void> {
    const { client, person, world } = this;
    const row = MODEL[type]!;
    const ids = row.ids(world);
    const seen = this.visible(type);
    const isGrowing = row.isGrowing === true && seen.length > 0;
    const isHidden = (id: string): boolean => !seen.includes(id) && (!isGrowing || ids.includes(id));
    const among = (list: readonly string[]): string[] => list.filter((id) => !isGrowing || ids.includes(id));
    const sinceState = world.beginnings.get(`${person.name} ${type}`)!;
    const asked: { call: readonly [string, Json]; check: (answer: Json) => void }[] = [];
    const probe = (operation: string, args: Json, check: (answer: Json) => void): void => {
      asked.push({ call: [`${type}/${operation}`, args], check });
    };
    const idsIn = (list: readonly Json[]): string[] => list.map((object) => object['id'] as string);

    probe('get', { ids: [...ids, UNKNOWN] }, ({ list, notFound }) => {
      this.same(`${type}/get ids`, idsIn(list), seen);
      this.same(`${type}/get notFound`, notFound, [...ids.filter(isHidden), UNKNOWN]);
    });
    if (!isGrowing)
      probe('get', { ids: null }, ({ list }) => this.same(`${type}/get null`, sorted(idsIn(list)), sorted(seen)));
    const tell = row.operations.includes('changes') ? probe : () => undefined;
    tell('changes', { sinceState }, ({ created, updated, destroyed }) => {
      const told = [...created, ...updated] as string[];
      this.same(
        `${type}/changes hidden`,
        [...told, ...destroyed].filter((id: string) => ids.includes(id) && isHidden(id)),
        [],
      );
      if (['TaskList', 'TaskStatus', 'Task', 'Comment', 'Link', 'FileNode'].includes(type))
        this.same(`${type}/changes`, sorted(told), sorted(seen));
    });
    if (row.operations.includes('query')) {
      // The first page of what grows meanwhile has what was there at first.
      const first = isGrowing ? { sort: [{ property: 'id' }] } : {};
      probe('query', first, (answer) => this.same(`${type}/query`, sorted(among(answer['ids'])), sorted(seen)));
      tell('queryChanges', { sinceQueryState: sinceState, calculateTotal: true }, ({ added, removed, total }) => {
        this.same(`${type}/queryChanges total`, total, seen.length);
        const told = [...idsIn(added), ...(removed as string[])];
        this.same(
          `${type}/queryChanges hidden`,
          told.filter((id) => ids.includes(id) && isHidden(id)),
          [],
        );
      });
      for (const [filter, passes] of Object.entries(row.idFilters)) {
        const named = row.filteredBy?.[filter]?.(world) ?? (filter === 'ids' ? ids : this.idsFor(filter));
        for (const wanted of [...named, UNKNOWN]) {
          const expected = seen.filter((id) => passes(world, id, wanted));
          probe('query', { filter: filterBy(filter, wanted), calculateTotal: true }, (answer) => {
            this.same(`${type}/query ${filter} ${wanted}`, sorted(answer['ids']), sorted(expected));
            this.same(`${type}/query ${filter} ${wanted} total`, answer['total'], expected.length);
          });
        }
      }
      for (const [filter, value] of Object.entries(row.filters).flatMap(([key, values]) =>
        values.map((one) => [key, one] as const),
      )) {
        probe('query', { filter: { [filter]: value } }, (answer) =>
          this.same(`${type}/query ${filter}`, (answer['ids'] as string[]).filter(isHidden), []),
        );
      }
      for (const property of [...world.host.get(Types).get(type).sorts.keys(), 'id']) {
        probe('query', { sort: [{ property }] }, (answer) =>
          this.same(`${type}/query by ${property}`, sorted(among(answer['ids'])), sorted(seen)),
        );
      }
    }
    const answers = await ask(
      client,
      asked.map(({ call }) => call),
    );
    for (const [index, { check }] of asked.entries()) check(answers[index]!);
  }

  /** The id arguments of /set: unknown and forbidden answer alike. */
  async writes(type: string): Promise<void> {
    if (!MODEL[type]!.operations.includes('set')) return;
    const { client, person, rules, world } = this;
    const row = MODEL[type]!;
    const ids = row.ids(world);
    const update = Object.fromEntries([...ids, UNKNOWN].map((id) => [id, row.patch(person)]));
    const answer: Json = await client.call(`${type}/set`, { update });
    for (const id of ids) {
      const expected = row.sees(rules, person, id) ? row.update(rules, person, id) : 'notFound';
      this.same(`${type}/set update ${id}`, outcome(answer['updated'], answer['notUpdated'], id), expected);
      if (expected === 'notFound')
        this.same(`${type} ${id} as unknown`, answer['notUpdated'][id], answer['notUpdated'][UNKNOWN]);
    }
    const doomed = ids.filter((id) => !row.sees(rules, person, id) || row.destroy(rules, person, id) !== 'done');
    const refused: Json = await client.call(`${type}/set`, { destroy: [...doomed, UNKNOWN] });
    this.same(`${type}/set destroyed`, refused['destroyed'], null);
    for (const id of doomed) {
      // There is one of a singleton for everybody, whether seen or not: nothing is told by saying so.
      const isKnown = id === 'singleton' || row.sees(rules, person, id);
      const expected = isKnown ? row.destroy(rules, person, id) : 'notFound';
      this.same(`${type}/set destroy ${id}`, outcome({}, refused['notDestroyed'], id), expected);
      if (expected === 'notFound')
        this.same(`${type} ${id} as unknown`, refused['notDestroyed'][id], refused['notDestroyed'][UNKNOWN]);
    }
  }

  /** What only this type has. */
  async probes(type: string): Promise<void> {
    const { person, rules, world } = this;
    const same = (what: string, actual: unknown, expected: unknown) => this.same(what, actual, expected);
    await MODEL[type]!.probe?.({ person, rules, same, world });
  }

  /** Every list as the target of a new task, and of a moved one; destroying; people as responsible and customer. */
  async tasks(): Promise<void> {
    const { client, person, rules, world } = this;
    const create = Object.fromEntries(
      [...world.lists.map(({ id }) => id), UNKNOWN].map((id) => [id, { title: 'New', taskListId: id }]),
    );
    const answer: Json = await client.call('Task/set', { create });
    for (const list of world.lists) {
      const level = rules.level(person, list);
      const may = level >= (list.role === 'support' ? 5 : 20);
      this.same(
        `Task create in ${list.id}`,
        outcome(answer['created'], answer['notCreated'], list.id),
        may ? 'done' : 'refused',
      );
      if (!rules.seesList(person, list))
        this.same(`list ${list.id} as unknown`, answer['notCreated'][list.id], answer['notCreated'][UNKNOWN]);
      const created = answer['created']?.[list.id] as Json | undefined;
      if (created && level < 20) this.same('customer of an own ticket', created['customerId'], client.principalId);
      if (created) await world.remove('Task', created['id'] as string);
    }
    for (const list of world.lists) {
      const level = rules.level(person, list);
      const doomed = await world.scratch(list);
      const destroyed: Json = await client.call('Task/set', { destroy: [doomed] });
      const expected = level >= 40 ? 'done' : level >= 10 ? 'refused' : 'notFound';
      this.same(
        `Task destroy in ${list.id}`,
        destroyed['destroyed'] ? 'done' : outcome({}, destroyed['notDestroyed'], doomed),
        expected,
      );
      if (level < 40) await world.remove('Task', doomed);
      if (level >= 30) await this.moves(list);
      if (level >= 20) await this.assigns(list, level);
      if (level >= 30) await this.categorises(list);
      if (level >= 30) await this.putsIntoStatus(list);
      this.same(`TaskCategory create of ${list.id}`, await this.createsCategory(list), rules.managesList(person, list));
    }
    await this.createsStatuses();
    this.same('TaskCategory create', await this.createsCategory(null), rules.managesCategory(person, { list: null }));
    await this.categoriesOfTasks();
  }

  private async moves(from: List): Promise<void> {
    const { client, person, rules, world } = this;
    for (const to of world.lists.filter((list) => list !== from)) {
      const id = await world.scratch(from);
      const error = await client.refused('Task', { update: { [id]: { taskListId: to.id } } });
      const unknown = await client.refused('Task', { update: { [id]: { taskListId: UNKNOWN } } });
      const keepsCustomer = from.role === 'list' || to.role === 'support';
      this.same(`Task move ${from.id} to ${to.id}`, error === null, rules.level(person, to) >= 20 && keepsCustomer);
      if (!rules.seesList(person, to)) this.same(`move to ${to.id} as unknown`, error, unknown);
      await world.remove('Task', id);
    }
  }

  private async createsCategory(list: List | null): Promise<boolean> {
    const given = { name: 'New', taskListId: list?.id ?? null };
    const { created }: Json = await this.client.call('TaskCategory/set', { create: { new: given } });
    if (created) await this.world.remove('TaskCategory', created.new.id as string);
    return created !== null;
  }

  /** Every category on a task of this list. */
  private async categorises(list: List): Promise<void> {
    const { client, person, rules, world } = this;
    const scratch = await world.scratch(list);
    const give = (id: string) => client.refused('Task', { update: { [scratch]: { categories: [id] } } });
    const unknown = await give(UNKNOWN);
    for (const category of world.categories) {
      const error = await give(category.id);
      const isSeen = rules.seesCategory(person, category);
      const fits = category.list === null || category.list === list;
      this.same(`Task category ${category.id}`, error === null, isSeen && fits);
      if (!isSeen) this.same(`category ${category.id} as unknown`, error, unknown);
    }
    await world.remove('Task', scratch);
  }

  /** Every status on a task of this list. */
  private async putsIntoStatus(list: List): Promise<void> {
    const { client, person, rules, world } = this;
    const scratch = await world.scratch(list);
    const put = (statusId: string) => client.refused('Task', { update: { [scratch]: { statusId } } });
    const unknown = await put(UNKNOWN);
    for (const status of world.statuses) {
      const error = await put(status.id);
      this.same(`Task status ${status.id}`, error === null, status.list === list);
      if (!rules.seesList(person, status.list)) this.same(`status ${status.id} as unknown`, error, unknown);
    }
    await world.remove('Task', scratch);
  }

  /** Every list as that of a new status. */
  private async createsStatuses(): Promise<void> {
    const { client, person, rules, world } = this;
    const ids = [...world.lists.map(({ id }) => id), UNKNOWN];
    const status = (taskListId: string): Json => ({ name: 'New', progress: 'completed', taskListId });
    const create = Object.fromEntries(ids.map((id) => [id, status(id)]));
    const { created, notCreated }: Json = await client.call('TaskStatus/set', { create });
    for (const list of world.lists) {
      const expected = rules.managesList(person, list) ? 'done' : 'refused';
      this.same(`TaskStatus create of ${list.id}`, outcome(created, notCreated, list.id), expected);
      if (!rules.seesList(person, list))
        this.same(`list ${list.id} as unknown`, notCreated[list.id], notCreated[UNKNOWN]);
    }
    const made = Object.values((created ?? {}) as Json).map(({ id }) => id as string);
    if (made.length > 0) await world.remove('TaskStatus', ...made);
  }

  /** What tasks are sorted by is told to those who read them as colleagues, and asked for by them alone. */
  private async categoriesOfTasks(): Promise<void> {
    const { client, person, rules, world } = this;
    const { list } = await client.get<Json>('Task', null);
    for (const task of world.tasks.filter((one) => rules.seesTask(person, one))) {
      const fitting = world.categories.filter((category) => category.list === null || category.list === task.list);
      const expected = rules.level(person, task.list) >= 10 ? sorted(fitting.map(({ id }) => id)) : null;
      const told = list.find(({ id }) => id === task.id)!['categories'] as string[] | null;
      this.same(`categories of ${task.id}`, told && sorted(told), expected);
    }
    for (const category of world.categories) {
      const found = await client.query('Task', { categories: [category.id] });
      const having = world.tasks.filter((task) => category.list === null || category.list === task.list);
      const read = having.filter((task) => rules.level(person, task.list) >= 10);
      this.same(`Task/query categories ${category.id}`, sorted(found), sorted(read.map(({ id }) => id)));
    }
  }

  private async assigns(list: List, level: number): Promise<void> {
    const { client, person, rules, world } = this;
    const properties = list.role === 'support' ? ['responsibleId', 'customerId'] : ['responsibleId'];
    const scratch = await world.scratch(list);
    for (const property of properties) {
      const people = [...world.nameable(), UNKNOWN];
      const create = Object.fromEntries(people.map((id) => [id, { title: 'x', taskListId: list.id, [property]: id }]));
      const answer: Json = await client.call('Task/set', { create });
      const updates = await ask(
        client,
        people.map((id) => ['Task/set', { update: { [scratch]: { [property]: id } } }]),
      );
      for (const [index, id] of people.slice(0, -1).entries()) {
        const isReader = rules.isAgent(id, list);
        const may = rules.seesPrincipal(person, id) && (property === 'customerId' || isReader);
        this.same(
          `Task create ${property} ${id}`,
          outcome(answer['created'], answer['notCreated'], id),
          may ? 'done' : 'refused',
        );
        const isUpdated = updates[index]!['updated'] !== null;
        this.same(`Task update ${property} ${id}`, isUpdated, may && level >= 30);
        if (rules.seesPrincipal(person, id)) continue;
        this.same(`principal ${id} as unknown`, answer['notCreated'][id], answer['notCreated'][UNKNOWN]);
        const errors = [index, people.length - 1].map(
          (at) => Object.values(updates[at]!['notUpdated'] as Json)[0] as unknown,
        );
        this.same(`principal ${id} as unknown`, errors[0], errors[1]);
      }
      await world.remove(
        'Task',
        ...Object.values((answer['created'] ?? {}) as Json).map((created) => created.id as string),
      );
    }
    await world.remove('Task', scratch);
  }

  /** Every task as the object of a comment, every file as an attachment. An empty text stops what is allowed. */
  async comments(): Promise<void> {
    const { client, person, rules, world } = this;
    for (const isPrivate of [false, true]) {
      const ids = [...world.tasks.map(({ id }) => id), UNKNOWN];
      const create = Object.fromEntries(
        ids.map((id) => [id, { entityType: 'Task', entityId: id, isPrivate, text: '' }]),
      );
      const answer: Json = await client.call('Comment/set', { create });
      const errors = answer['notCreated'] as Json;
      for (const task of world.tasks) {
        const sees = rules.seesTask(person, task);
        const may = sees && (!isPrivate || rules.level(person, task.list) >= 10);
        const isStoppedByText = errors[task.id]['properties']?.[0] === 'text';
        this.same(`Comment ${isPrivate ? 'private' : 'public'} on ${task.id}`, isStoppedByText, may);
        if (!sees) this.same(`task ${task.id} as unknown`, errors[task.id], errors[UNKNOWN]);
      }
    }
    await this.mentions();
    await this.watchers();
    const home = world.lists.find((list) => list.role === 'support' && rules.level(person, list) >= 5);
    if (!home) return;
    const own = await world.scratch(home, person);
    const files = [...world.blobs, NO_BLOB, 'x/../y'];
    const attach = (blobId: string) => ({
      entityType: 'Task',
      entityId: own,
      isPrivate: false,
      text: 'x',
      attachments: [{ blobId, name: 'a', type: 'text/plain' }],
    });
    const create = Object.fromEntries(files.map((blobId) => [blobId, attach(blobId)]));
    const answer: Json = await client.call('Comment/set', { create });
    for (const blobId of files) {
      const may = rules.seesBlob(person, blobId);
      this.same(
        `Comment attaches ${blobId}`,
        outcome(answer['created'], answer['notCreated'], blobId),
        may ? 'done' : 'refused',
      );
      if (!may) this.same('file as unknown', answer['notCreated'][blobId], answer['notCreated'][NO_BLOB]);
    }
    // What was attached here could now be read by whoever sees this ticket, so it goes at once.
    await world.remove('Task', own);
  }

  /** Every list as one that a canned reply is for, and which of them are told. */
  async replies(): Promise<void> {
    const { client, person, rules, world } = this;
    const ids = [...world.lists.map(({ id }) => id), UNKNOWN];
    const create = Object.fromEntries(ids.map((id) => [id, { name: 'New', text: 'x', taskListIds: [id] }]));
    const answer: Json = await client.call('CannedReply/set', { create });
    const errors = answer['notCreated'] as Json;
    for (const list of world.lists) {
      const may = rules.has(person, 'support:manage') && list.role === 'support';
      const expected = may ? 'done' : 'refused';
      this.same(`CannedReply of ${list.id}`, outcome(answer['created'], answer['notCreated'], list.id), expected);
      if (!rules.seesList(person, list)) this.same('list as unknown', errors[list.id], errors[UNKNOWN]);
    }
    const made = Object.values((answer['created'] ?? {}) as Json).map(({ id }) => id as string);
    if (made.length > 0) await world.remove('CannedReply', ...made);
    const { list: told } = await client.get<Json>('CannedReply', null);
    for (const { id, lists } of world.replies.filter((reply) => rules.seesReply(person, reply))) {
      const expected = lists.filter((list) => rules.seesList(person, list)).map((list) => list.id);
      const found = told.find((reply) => reply['id'] === id)!['taskListIds'] as string[];
      this.same(`ticket types of reply ${id}`, sorted(found), sorted(expected));
    }
  }

  /** Every task as the object of a draft, every file in one. */
  async drafts(): Promise<void> {
    const { client, person, rules, world } = this;
    for (const isPrivate of [false, true]) {
      const ids = [...world.tasks.map(({ id }) => id), UNKNOWN];
      const create = Object.fromEntries(ids.map((id) => [id, { entityType: 'Task', entityId: id, isPrivate }]));
      const answer: Json = await client.call('CommentDraft/set', { create });
      const errors = (answer['notCreated'] ?? {}) as Json;
      for (const task of world.tasks) {
        const may = rules.seesTask(person, task) && (!isPrivate || rules.level(person, task.list) >= 10);
        const isAllowed = [undefined, 'alreadyExists'].includes(errors[task.id]?.type as string | undefined);
        this.same(`CommentDraft ${isPrivate ? 'private' : 'public'} on ${task.id}`, isAllowed, may);
        if (!rules.seesTask(person, task)) this.same('task as unknown', errors[task.id], errors[UNKNOWN]);
      }
      const made = Object.values((answer['created'] ?? {}) as Json).map(({ id }) => id as string);
      await client.call('CommentDraft/set', { destroy: made });
    }
    const own = world.drafts.find(({ writer }) => writer === person.name);
    if (!own) return;
    const attach = (blobId: string) =>
      client.refused('CommentDraft', {
        update: { [own.id]: { attachments: [{ blobId, name: 'a', type: 'text/plain' }] } },
      });
    const unknown = await attach(NO_BLOB);
    for (const blobId of world.blobs) {
      const error = await attach(blobId);
      this.same(`CommentDraft attaches ${blobId}`, error === null, rules.seesBlob(person, blobId));
      if (error) this.same('file as unknown', error, unknown);
    }
    await client.update('CommentDraft', own.id, { attachments: [] });
  }

  /** Everybody as whom a comment names, wherever one may write. An empty text stops what is allowed. */
  private async mentions(): Promise<void> {
    const { client, person, rules, world } = this;
    const people = [...world.nameable(), UNKNOWN];
    for (const task of world.tasks.filter((one) => rules.seesTask(person, one))) {
      for (const isPrivate of [false, true]) {
        const isColleague = rules.level(person, task.list) >= 10;
        if (isPrivate && !isColleague) continue;
        const about = { entityType: 'Task', entityId: task.id, isPrivate, text: '' };
        const create = Object.fromEntries(people.map((id) => [id, { ...about, mentions: [id] }]));
        const { notCreated }: Json = await client.call('Comment/set', { create });
        for (const id of people) {
          const mentioned = world.people.find((one) => one.client.principalId === id);
          const isSeen = rules.seesPrincipal(person, id);
          const may = isColleague && isSeen && mentioned && rules.seesEntry(mentioned, { task, isPrivate });
          this.same(`Comment on ${task.id} mentions ${id}`, notCreated[id].properties[0], may ? 'text' : 'mentions');
          if (!isSeen) this.same(`principal ${id} as unknown`, notCreated[id], notCreated[UNKNOWN]);
        }
      }
    }
  }

  /** Everybody as one who watches, wherever one reads as a colleague. What is allowed is taken back. */
  private async watchers(): Promise<void> {
    const { client, person, rules, world } = this;
    const tasks = world.tasks.filter(({ list }) => list.role === 'support' && rules.level(person, list) >= 10);
    const set = async (patch: Json): Promise<Json> =>
      client.call('Task/set', { update: Object.fromEntries(tasks.map(({ id }) => [id, patch])) });
    const unknown = (await set({ [`watchers/${UNKNOWN}`]: true }))['notUpdated'] as Json;
    for (const id of world.nameable()) {
      const answer = await set({ [`watchers/${id}`]: true });
      const watcher = world.people.find((one) => one.client.principalId === id);
      const isSeen = rules.seesPrincipal(person, id);
      for (const task of tasks) {
        const may = isSeen && watcher !== undefined && rules.level(watcher, task.list) >= 10;
        this.same(`${id} watches ${task.id}`, answer['notUpdated']?.[task.id] === undefined, may);
        if (!isSeen) this.same(`principal ${id} as unknown`, answer['notUpdated'][task.id], unknown[task.id]);
      }
    }
    await set({ watchers: {} });
  }

  /** Every task as the owner of a file, every file as its folder and its content: unknown and forbidden answer alike. */
  async files(): Promise<void> {
    const { client, person, rules, world } = this;
    const at = (entityId: string, rest: Json = {}): Json => ({ entityType: 'Task', entityId, name: 'New', ...rest });
    const owners = [...world.tasks.map(({ id }) => id), UNKNOWN];
    const answer: Json = await client.call('FileNode/set', {
      create: Object.fromEntries(owners.map((id) => [id, at(id)])),
    });
    for (const task of world.tasks) {
      const level = rules.level(person, task.list);
      const expected = level >= 30 ? 'done' : 'refused';
      this.same(`FileNode of ${task.id}`, outcome(answer['created'], answer['notCreated'], task.id), expected);
      if (level < 10) this.same('owner as unknown', answer['notCreated'][task.id], answer['notCreated'][UNKNOWN]);
    }
    const made = Object.values((answer['created'] ?? {}) as Json).map((node) => node.id as string);
    if (made.length > 0) await world.remove('FileNode', ...made);
    const home = world.tasks.find((task) => rules.level(person, task.list) >= 30);
    if (!home) return;
    const foreign = [
      ...world.files.filter(({ task }) => rules.level(person, task.list) < 10).map(({ id }) => id),
      UNKNOWN,
    ];
    const inside: Json = await client.call('FileNode/set', {
      create: Object.fromEntries(foreign.map((parentId) => [parentId, at(home.id, { parentId })])),
    });
    for (const id of foreign) this.same(`folder ${id}`, inside['notCreated'][id], inside['notCreated'][UNKNOWN]);
    const hidden = [...world.blobs.filter((blobId) => !rules.seesBlob(person, blobId)), NO_BLOB];
    const contents: Json = await client.call('FileNode/set', {
      create: Object.fromEntries(hidden.map((blobId) => [blobId, at(home.id, { blobId })])),
    });
    for (const id of hidden) this.same(`content ${id}`, contents['notCreated'][id], contents['notCreated'][NO_BLOB]);
  }

  /** Every task and person as either end of a link: unknown and forbidden answer alike. */
  async links(): Promise<void> {
    const { client, person, rules, world } = this;
    const known: End[] = [
      ...world.tasks.map(({ id }): End => ['Task', id]),
      ...world.nameable().map((id): End => ['Principal', id]),
    ];
    const unknown: End[] = [
      ['Task', UNKNOWN],
      ['Principal', UNKNOWN],
    ];
    const home = known.find((end) => rules.readsEnd(person, end) && rules.writesEnd(person, end));
    for (const side of ['from', 'to'] as const) {
      const create: Json = {};
      for (const end of [...known, ...unknown]) {
        if (side === 'from') create[end.join()] = { ...linkOf(end, home ?? ['Task', UNKNOWN]), description: 'x' };
        else if (home) create[end.join()] = linkOf(home, end);
      }
      const answer: Json = await client.call('Link/set', { create });
      for (const end of known) {
        if (!(end.join() in create)) continue;
        const error = answer['notCreated']?.[end.join()] as Json | undefined;
        const isKnown = rules.readsEnd(person, end);
        this.same(
          `Link ${side} ${end.join()} is unknown`,
          error?.['properties']?.[0] === `${side}Id`,
          !isKnown || (end === home && side === 'to'),
        );
        if (!isKnown) this.same('end as unknown', error, answer['notCreated'][`${end[0]},${UNKNOWN}`]);
        if (error || side === 'to') continue;
        this.same(`Link from ${end.join()}`, true, rules.writesEnd(person, end));
      }
      await world.remove('Link', ...Object.values((answer['created'] ?? {}) as Json).map((link) => link.id as string));
    }
  }

  /** Every object by its words, in all types at once and in each. */
  async search(): Promise<void> {
    const { client, world } = this;
    for (const text of ['ticket', 'x', 'file', 'a', 'example.org', ...world.tasks.map(({ id }) => `#${id}`)]) {
      for (const types of [
        null,
        ...world.host
          .get(Types)
          .searchable()
          .map((type) => [type]),
      ]) {
        const answer: Json = await client.call('Search/query', { filter: { text, types }, limit: 50 });
        const hidden = (answer['list'] as Json[])
          .flatMap((result) => [result, result['owner'] as Json])
          .filter(({ type, id }) => !this.visible(type as string).includes(id as string));
        this.same(`Search/query ${text}`, hidden, []);
      }
    }
    const found = async (text: string, type: string): Promise<string[]> => {
      const answer: Json = await client.call('Search/query', { filter: { text, types: [type] }, limit: 50 });
      return sorted((answer['list'] as Json[]).map(({ id }) => id as string));
    };
    this.same('Search/query tickets', await found('ticket', 'Task'), sorted(this.visible('Task')));
    this.same('Search/query comments', await found('file.txt', 'Comment'), sorted(this.visible('Comment')));
  }

  async downloads(): Promise<void> {
    const unknown = await this.client.download(NO_BLOB);
    this.same('download of nothing', unknown.status, 404);
    for (const blobId of this.world.blobs) {
      const { status, bytes } = await this.client.download(blobId);
      this.same(`download ${blobId}`, status, this.rules.seesBlob(this.person, blobId) ? 200 : 404);
      if (status === 404) this.same('file as unknown', bytes.toString(), unknown.bytes.toString());
    }
    await this.blobs();
  }

  /** The same files inside requests (RFC 9404). */
  private async blobs(): Promise<void> {
    const { client, person, rules, world } = this;
    const ids = [...new Set([...world.blobs, NO_BLOB])];
    const [got, looked] = await ask(client, [
      ['Blob/get', { ids, properties: ['size'] }],
      ['Blob/lookup', { ids, typeNames: ['Comment'] }],
    ]);
    const seen = ids.filter((id) => rules.seesBlob(person, id));
    this.same('Blob/get', sorted((got!['list'] as Json[]).map(({ id }) => id as string)), sorted(seen));
    for (const { id, matchedIds } of looked!['list'] as Json[]) {
      const entries = world.entries.filter((entry) => entry.blobId === id && rules.seesEntry(person, entry));
      const found = sorted(matchedIds['Comment'] as string[]);
      this.same(`Blob/lookup ${String(id)}`, found, sorted(entries.map((entry) => entry.id)));
    }
    const create = Object.fromEntries(ids.map((blobId) => [blobId, { data: [{ blobId, length: 0 }] }]));
    const made: Json = await client.call('Blob/upload', { create });
    this.same('Blob/upload', sorted(Object.keys((made['created'] ?? {}) as Json)), sorted(seen));
  }

  /** With whom a list is shared, and the list that an account or the settings name. */
  async sharesAndLists(): Promise<void> {
    const { client, person, rules, world } = this;
    for (const role of ['list', 'support'] as const) {
      const may = role === 'support' ? rules.has(person, 'support:manage') : rules.makesLists(person);
      const answer: Json = await client.call('TaskList/set', { create: { new: { name: 'Mine', role } } });
      this.same(
        `TaskList create ${role}`,
        outcome(answer['created'], answer['notCreated'], 'new'),
        may ? 'done' : 'refused',
      );
      const id = answer['created']?.new.id as string | undefined;
      if (id === undefined) continue;
      // Not the own level: it is what the others are given with.
      const people = [...world.nameable(), UNKNOWN].filter((who) => who !== client.principalId);
      const answers = await ask(
        client,
        people.map((who) => ['TaskList/set', { update: { [id]: { [`shareWith/${who}`]: rights(5) } } }]),
      );
      for (const [index, who] of people.entries()) {
        const isSeen = rules.seesPrincipal(person, who);
        this.same(`shareWith ${who}`, answers[index]!['updated'] !== null, isSeen);
        if (!isSeen)
          this.same(
            `share with ${who} as unknown`,
            masked(answers[index]!['notUpdated'][id], who),
            masked(answers.at(-1)!['notUpdated'][id], UNKNOWN),
          );
      }
      await world.remove('TaskList', id);
    }
    const named: readonly [string, string, string, string][] = [
      ['MailAccount', world.mailAccount, 'taskListId', 'mail:manage'],
      ['SupportSettings', 'singleton', 'defaultTaskListId', 'support:manage'],
    ];
    for (const [type, id, property, permission] of named) {
      if (!rules.has(person, permission)) continue;
      for (const list of world.lists) {
        const error = await client.refused(type, { update: { [id]: { [property]: list.id } } });
        this.same(`${type} ${property} ${list.id}`, error === null, rules.seesList(person, list));
      }
    }
    const { created }: Json = await client.call('TaskListGrouping/set', { create: { new: { name: 'New' } } });
    this.same('TaskListGrouping create', created !== null, rules.has(person, 'support:manage'));
    if (created) await world.remove('TaskListGrouping', created.new.id as string);
    for (const list of world.lists.filter((one) => rules.managesList(person, one))) {
      await this.groups(list);
      await this.newTickets(list);
    }
    await this.ownTicketType();
    for (const method of ['TicketExpiry/preview', 'SupportLetter/preview']) {
      const { type } = await client.call(method);
      this.same(method, type, rules.has(person, 'support:manage') ? undefined : 'forbidden');
    }
    const { type } = await client.call('Ticket/outgoing');
    this.same('Ticket/outgoing', type, rules.has(person, 'support:use') ? undefined : 'forbidden');
    if (rules.has(person, 'support:manage')) await this.excludes();
    const asked = [...world.tasks.map(({ id }) => id), UNKNOWN];
    const { read }: Json = await client.call('Ticket/markRead', { ids: asked });
    const seen = world.tasks.filter((task) => rules.seesTask(person, task)).map(({ id }) => id);
    this.same('Ticket/markRead', read, seen);
    for (const id of asked) await this.asAgent(id);
  }

  /** What is for agents of a ticket's list alone. */
  private async asAgent(id: string): Promise<void> {
    const { client, person, rules, world } = this;
    const task = world.tasks.find((one) => one.id === id);
    const may = task?.list.role === 'support' && rules.level(person, task.list) >= 10;
    const asked = { 'Ticket/attend': { client: 'walk' }, 'Ticket/history': {} };
    for (const [method, args] of Object.entries<Json>(asked)) {
      const { type } = await client.call(method, { id, ...args });
      this.same(`${method} of ${id}`, type, may ? undefined : 'invalidArguments');
    }
    await client.call('Ticket/attend', { client: 'walk', id: null });
  }

  /** Every grouping as that of a list. */
  private async groups(list: List): Promise<void> {
    const { client, person, rules, world } = this;
    const put = (groupingId: string | null) => client.refused('TaskList', { update: { [list.id]: { groupingId } } });
    const unknown = await put(UNKNOWN);
    const own = world.groupings.find(({ lists }) => lists.includes(list))!;
    for (const grouping of world.groupings) {
      const error = await put(grouping.id);
      // What the list leaves is seen by it no longer; what it is in, is.
      await world.admin.update('TaskList', list.id, { groupingId: own.id });
      const isSeen = rules.seesGrouping(person, grouping);
      this.same(`TaskList ${list.id} groupingId ${grouping.id}`, error === null, isSeen);
      if (!isSeen) this.same(`grouping ${grouping.id} as unknown`, error, unknown);
    }
  }

  /** Everybody as the one who gets the new tickets of a list. */
  private async newTickets(list: List): Promise<void> {
    const { client, person, rules, world } = this;
    const put = (id: string | null) =>
      client.refused('TaskList', { update: { [list.id]: { defaultResponsibleId: id } } });
    const unknown = await put(UNKNOWN);
    for (const id of world.principals) {
      const error = await put(id);
      const other = world.people.find(({ client: { principalId } }) => principalId === id);
      const isSeen = rules.seesPrincipal(person, id);
      const works = other !== undefined && rules.level(other, list) >= 10;
      this.same(
        `TaskList ${list.id} defaultResponsibleId ${id}`,
        error === null,
        isSeen && works && list.role === 'support',
      );
      if (!isSeen) this.same(`new tickets to ${id} as unknown`, error, unknown);
    }
    await put(null);
  }

  /** Every list as that of the caller's own new tickets. */
  private async ownTicketType(): Promise<void> {
    const { client, person, rules, world } = this;
    const put = (id: string | null) => client.refused('Profile', { update: { singleton: { defaultTaskListId: id } } });
    const unknown = await put(UNKNOWN);
    for (const list of world.lists) {
      const error = await put(list.id);
      const isSeen = rules.seesList(person, list);
      this.same(`Profile defaultTaskListId ${list.id}`, error === null, isSeen && list.role === 'support');
      if (!isSeen) this.same(`own ticket type ${list.id} as unknown`, error, unknown);
    }
    await put(null);
  }

  /** Every list and category as excluded from being closed, in the settings and in what they would do. */
  private async excludes(): Promise<void> {
    const { client, person, rules, world } = this;
    const name = (property: string, id: string) =>
      client.refused('SupportSettings', { update: { singleton: { [property]: [id] } } });
    const of = (property: string, id: string): Promise<Json> =>
      client.call('TicketExpiry/preview', { days: 1, [property]: [id] });
    const named: readonly [string, string, readonly (readonly [string, boolean])[]][] = [
      [
        'expiryExcludedTaskListIds',
        'excludedTaskListIds',
        world.lists.map((list) => [list.id, rules.seesList(person, list)] as const),
      ],
      [
        'expiryExcludedCategoryIds',
        'excludedCategoryIds',
        world.categories.map((category) => [category.id, rules.seesCategory(person, category)] as const),
      ],
    ];
    for (const [setting, argument, objects] of named) {
      const unknown = await name(setting, UNKNOWN);
      const previewed = await of(argument, UNKNOWN);
      for (const [id, isSeen] of objects) {
        const error = await name(setting, id);
        this.same(`SupportSettings ${setting} ${id}`, error === null, isSeen);
        if (isSeen) continue;
        this.same(`${setting} ${id} as unknown`, error, unknown);
        this.same(`${argument} ${id} as unknown`, await of(argument, id), previewed);
      }
      await client.update('SupportSettings', 'singleton', { [setting]: [] });
    }
  }

  /** Ids that a filter may name: all there are of the kind, seen or not. */
  private idsFor(filter: string): readonly string[] {
    const { world } = this;
    if (filter === 'taskListIds') return world.lists.map(({ id }) => id);
    if (filter === 'statusId') return world.statuses.map(({ id }) => id);
    if (filter === 'parentId') return world.files.map(({ id }) => id);
    if (['entityId', 'entity', 'taskId'].includes(filter)) return world.tasks.map(({ id }) => id);
    if (filter === 'fieldSetId') return world.fieldSets.map(({ id }) => id);
    if (filter === 'accountId') return [world.mailAccount];
    return world.principals;
  }
}
