import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../../core/jmap/session';
import { Job } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import type { TestDatabase } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { labelModule, place, richModule } from './fixture-modules';
import { leftovers } from './leftovers';
import { answersOf } from './lifecycle-answers';
import {
  type Command,
  type Model,
  type ModuleName,
  RICH,
  type Standing,
  sorted,
  type Thing,
  typeOf,
} from './lifecycle-model';

type Json = Record<string, unknown>;
/** How much of everything there is at most: more would only cost time. */
const MOST = 12;
type Change = Extract<Command, { do: 'install' | 'enable' | 'disable' | 'delete' }>;

/** What a fault point throws when a sequence is cut off there: nothing of the program goes on after it. */
class Cut extends Error {}

/** The real host beside the model: the same command to both, then the same question. */
export class Driver {
  private isOpen = true;
  private readonly ids = new Map<string, string>();
  /** Hits of fault points after which the next change is cut off, and those left in the present one; 0 for never. */
  private cutAt = 0;
  private hitsLeft = 0;
  private count = 0;

  private constructor(
    private host: TestHost,
    private readonly clock: FixedClock,
    private readonly bundled: string,
    private readonly token: string,
    private readonly adminId: string,
    private readonly bramId: string,
    private readonly isSqlite: boolean,
  ) {}

  static async start(database: TestDatabase): Promise<Driver> {
    // Of the modules that come with the program only the one that keeps something about objects of others.
    const bundled = mkdtempSync(join(tmpdir(), 'groupware-bundled-'));
    mkdirSync(join(bundled, 'comments'));
    const manifest = { id: 'comments', version: '1.0.0', title: 'Comments' };
    writeFileSync(join(bundled, 'comments/module.json'), JSON.stringify(manifest));
    const clock = new FixedClock('2026-11-23T09:00:00Z');
    const host = await TestHost.start(database, {
      clock,
      modulesFolder: bundled,
      prepare: (data) => {
        for (const module of [
          richModule('jottings', 'Jotting'),
          richModule('scribbles', 'Scribble'),
          labelModule('stickers', 'jottings', 'Jotting'),
        ])
          place(data, module);
      },
    });
    const token = await host.token('admin');
    const admin = await host.admin();
    const bram = await host.person('bram');
    return new Driver(host, clock, bundled, token, admin.principalId, bram.principalId, database.name === 'sqlite');
  }

  async drop(): Promise<void> {
    await this.host.drop();
    rmSync(this.bundled, { recursive: true });
  }

  /** To be called by every fault point. */
  reached(): void {
    if (this.hitsLeft === 0) return;
    this.hitsLeft -= 1;
    if (this.hitsLeft > 0) return;
    this.isOpen = false;
    const { driver } = this.host.database.writer as unknown as { driver: { databaseConnection: { close(): void } } };
    driver.databaseConnection.close();
    throw new Cut();
  }

  /** Does the command to both. @throws Error when they disagree about what may be done */
  async do(command: Command, model: Model): Promise<void> {
    switch (command.do) {
      case 'request':
        await this.request(command, model);
        return;
      case 'job':
        await this.runJob(command.module, model);
        return;
      case 'crash':
        this.host = await this.host.crash();
        return;
      case 'cut':
        // Where the database is another program, that one ends what was begun: test/modules/killed.test.ts.
        if (this.isSqlite) this.cutAt = command.hit;
        return;
      default:
        await this.change(command, model);
    }
  }

  /** What the API answers, in the words of {@link Model.answers}. */
  answers(model: Model): Promise<Json> {
    return answersOf(this.client(), model);
  }

  /** Everything in the database that belongs to nobody. */
  leftovers(model: Model): Promise<string[]> {
    return leftovers(this.host.database, model);
  }

  private async change(command: Change, model: Model): Promise<void> {
    const { module } = command;
    const id = await this.idOf(module);
    // Other programs on the data have had the time to follow.
    this.clock.advance(60_000);
    const before = model.standing.get(module) ?? 'absent';
    const expected = model.after(command);
    const args: Json = command.do === 'install' ? { grants: { use: { [this.bramId]: true } } } : {};
    if (command.do === 'delete') Object.assign(args, { name: module, archive: command.archive });
    if (command.do === 'install' && module === 'comments') delete args['grants'];
    const client = this.client();
    this.hitsLeft = this.cutAt;
    const answer = await client
      .call(`Module/${command.do}`, { id, ...args })
      .catch((error: unknown) => ({ type: String(error) }));
    this.hitsLeft = this.cutAt = 0;
    if (!this.isOpen) {
      this.isOpen = true;
      this.host = await this.host.crash();
      const { list } = await this.client().get<{ state: string }>('Module', [id]);
      const state = list[0]?.state;
      if (state !== before && state !== expected) throw new Error(`Cut off, ${module} is ${String(state)}`);
      this.settle(command, state, model);
      return;
    }
    const isDone = answer['type'] === undefined;
    if (isDone !== (expected !== null))
      throw new Error(`Expected ${module} to be ${String(expected)}: ${JSON.stringify(answer)}`);
    this.settle(command, expected ?? before, model);
  }

  private settle(command: Change, standing: Standing, model: Model): void {
    const before = model.standing.get(command.module);
    model.become(command.module, standing);
    if (command.do === 'install' && before === 'absent' && standing === 'enabled' && command.module !== 'comments')
      model.granted.add(command.module);
  }

