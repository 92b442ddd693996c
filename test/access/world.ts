import { Credentials } from '../../core/auth/credentials.service';
import { Directory } from '../../core/auth/directory.service';
import { Credential } from '../../core/auth/principal.entity';
import { Blobs } from '../../core/files/blobs.service';
import { Records } from '../../core/jmap/records';
import { Types } from '../../core/jmap/types';
import { JobRunner } from '../../core/jobs/job-runner';
import { Notification } from '../../core/notifications/notification.entity';
import { Preference } from '../../core/preferences/preference.entity';
import { ShareNotification } from '../../core/sharing/share-notification.entity';
import type { Client } from '../../core/testing/client';
import type { TestDatabase } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { chance } from './chance';
import type { Json } from './json';
import { ledgerEntry } from './ledger-entry';
import {
  type Category,
  type End,
  type Entry,
  type Grouping,
  type LinkedPair,
  type List,
  type Person,
  Rules,
  rights,
  type Status,
  type StoredDraft,
  type StoredFile,
  type StoredReply,
  type Task,
} from './rules';

export const UNKNOWN = '999999';

/** How organisations are written, and which they are; with no organisation there are two ways to write that. */
const ORGANISATIONS: readonly (readonly [string | undefined, string | null])[] = [
  ['Acme Ltd', 'acme'],
  [' ACME  ltd', 'acme'],
  ['Acme', 'other'],
  ['', null],
  [undefined, null],
];

export const NO_BLOB = `B${'0'.repeat(64)}`;

/** Three lists, nine people with levels by chance, tickets with customers and followers, notes, files, mail. */
export class World {
  readonly people: Person[] = [];
  readonly lists: List[] = [];
  readonly tasks: Task[] = [];
  readonly entries: Entry[] = [];
  readonly links: LinkedPair[] = [];
  readonly files: StoredFile[] = [];
  readonly categories: Category[] = [];
  readonly groupings: Grouping[] = [];
  readonly statuses: Status[] = [];
  readonly drafts: StoredDraft[] = [];
  readonly replies: StoredReply[] = [];
  principals: string[] = [];
  groups: string[] = [];
  builtIn: string[] = [];
  contacts: string[] = [];
  /** Principal whom not all colleagues see → who is named instead: people, `team` and `everyone`. */
  readonly restricted = new Map<string, ReadonlySet<string>>();
  invitations: string[] = [];
  outbox: string[] = [];
  jobs: string[] = [];
  modules: string[] = [];
  credentials: Credential[] = [];
  preferences: Preference[] = [];
  /** Saved filter → whose it is; null for one that is shared. */
  readonly savedFilters = new Map<string, string | null>();
  /** Sets of custom fields with one field each. */
  readonly fieldSets: { id: string; field: string; forCustomers: boolean }[] = [];
  /** Some of what the audit log holds; it grows with every request. */
  audited: string[] = [];
  /** Share notification → who is told by it. */
  shareNotifications = new Map<string, string>();
  /** Notification → who is told by it. */
  notifications = new Map<string, string>();
  /** Push subscription → whose it is. */
  readonly pushes = new Map<string, string>();
  readonly unnamable: string[] = [];
  mailAccount = '';
  ledgerEntry = '';
  rawMail = '';
  /** State of every type for every person before there was any list or task. */
  readonly beginnings = new Map<string, string>();

  private constructor(
    readonly host: TestHost,
    private readonly below: (end: number) => number,
  ) {}

  static async open(database: TestDatabase, seed: number): Promise<World> {
    const world = new World(await TestHost.start(database, { installsAll: true }), chance(seed));
    await world.settle();
    await world.fill();
    return world;
  }

  get admin(): Client {
    return this.people[0]!.client;
  }

  /** Every file there is. */
  get blobs(): string[] {
    return [
      ...this.files.map(({ blobId }) => blobId),
      ...this.entries.map(({ blobId }) => blobId),
      ...this.people.map(({ blobId }) => blobId),
      this.rawMail,
    ];
  }

  principalOf(name: string | null): string | null {
    return this.people.find((person) => person.name === name)?.client.principalId ?? null;
  }

  async remove(type: string, ...ids: readonly string[]): Promise<void> {
    const { notDestroyed } = await this.admin.call(`${type}/set`, { destroy: ids });
    if (notDestroyed) throw new Error(JSON.stringify(notDestroyed));
  }

  /** A task of the list to try things on; with a customer or without. */
  async scratch(list: List, customer?: Person): Promise<string> {
    const customerId = customer?.client.principalId;
    const given = { title: 'Scratch', taskListId: list.id, ...(customerId === undefined ? {} : { customerId }) };
    return (await this.admin.create('Task', given)).id;
  }

  /** Everybody, two groups, and a personal group. */
  nameable(): string[] {
    const people = this.people.map(({ client }) => client.principalId);
    const groups = this.principals.filter((id) => this.groups.includes(id));
    return [...people, ...groups.slice(0, 2), this.unnamable[0]!];
  }

