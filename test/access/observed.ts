import { Credentials } from '../../core/auth/credentials.service';
import type { Operation } from '../../core/jmap/data-type';
import { Types } from '../../core/jmap/types';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import type { TestDatabase } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { ask } from './asking';
import type { Json } from './json';
import type { Observer } from './observers';
import { rights } from './rules';
import { linkOf, NO_BLOB } from './world';

/** A world that is either sparse or full of things the observer may not see, and the observer's questions to it. */
export class Observed {
  readonly people = new Map<string, Client>();
  count = 0;
  ownList = '';
  otherList = '';
  plainList = '';
  ticket = '';
  grouping = '';
  /** Ids the observer could guess, by type: of hidden things, or of nothing. */
  private readonly guesses = new Map<string, string[]>();
  private readonly names = new Map<string, string>();
  private readonly states = new Map<string, string>();
  private hiddenBlob = NO_BLOB;
  admin!: Client;

  private constructor(
    readonly host: TestHost,
    private readonly clock: FixedClock,
    private readonly observer: Observer,
    private readonly isFuller: boolean,
  ) {}

  static async open(database: TestDatabase, observer: Observer, isFuller: boolean): Promise<Observed> {
    const clock = new FixedClock();
    const play = new Observed(await TestHost.start(database, { clock }), clock, observer, isFuller);
    await play.furnish();
    return play;
  }

  person(name: string): Client {
    return this.people.get(name)!;
  }

  private get client(): Client {
    return this.person(this.observer.name);
  }

  async token(): Promise<string> {
    return this.host.get(Credentials).createAppPassword(Number(this.client.principalId), 'push');
  }

  private async furnish(): Promise<void> {
    this.admin = await this.host.admin();
    this.people.set('bea', await this.host.person('bea', { permissions: ['support:use'] }));
    this.people.set('zed', await this.host.person('zed', { permissions: ['support:use'] }));
    this.people.set('carla', await this.host.person('carla', { isInternal: false }));
    this.people.set('olga', await this.host.person('olga', { isInternal: false }));
    [this.ownList = ''] = await this.admin.query('TaskList');
    const share = (level: number, name: string): Json => ({
      [`shareWith/${this.person(name).principalId}`]: rights(level),
    });
    await this.admin.update('TaskList', this.ownList, { ...share(30, 'bea'), ...share(40, 'zed') });
    // Where people of one organisation see one another's, the observer is of another, or has no business.
    await this.admin.update('TaskList', this.ownList, { isSharedInOrganisation: true });
    for (const [name, organisation] of Object.entries({ carla: 'Acme', olga: 'Bolt' }))
      await this.admin.update('User', this.person(name).principalId, { organisation });
    for (const role of ['support', 'list'] as const) {
      const { id } = await this.admin.create('TaskList', { name: `Of zed: ${role}`, role });
      await this.admin.update('TaskList', id, share(40, 'zed'));
      if (role === 'support') this.otherList = id;
      else this.plainList = id;
    }
    this.grouping = (await this.admin.create('TaskListGrouping', { name: 'Of all' })).id;
    await this.admin.update('TaskList', this.ownList, { groupingId: this.grouping });
    this.name('TaskListGrouping', this.grouping);
    const { id } = await this.person('carla').create('Task', { title: 'Of Carla', taskListId: this.ownList });
    this.ticket = id;
    this.name('Task', id);
    this.name('TaskList', this.ownList);
    for (const [name, { principalId }] of this.people) this.names.set(`Principal ${principalId}`, name);
    await this.answer('First answer');
  }

  /** A public answer to the observer's ticket, in every world. */
  async answer(text: string): Promise<void> {
    const { id } = await this.person('zed').create('Comment', {
      entityType: 'Task',
      entityId: this.ticket,
      text,
      isPrivate: false,
    });
    this.name('Comment', id);
  }

  async hide(index: number): Promise<void> {
    this.count = index;
    const { hidden } = this.observer;
    await hidden[index % hidden.length]!(this);
  }

  /** Somebody else's ticket with a thread, a file and a mail, that changes and goes again later. */
  async ticketElsewhere(title: string, taskListId: string): Promise<void> {
    const zed = this.person('zed');
    const isTicket = taskListId !== this.plainList;
    const { id } = await zed.create('Task', {
      title,
      taskListId,
      ...(isTicket ? { customerId: this.person('olga').principalId } : {}),
    });
    this.hiddenBlob = await zed.upload(Buffer.from(`secret ${id}`));
    const attachments = [{ blobId: this.hiddenBlob, name: 'secret.txt', type: 'text/plain' }];
    for (const isPrivate of [false, true]) {
      const entry = await zed.create('Comment', {
        entityType: 'Task',
        entityId: id,
        text: title,
        isPrivate,
        attachments,
      });
      this.guess('Comment', entry.id);
    }
    const link = await zed.create('Link', linkOf(['Task', id], ['Principal', this.person('bea').principalId]));
    this.guess('Link', link.id);
    const file = { entityType: 'Task', entityId: id, name: title, blobId: this.hiddenBlob, type: 'text/plain' };
    this.guess('FileNode', (await zed.create('FileNode', file)).id);
    await zed.update('Link', link.id, { description: title });
    const [old] = this.guess('Task', id);
    this.guess('TaskList', this.observer.name === 'carla' ? this.otherList : this.plainList);
    if (old !== undefined && this.count > 15) await zed.refused('Task', { destroy: old });
    await zed.refused('Task', { update: { [id]: { progress: 'completed', priority: 5 } } });
  }