  private async runJob(module: ModuleName, model: Model): Promise<void> {
    const runner = this.host.get(JobRunner);
    await runner.prepare();
    const job = this.host.host.all(Job).find(({ id }) => id === `${module}.ticks`);
    const isExpected = typeOf(module) !== null && model.isEnabled(module);
    if ((job !== undefined) !== isExpected) throw new Error(`${module} has ${job ? 'a' : 'no'} job`);
    await job?.run(new AbortController().signal);
  }

  private async request({ what, on, other }: Extract<Command, { do: 'request' }>, model: Model): Promise<void> {
    const module = RICH[on % RICH.length] ?? 'jottings';
    const type = typeOf(module) ?? '';
    const objects = model.seen();
    const [thing, another] = [objects[on % objects.length], objects[other % objects.length]];
    this.count += 1;
    const name = `word ${String(this.count)}`;
    const client = this.client();
    if (what === 'create') {
      if (objects.length > MOST) return;
      const made = await this.make(type, { title: name });
      expectSame(made !== null, model.isEnabled(module));
      if (made !== null) model.hold({ type, id: made }, { title: name, fields: {}, label: null });
      return;
    }
    if (what === 'setting') {
      const refusal = await client.refused(`${type}Settings`, { update: { singleton: { greeting: name } } });
      expectSame(refusal === null, model.isEnabled(module));
      if (refusal === null) model.greetings.set(module, name);
      return;
    }
    if (what === 'default') {
      const answer = await client.call('DefaultPermissions/set', {
        type,
        shareWith: { [this.bramId]: { mayRead: true } },
      });
      const isDone = answer['accountId'] !== undefined;
      expectSame(isDone, model.isEnabled(module));
      if (isDone) model.defaults.add(type);
      return;
    }
    if (!thing || model.isFull(MOST)) return;
    if (what === 'comment') {
      const comment = { entityType: thing.type, entityId: thing.id, text: name };
      // Bram can be mentioned where he may read.
      const made =
        (await this.make('Comment', { ...comment, mentions: [this.bramId] })) ?? (await this.make('Comment', comment));
      expectSame(made !== null, model.isEnabled('comments'));
      if (made !== null) model.comments.push({ on: { type: thing.type, id: thing.id }, text: name });
    } else if (what === 'file') {
      await this.must('FileNode', { entityType: thing.type, entityId: thing.id, name });
      model.files.push({ on: { type: thing.type, id: thing.id }, name });
    } else if (what === 'link' && another) await this.link(thing, another, model);
    else if (what === 'field') await this.field(thing, name, model);
    else if (what === 'label') {
      const refusal = await client.refused(thing.type, { update: { [thing.id]: { label: name } } });
      expectSame(refusal === null, thing.type === 'Jotting' && model.isEnabled('stickers'));
      if (refusal === null) model.change(thing, { label: name });
    } else if (what === 'share') {
      await client.update(thing.type, thing.id, { [`shareWith/${this.bramId}`]: { mayRead: true } });
    }
  }

  private async link(from: Thing, to: Thing, model: Model): Promise<void> {
    const pair = JSON.stringify(sorted([bare(from), bare(to)]));
    const isNew = !model.links.some((link) => JSON.stringify(sorted([link.from, link.to])) === pair);
    const isOther = JSON.stringify(bare(from)) !== JSON.stringify(bare(to));
    const made = await this.make('Link', { fromType: from.type, fromId: from.id, toType: to.type, toId: to.id });
    expectSame(made !== null, isNew && isOther);
    if (made !== null) model.links.push({ from: bare(from), to: bare(to) });
  }

  private async field(thing: Thing, name: string, model: Model): Promise<void> {
    const key = name.replace(' ', '');
    const set = await this.must('CustomFieldSet', { type: thing.type, name });
    await this.must('CustomField', { fieldSetId: set, key, name, kind: 'text' });
    model.fields.set(thing.type, [...(model.fields.get(thing.type) ?? []), key]);
    await this.client().update(thing.type, thing.id, { [`customFields/${key}`]: name });
    const { fields = {} } = model.objects.get(`${thing.type} ${thing.id}`) ?? {};
    model.change(thing, { fields: { ...fields, [key]: name } });
  }

  private async must(type: string, values: Json): Promise<string> {
    const { id } = await this.client().create(type, values);
    return id;
  }

  /** Id of the new object, or null when it was refused. */
  private async make(type: string, values: Json): Promise<string | null> {
    const answer = await this.client().call(`${type}/set`, { create: { new: values } });
    const created = answer['created'] as Record<string, { id: string }> | null | undefined;
    return created?.['new']?.id ?? null;
  }

  /** A module that was deleted is the same as before: it is still there to be installed. */
  private async idOf(name: string): Promise<string> {
    if (this.ids.size === 0) {
      const { list } = await this.client().get<{ id: string; name: string }>('Module', null, ['name']);
      for (const module of list) this.ids.set(module.name, module.id);
    }
    return this.ids.get(name) ?? '';
  }

  /** Knows the capabilities of now. */
  private client(): Client {
    return new Client(this.host.server, this.host.get(Session).capabilities(), this.adminId, this.token);
  }
}

function bare({ type, id }: Thing): Thing {
  return { type, id };
}

function expectSame(isDone: boolean, isExpected: boolean): void {
  if (isDone !== isExpected) throw new Error(isDone ? 'It was done, but should be refused' : 'It was refused');
}