  /** Lists that were shared by the one before told others of it. */
  async readNotifications(): Promise<void> {
    const { manager } = this.host.database;
    const recipients = (rows: readonly (Notification | ShareNotification)[]): Map<string, string> =>
      new Map(rows.map((row) => [String(row.id), String(row.principalId)]));
    this.shareNotifications = recipients(await manager.find(ShareNotification));
    this.notifications = recipients(await manager.find(Notification));
  }

  private one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  private async settle(): Promise<void> {
    const { host } = this;
    const directory = host.get(Directory);
    const team = await host.database.transaction(() => directory.createGroup('Team'));
    const who: readonly [string, readonly string[], boolean][] = [
      ['manager', ['support:use', 'support:manage', 'mail:manage', 'tickets:manage'], true],
      ['keeper', ['core:administer'], true],
      ['ruler', ['support:manage', 'tickets:use', 'tickets:manage'], true],
      ['agent', ['support:use', 'tickets:use'], true],
      ['helper', ['support:use', 'tasks:createLists'], true],
      ['staff', [], true],
      ['partner', ['support:use', 'tasks:createLists'], false],
      ['customer', ['tickets:use'], false],
      ['follower', [], false],
    ];
    const admin = await host.admin();
    const add = async (name: string, client: Client, rest: Pick<Person, 'isAdmin' | 'isInternal' | 'permissions'>) => {
      const inTeam = this.below(2) === 1;
      if (inTeam) await host.database.transaction(() => directory.addMember(team, Number(client.principalId)));
      const blobId = await client.upload(Buffer.from(`own file of ${name}`));
      const [written, organisation] = this.one(ORGANISATIONS);
      if (written !== undefined) await admin.update('User', client.principalId, { organisation: written });
      this.people.push({ name, client, inTeam, blobId, organisation, ...rest });
    };
    await add('admin', admin, { isAdmin: true, isInternal: true, permissions: [] });
    for (const [name, permissions, isInternal] of who) {
      const client = await host.person(name, { permissions, isInternal });
      await add(name, client, { isAdmin: false, isInternal, permissions });
    }
    // The list that comes with the product is not part of the picture.
    const [first = ''] = await this.admin.query('TaskList');
    await this.admin.update('TaskList', first, { shareWith: {} });
    expect(await this.admin.refused('TaskList', { destroy: first })).toBeNull();
    const contact = { name: 'Ida', addresses: ['ida@example.com'] };
    this.contacts = [(await this.admin.create('Contact', contact)).id];
    this.invitations = [(await this.admin.create('Invitation', { email: 'ivo@example.com' })).id];
    this.principals = await this.admin.query('Principal');
    this.groups = await this.admin.query('Group');
    const { list: found } = await this.admin.get<Json>('Group', this.groups);
    this.builtIn = found.filter(({ builtIn }) => builtIn !== null).map(({ id }) => id as string);
    // Personal groups are nobody to be named, for administrators neither.
    const personal = this.people.map(({ client }) => directory.personalGroup(Number(client.principalId)));
    this.unnamable.push(...(await Promise.all(personal)).map(String));
    const groups = await this.admin.get<Json>('Principal', null);
    const idOf = (name: string): string => groups.list.find((group) => group['name'] === name)!['id'] as string;
    await this.restrict(
      new Map([
        ['everyone', idOf('Everyone')],
        ['team', idOf('Team')],
      ]),
    );
    for (const { name, client } of this.people) {
      for (const type of host.get(Types).names()) {
        this.beginnings.set(`${name} ${type}`, (await client.get(type, [])).state);
      }
    }
    for (const role of ['support', 'support', 'list'] as const) {
      const levels = new Map([
        ['everyone', this.one([0, 5, 5])],
        ['team', this.one([0, 0, 5, 10, 20])],
        ...who.map(([name]): [string, number] => [name, this.one([0, 0, 0, 5, 10, 20, 30, 40, 50])]),
      ]);
      const ids: Json = { everyone: idOf('Everyone'), team: idOf('Team') };
      const shareWith = [...levels]
        .filter(([, level]) => level > 0)
        .map(([name, level]) => [ids[name] ?? this.principalOf(name), rights(level)]);
      const isShared = role === 'support' && this.below(3) > 0;
      const { id } = await this.admin.create('TaskList', {
        name: `${role} ${String(this.lists.length)}`,
        role,
        shareWith: Object.fromEntries(shareWith) as Json,
        isSharedInOrganisation: isShared,
      });
      this.lists.push({ id, role, levels, isShared });
    }
  }

  /** Some users, a group and the contact are shown to few alone; the administrator is there for all. */
  private async restrict(groups: ReadonlyMap<string, string>): Promise<void> {
    const users = this.people.slice(1).map(({ client }): [string, string] => ['User', client.principalId]);
    const others: [string, string][] = [
      ['Group', groups.get('team')!],
      ['Contact', this.contacts[0]!],
    ];
    for (const [type, id] of [...users, ...others]) {
      if (this.below(3) > 0) continue;
      const people = this.people.filter(() => this.below(4) === 0).map(({ name }) => name);
      const names = [...people, ...(['team', 'everyone'] as const).filter(() => this.below(4) === 0)];
      const visibleToIds = names.map((name) => groups.get(name) ?? this.principalOf(name));
      await this.admin.update(type, id, { isRestricted: true, visibleToIds });
      this.restricted.set(id, new Set(names));
    }
  }