  /** All questions, with hidden things going on in between, and what was answered. */
  async run(rounds: number): Promise<string[]> {
    const transcript: string[] = [];
    const note = (what: string, answer: unknown): void => {
      transcript.push(`${what} ${JSON.stringify(answer)}`);
    };
    const types = this.host.get(Types);
    let index = 0;
    for (let round = 0; round < rounds; round++) {
      for (const type of types.names()) {
        for (const operation of types.get(type).type.operations) {
          if (this.isFuller) await this.hide(index);
          index++;
          if (index % 9 === 0) await this.answer(`Answer ${String(index)}`);
          this.clock.advance(60);
          note('states', await this.readStates());
          for (const args of this.questions(type, operation, round)) {
            const [answer] = await this.client.request([`${type}/${operation}`, args]);
            note(`${type}/${operation}`, this.translate(answer![1], type));
          }
        }
      }
      const files = await this.client.get<Json>('Comment', null, ['attachments']);
      note(
        'files',
        files.list.map(({ attachments }) => attachments as unknown),
      );
      const { status, bytes } = await this.client.download(this.isFuller ? this.hiddenBlob : NO_BLOB);
      note('download', [status, bytes.toString()]);
      const created = await this.client.create<Json>('Task', { title: 'Another', taskListId: this.ownList });
      this.name('Task', created['id'] as string);
      note('create', this.translate(created, 'Task'));
    }
    return transcript;
  }

  /** States of all types: each move of one must have been seen in both worlds. */
  private async readStates(): Promise<string[]> {
    const types = this.host.get(Types).names();
    const answers = await ask(
      this.client,
      types.map((type) => [`${type}/get`, { ids: [] }]),
    );
    return answers.map(({ state }, index) => this.nameOfState(types[index]!, state as string));
  }

  private questions(type: string, operation: Operation, round: number): Json[] {
    const known = [...this.names.keys()].filter((key) => key.startsWith(`${type} `)).map((key) => key.split(' ')[1]!);
    const guesses = this.guessesFor(type);
    const { sorts, filters, type: declared } = this.host.get(Types).get(type);
    const { singleton } = declared;
    const ids = singleton === null ? [...known, ...guesses] : [singleton];
    const since = this.states.get(type) ?? 'never';
    switch (operation) {
      case 'get':
        return [{ ids: null }, { ids }];
      case 'changes':
        return [{ sinceState: since }, { sinceState: since, maxChanges: 1 }];
      case 'query':
        return [
          { calculateTotal: true },
          { calculateTotal: true, sort: [...sorts.keys()].map((property) => ({ property })), position: -2 },
          ...(filters.has('text') ? [{ filter: { text: 'a' }, calculateTotal: true }] : []),
        ];
      case 'queryChanges':
        return [{ sinceQueryState: since, calculateTotal: true }];
      case 'set':
        return [
          { update: Object.fromEntries(guesses.map((id) => [id, { title: 'x' }])), destroy: guesses },
          {
            ifInState: since,
            update: { [known[0] ?? '9000003']: { progress: round === 0 ? 'completed' : 'needs-action' } },
          },
        ];
    }
  }

  guess(type: string, id: string): string[] {
    const found = this.guesses.get(type) ?? [];
    this.guesses.set(type, [...found, id]);
    return found;
  }

  /** Two ids of hidden things, or as many of nothing. */
  private guessesFor(type: string): string[] {
    const real = (this.guesses.get(type) ?? []).slice(-2);
    const guesses = [...new Set([...real, '9000001', '9000002'])].slice(0, 2);
    for (const [index, id] of guesses.entries()) this.names.set(`guess ${type} ${id}`, `guess ${String(index)}`);
    return guesses;
  }

  private name(type: string, id: string): void {
    const count = [...this.names.keys()].filter((key) => key.startsWith(`${type} `)).length;
    this.names.set(`${type} ${id}`, `${type} no. ${String(count)}`);
  }

  /** The same with names for ids; states as the order in which they were first seen, so that each move counts. */
  private translate(value: unknown, type: string, key = ''): unknown {
    if (Array.isArray(value)) return value.map((item) => this.translate(item, type, key));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          /^\d+$/.test(name) ? this.nameOf(type, name) : name,
          this.translate(item, type, name),
        ]),
      );
    }
    if (typeof value !== 'string') return value;
    if (key === 'uid') return 'uid';
    if (/^(state|oldState|newState|queryState|oldQueryState|newQueryState)$/.test(key))
      return this.stateOf(type, value, key);
    if (/^\d+$/.test(value)) return this.nameOf(REFERS[key] ?? type, value);
    return value.replace(/The state is \S+/, 'The state is S');
  }

  private stateOf(type: string, state: string, key: string): string {
    if (!/^[\da-f]+\.\d+$/.test(state)) return state;
    if (key === 'state' || key.startsWith('new')) this.states.set(type, state);
    return this.nameOfState(type, state);
  }

  private nameOfState(type: string, state: string): string {
    const name = `state ${type} ${state}`;
    const count = [...this.names.keys()].filter((one) => one.startsWith(`state ${type} `)).length;
    const known = this.names.get(name) ?? `state no. ${String(count)}`;
    this.names.set(name, known);
    return known;
  }

  private nameOf(type: string, id: string): string {
    return this.names.get(`${type} ${id}`) ?? this.names.get(`guess ${type} ${id}`) ?? `${type} ${id}`;
  }
}

const REFERS: Readonly<Record<string, string>> = {
  taskListId: 'TaskList',
  groupingId: 'TaskListGrouping',
  entityId: 'Task',
  fromId: 'Task',
  toId: 'Task',
  responsibleId: 'Principal',
  customerId: 'Principal',
  createdById: 'Principal',
  authorId: 'Principal',
};