  private async fill(): Promise<void> {
    const { admin } = this;
    const rules = new Rules(this);
    for (const list of this.lists) {
      for (let index = 0; index < (list.role === 'support' ? 3 : 2); index++) {
        const customer = list.role === 'support' ? this.one([...this.people, null])?.name : undefined;
        const followers = this.people
          .filter(() => list.role === 'support' && this.below(4) === 0)
          .map(({ name }) => name);
        const { id } = await admin.create('Task', {
          title: `Ticket ${String(this.tasks.length)}`,
          taskListId: list.id,
          ...(customer === undefined ? {} : { customerId: this.principalOf(customer) }),
          ...(list.role === 'support' ? { cc: followers.map((name) => addressOf(name)) } : {}),
        });
        const task = { id, list, customer: customer ?? null, followers };
        this.tasks.push(task);
        for (const isPrivate of [false, true]) {
          const blobId = await admin.upload(Buffer.from(`file of ${id} ${String(isPrivate)}`));
          const attachments = [{ blobId, name: 'file.txt', type: 'text/plain' }];
          const readers = this.people.filter((person) => rules.seesEntry(person, { task, isPrivate }));
          const entry = await admin.create('Comment', {
            entityType: 'Task',
            entityId: id,
            isPrivate,
            text: 'x',
            attachments,
            mentions: [this.one(readers).client.principalId],
          });
          this.entries.push({ id: entry.id, task, isPrivate, blobId });
        }
      }
    }
    await this.link();
    for (const forCustomers of [false, true]) {
      const { id } = await admin.create('CustomFieldSet', { type: 'Task', name: 'Fields', forCustomers });
      const key = forCustomers ? 'open' : 'secret';
      const field = await admin.create('CustomField', { fieldSetId: id, key, name: key, kind: 'text' });
      this.fieldSets.push({ id, field: field.id, forCustomers });
    }
    for (const task of this.tasks) {
      const blobId = await admin.upload(Buffer.from(`in the folder of ${task.id}`));
      const file = { entityType: 'Task', entityId: task.id, name: 'file.txt', blobId, type: 'text/plain' };
      this.files.push({ id: (await admin.create('FileNode', file)).id, task, blobId });
    }
    [this.mailAccount = ''] = await admin.query('MailAccount');
    this.outbox = await admin.query('OutboxMessage');
    await this.host.get(JobRunner).prepare();
    this.jobs = await admin.query('Job');
    this.modules = await admin.query('Module');
    for (const { client } of this.people) await this.host.get(Credentials).openSession(Number(client.principalId));
    this.credentials = await this.host.database.manager.find(Credential, { order: { id: 'ASC' } });
    for (const { name, client } of this.people) {
      const subscription = { deviceClientId: name, url: 'https://push.example.com/' };
      this.pushes.set((await client.create('PushSubscription', subscription)).id, name);
    }
    for (const { client } of this.people) await client.create('Preference', { name: 'grid support Task', value: {} });
    const filter = { type: 'Task', name: 'Late', filter: { progress: ['failed'] } };
    for (const { name, client } of this.people)
      this.savedFilters.set((await client.create('SavedFilter', filter)).id, name);
    this.savedFilters.set((await admin.create('SavedFilter', { ...filter, isShared: true })).id, null);
    this.preferences = await this.host.database.manager.find(Preference, { order: { id: 'ASC' } });
    this.audited = (await admin.query('AuditEntry', null, [{ property: 'id' }])).slice(0, 3);
    await this.receive();
  }

  /** Tasks of the same list and of different ones, and tasks with people. */
  private async link(): Promise<void> {
    const ends: [End, End][] = this.tasks.slice(1).map(({ id }, at) => [
      ['Task', this.tasks[at]!.id],
      ['Task', id],
    ]);
    for (const [at, { client }] of this.people.entries()) {
      ends.push([
        ['Principal', client.principalId],
        ['Task', this.tasks[at % this.tasks.length]!.id],
      ]);
    }
    for (const [from, to] of ends) {
      const { id } = await this.admin.create('Link', linkOf(from, to));
      this.links.push({ id, from, to });
    }
  }

  /** A mail in the ledger, as the intake leaves it, that can be tried again. */
  private async receive(): Promise<void> {
    const { host } = this;
    const { blobId } = await host.get(Blobs).keep(Buffer.from('From: x\r\n\r\nraw mail'));
    this.rawMail = blobId;
    const row = await host.database.transaction(() =>
      host.get(Records).insert('LedgerEntry', ledgerEntry(blobId, Number(this.mailAccount))),
    );
    this.ledgerEntry = String(row.id);
  }
}

function addressOf(name: string): string {
  return name === 'admin' ? 'admin@localhost' : `${name}@example.org`;
}

export function linkOf([fromType, fromId]: End, [toType, toId]: End): Json {
  return { fromType, fromId, toType, toId };
}
