import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { deleteModule, listModules, problemsOf, withModules } from '../../core/cli/modules';
import { Job } from '../../core/jobs/job';
import { Lifecycle } from '../../core/module/lifecycle.service';
import { RunningHost } from '../../core/module/running-host';
import { delay } from '../../core/ports/timers';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { QuietLog } from '../../core/testing/quiet-log';

import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { labelModule, noteModule, place, placePackage } from './fixture-modules';

interface ModuleObject {
  id: string;
  name: string;
  state: string;
  error: string | null;
  installedVersion: string;
  version: string;
  requires: string[];
  requiredBy: string[];
  permissions: Record<string, string>;
  grants: Record<string, Record<string, true>>;
  origin: string;
}
type Json = Record<string, unknown>;

/** The administrator at the modules of a host. Asks for a new client each time: capabilities come and go. */
class Administrator {
  constructor(
    readonly host: TestHost,
    readonly client: Client,
  ) {}

  static async of(host: TestHost): Promise<Administrator> {
    return new Administrator(host, await host.admin());
  }

  async all(): Promise<Map<string, ModuleObject>> {
    const { list } = await this.client.get<ModuleObject>('Module', null);
    return new Map(list.map((module) => [module.name, module]));
  }

  async module(name: string): Promise<ModuleObject> {
    const found = (await this.all()).get(name);
    if (!found) throw new Error(`There is no module ${name}`);
    return found;
  }

  /** One of the methods on a module; the answer, or the error. */
  async do(what: string, name: string, args: Json = {}): Promise<Json> {
    const { id } = await this.module(name);
    return this.client.call(`Module/${what}`, { id, ...args });
  }

  async must(what: string, name: string, args: Json = {}): Promise<Json> {
    const answer = await this.do(what, name, args);
    if (answer['type'] !== undefined) throw new Error(`${what} ${name}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A client that knows the capabilities of now. */
  fresh(): Promise<Client> {
    return this.host.admin();
  }
}

const jottings = noteModule('jottings', 'Jotting');
const stickers = labelModule('stickers', 'jottings', 'Jotting');
/** A module whose author forgot to say who may do what. */
const mute = noteModule('mute', 'Mute');
const silent = { ...mute, code: mute.code.replace('allow() {}', '') };
const broken = { ...noteModule('broken', 'Broken'), code: "throw new Error('the wheels came off');" };

describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let admin: Administrator;

  beforeEach(async () => {
    host = await TestHost.start(database, {
      prepare: (data) => {
        for (const module of [jottings, stickers, silent, broken]) place(data, module);
      },
    });
    admin = await Administrator.of(host);
  });
  afterEach(async () => {
    await host.drop();
  });

  async function tables(prefix: string): Promise<string[]> {
    const rows = await host.database.manager.query<{ name: string }[]>(
      database.name === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    return rows
      .map(({ name }) => name)
      .filter((name) => name.startsWith(prefix))
      .sort();
  }

  test('what came with the program runs at once, what is only offered or was put there waits until somebody installs it', async () => {
    const all = await admin.all();
    const bundled = [...all.values()].filter(({ origin }) => origin === 'bundled');
    expect(bundled.filter(({ state }) => state === 'absent').map(({ name }) => name)).toEqual([
      'tickets',
      'tickets-to-support',
    ]);
    expect(await tables('tickets_')).toEqual([]);
    expect(all.get('core')).toMatchObject({ state: 'enabled' });
    expect(all.get('support')).toMatchObject({
      requires: ['comments', 'mail', 'tasks'],
      requiredBy: ['help', 'tickets-to-support'],
    });
    expect(all.get('jottings')).toMatchObject({
      state: 'absent',
      installedVersion: '',
      version: '1.0.0',
      origin: 'folder',
    });
    expect(await tables('jottings_')).toEqual([]);
    // Code of a module that nobody chose does not run.
    expect(all.get('broken')).toMatchObject({ state: 'absent', error: null });
    const bram = await host.person('bram', { permissions: ['support:manage'] });
    expect((await bram.get('Module', null)).list).toEqual([]);
    expect(await bram.call('Module/install', { id: all.get('jottings')?.id })).toMatchObject({ type: 'forbidden' });
  });

  test('a type that does not say who may change it is changed by nobody', async () => {
    await admin.must('install', 'mute');
    const client = await admin.fresh();
    const { list, state } = await client.get<{ id: string }>('Mute', null);
    const id = list[0]?.id ?? '';
    const update = { [id]: { title: 'Mine' } };
    const answer = await client.call('Mute/set', { create: { k: { title: 'New' } }, update, destroy: [id] });
    expect(answer).toMatchObject({
      created: null,
      notCreated: { k: { type: 'forbidden' } },
      updated: null,
      destroyed: null,
    });
    expect((await client.call('Mute/set', { update }))['notUpdated']).toEqual({
      [id]: { type: 'forbidden', description: 'Mute cannot be changed' },
    });
    expect(await client.get('Mute', null)).toMatchObject({ state, list: [{ id, title: 'Welcome' }] });
  });

  test('installed, disabled, enabled and deleted in the running program', async () => {
    const everyone = await admin.client.query('Principal', { text: 'Everyone' });
    expect(await admin.do('install', 'stickers')).toMatchObject({
      type: 'invalidArguments',
      description: 'Module stickers requires jottings, which is not enabled',
    });
    await admin.must('install', 'jottings', { grants: { use: { [everyone[0] ?? '']: true } } });
    expect(await admin.module('jottings')).toMatchObject({
      state: 'enabled',
      installedVersion: '1.0.0',
      grants: { use: { [everyone[0] ?? '']: true }, manage: {} },
    });
    const writer = await admin.fresh();
    expect((await writer.get('Jotting', null)).list).toMatchObject([{ title: 'Welcome' }]);
    const first = await writer.create<{ id: string }>('Jotting', { title: 'First' });
    const { state } = await writer.get('Jotting', []);

    await admin.must('install', 'stickers');
    const labeller = await admin.fresh();
    await labeller.update('Jotting', first.id, { label: 'urgent' });
    expect(await labeller.call('Jotting/changes', { sinceState: state })).toMatchObject({
      type: 'cannotCalculateChanges',
    });

    // Its type loses the property, as if the module had never been there.
    await admin.must('disable', 'stickers');
    const without = await admin.fresh();
    expect((await without.get('Jotting', [first.id])).list).toEqual([{ id: first.id, title: 'First' }]);
    expect(await without.refused('Jotting', { update: { [first.id]: { label: 'x' } } })).toMatchObject({
      properties: ['label'],
    });
    await admin.must('enable', 'stickers');
    expect((await (await admin.fresh()).get('Jotting', [first.id])).list).toMatchObject([{ label: 'urgent' }]);

    expect(await admin.do('disable', 'jottings')).toMatchObject({
      description: 'Module jottings cannot be disabled: required by stickers',
    });
    await admin.must('disable', 'stickers');
    await admin.must('disable', 'jottings');
    expect(await admin.client.call('Jotting/get', { ids: null })).toMatchObject({ type: 'unknownMethod' });
    // Who still names the capability is told so before anything is done.
    await expect(writer.get('Jotting', null)).rejects.toThrow('unknownCapability');
    expect(host.host.all(Job).map(({ id }) => id)).not.toContain('jottings.ticks');
    expect(await admin.do('delete', 'jottings', { name: 'jottings' })).toMatchObject({
      description: 'Module jottings cannot be deleted: required by stickers',
    });

    expect(await admin.must('contents', 'jottings')).toMatchObject({
      tables: [
        { name: 'jottings_note', rows: 2 },
        { name: 'jottings_tick', rows: 0 },
      ],
      grants: 1,
      jobs: ['jottings.ticks'],
      types: ['Jotting'],
    });
    await admin.must('delete', 'stickers', { name: 'stickers' });
    expect(await admin.do('delete', 'jottings', { name: 'Jottings' })).toMatchObject({ type: 'invalidArguments' });
    const { archive } = await admin.must('delete', 'jottings', { name: 'jottings', archive: true });
    expect(readdirSync(String(archive)).sort()).toEqual(['jottings_note.jsonl', 'jottings_tick.jsonl', 'module.json']);
    expect(readFileSync(join(String(archive), 'jottings_note.jsonl'), 'utf8')).toContain('"title":"First"');
    expect([...(await tables('jottings_')), ...(await tables('stickers_'))]).toEqual([]);
    expect(await admin.module('jottings')).toMatchObject({ state: 'absent', installedVersion: '', grants: {} });
    const left = await host.database.manager.query<unknown[]>(
      "SELECT name FROM core_migration WHERE name LIKE 'jottings:%' UNION ALL SELECT permission FROM core_permission WHERE permission LIKE 'jottings:%' UNION ALL SELECT type FROM core_change WHERE type = 'Jotting'",
    );
    expect(left).toEqual([]);

    // Installed again it begins from nothing, and what a client held of it is worth nothing.
    await admin.must('install', 'jottings');
    const again = await admin.fresh();
    expect((await again.get('Jotting', null)).list).toMatchObject([{ title: 'Welcome' }]);
    expect(await again.call('Jotting/changes', { sinceState: state })).toMatchObject({
      type: 'cannotCalculateChanges',
    });
    expect(await admin.do('disable', 'core')).toMatchObject({ description: 'The core cannot be disabled' });
    expect(await admin.do('delete', 'core', { name: 'core' })).toMatchObject({
      description: 'The core cannot be deleted',
    });
  });

  test('what cannot start leaves everything as it was, and says why', async () => {
    const description = 'Module broken cannot be loaded: the wheels came off';
    expect(await admin.do('install', 'broken')).toMatchObject({ description });
    expect(await admin.module('broken')).toMatchObject({ state: 'absent', error: null });
    expect(await tables('broken_')).toEqual([]);
    await admin.must('install', 'jottings');
    await admin.must('disable', 'jottings');
    place(host.configuration.data, { ...jottings, manifest: { ...jottings.manifest, requires: ['nowhere'] } });
    expect(await admin.do('enable', 'jottings')).toMatchObject({
      description: 'Module jottings requires nowhere, which is not enabled',
    });
    expect(await admin.module('jottings')).toMatchObject({ state: 'disabled' });
    expect((await host.server.inject({ url: '/health' })).json()).toMatchObject({ status: 'ready' });
  });

  test('a module that fails at a start is shown with its error while the rest runs', async () => {
    await admin.must('install', 'jottings');
    // Found only when an object of it is made: the code was loaded long ago.
    writeFileSync(join(host.configuration.data, 'modules/jottings/worn-out'), '');
    host = await host.restart({});
    admin = await Administrator.of(host);
    expect(await admin.module('jottings')).toMatchObject({
      state: 'failed',
      error: 'Module jottings cannot start: worn out',
    });
    expect(await admin.module('support')).toMatchObject({ state: 'enabled' });
    expect(await admin.do('disable', 'jottings')).toMatchObject({ id: expect.any(String) });
    expect(await admin.must('delete', 'jottings', { name: 'jottings' })).toMatchObject({ archive: null });
    expect(await tables('jottings_')).toEqual([]);
  });

  test('permissions are given and taken here, to groups and users, and only by who may', async () => {
    const bram = await host.person('bram');
    const carla = await host.person('carla', { isInternal: false });
    const { id, grants } = await admin.module('support');
    const may = async (client: Client): Promise<string[]> => {
      const { capabilities } = await client.session<{ capabilities: Record<string, { permissions: string[] }> }>();
      return capabilities['urn:groupware:core']?.permissions ?? [];
    };
    expect(await may(bram)).not.toContain('support:use');
    await admin.client.update('Module', id, { [`grants/use/${bram.principalId}`]: true });
    expect(await may(bram)).toContain('support:use');
    expect(await may(carla)).not.toContain('support:use');
    expect(await bram.refused('Module', { update: { [id]: { grants: {} } } })).toMatchObject({ type: 'notFound' });
    const wrong = (patch: Json): Promise<Json | null> => admin.client.refused('Module', { update: { [id]: patch } });
    expect(await wrong({ grants: { fly: {} } })).toMatchObject({ properties: ['grants'] });
    expect(await wrong({ grants: { use: { 999999: true } } })).toMatchObject({ properties: ['grants'] });
    expect(await wrong({ grants: { use: { [bram.principalId]: false } } })).toMatchObject({ properties: ['grants'] });
    expect(await wrong({ grants: 'all' })).toMatchObject({ properties: ['grants'] });
    expect(await wrong({ state: 'absent' })).toMatchObject({ properties: ['state'] });
    expect(await admin.client.refused('Module', { destroy: id })).toMatchObject({ type: 'forbidden' });
    expect((await admin.module('support')).grants['use']).toEqual({ ...grants['use'], [bram.principalId]: true });
    await admin.client.update('Module', id, { grants });
    expect(await may(bram)).not.toContain('support:use');
  });

  test('no request in flight is lost and none is done twice while modules come and go', async () => {
    await admin.must('install', 'jottings');
    await admin.must('install', 'stickers');
    const address = await host.server.listen({ port: 0, host: '127.0.0.1' });
    const token = await host.token('admin');
    const post = async (calls: unknown[]): Promise<{ methodResponses: [string, Json, string][] }> => {
      const response = await fetch(`${address}/jmap/api`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ using: ['urn:groupware:jottings', 'urn:groupware:core'], methodCalls: calls }),
      });
      if (!response.ok) throw new Error(`${String(response.status)} ${await response.text()}`);
      return (await response.json()) as { methodResponses: [string, Json, string][] };
    };
    let isOver = false;
    const wanted: string[] = [];
    const people = Array.from({ length: 6 }, async (_, person) => {
      for (let n = 0; !isOver; n++) {
        const title = `${String(person)}/${String(n)}`;
        wanted.push(title);
        const call =
          n % 3 === 0
            ? ['Jotting/slowly', { accountId: 'g1', title, milliseconds: 40 }, '0']
            : ['Jotting/set', { accountId: 'g1', create: { a: { title } } }, '0'];
        const { methodResponses } = await post([call]);
        expect(methodResponses[0]?.[0]).toBe(call[0]);
      }
    });
    for (let round = 0; round < 3; round++) {
      await admin.must('disable', 'stickers');
      await admin.must('enable', 'stickers');
    }
    isOver = true;
    await Promise.all(people);
    const stored = await host.database.manager.query<{ title: string }[]>('SELECT title FROM jottings_note');
    expect(stored.map(({ title }) => title).sort()).toEqual(['Welcome', ...wanted].sort());

    // The module itself goes while a request of it runs: it ends where it began.
    const slow = post([['Jotting/slowly', { accountId: 'g1', title: 'the last', milliseconds: 2500 }, '0']]);
    await delay(1000);
    await admin.must('disable', 'stickers');
    await admin.must('disable', 'jottings');
    await admin.must('delete', 'stickers', { name: 'stickers' });
    const { archive } = await admin.must('delete', 'jottings', { name: 'jottings', archive: true });
    expect((await slow).methodResponses[0]?.[0]).toBe('Jotting/slowly');
    expect(readFileSync(join(String(archive), 'jottings_note.jsonl'), 'utf8')).toContain('"the last"');
  });

  test('event streams end with the host they hang on, so that clients ask what there is now', async () => {
    const address = await host.server.listen({ port: 0, host: '127.0.0.1' });
    const token = await host.token('admin');
    const response = await fetch(`${address}/jmap/eventsource?types=*&closeafter=no&ping=0`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const stream = response.text();
    await admin.must('install', 'jottings');
    expect(await stream).toContain('retry: 1000');
  });

  test('what the command line or another node does is taken over by the running program', async () => {
    await host.program.run();
    const { configuration } = host;
    const isTaken = async (): Promise<boolean> => host.host.modules.isRunning('jottings');
    await withModules(configuration, (beside) => beside.host.get(Lifecycle).install('jottings', new Map()));
    await eventually('the running program to follow', isTaken);
    expect((await (await admin.fresh()).get('Jotting', null)).list).toMatchObject([{ title: 'Welcome' }]);
    await withModules(configuration, async (beside) => {
      expect((await listModules(beside)).join('\n')).toMatch(/jottings +enabled +1\.0\.0 +jottings/);
      expect(problemsOf(beside)).toEqual([]);
      await expect(beside.host.get(Lifecycle).disable('support')).rejects.toThrow('required by help');
      await beside.host.get(Lifecycle).disable('jottings');
    });
    await eventually('the running program to follow', async () => !(await isTaken()));
    await withModules(configuration, async (beside) => {
      const options = { confirm: 'jottings', archive: false };
      await expect(deleteModule(beside, 'jottings', { archive: false })).rejects.toThrow('--confirm jottings');
      expect(await deleteModule(beside, 'jottings', options)).toBeNull();
    });
    expect(await tables('jottings_')).toEqual([]);
    if (database.name === 'sqlite') return;
    const node = await RunningHost.start({ configuration, log: new QuietLog() });
    try {
      await node.run();
      await admin.must('install', 'jottings');
      await eventually('the other node to follow', async () => node.host.modules.isRunning('jottings'));
      await admin.must('disable', 'jottings');
      await eventually('the other node to follow', async () => !node.host.modules.isRunning('jottings'));
    } finally {
      await node.stop();
    }
  });

  test('an npm package with a module.json is a module like any other', async () => {
    const { data } = host.configuration;
    placePackage(data, 'groupware-doodle', noteModule('doodle', 'Scribble'));
    expect(await admin.client.call('Module/discover')).toEqual({ accountId: 'g1' });
    expect(await admin.module('doodle')).toMatchObject({ state: 'absent', origin: 'package' });
    await admin.must('install', 'doodle');
    expect((await (await admin.fresh()).get('Scribble', null)).list).toMatchObject([{ title: 'Welcome' }]);
    expect(realpathSync(join(data, 'node_modules/groupware-support'))).toBe(realpathSync(join(__dirname, '../..')));
  });

  test('browser code of such a module is served from its ui folder, and nothing else of it', async () => {
    place(host.configuration.data, { ...jottings, ui: { 'index.js': 'export {};' } });
    await admin.must('install', 'jottings');
    const get = (path: string) => host.server.inject({ url: `/ui/modules/jottings/${path}` });
    const served = await get('index.js');
    expect([served.statusCode, served.headers['content-type'], served.headers['x-content-type-options']]).toEqual([
      200,
      expect.stringContaining('javascript'),
      'nosniff',
    ]);
    for (const path of ['../module.json', '..%2fmodule.json', '%2e%2e/index.js', 'nothing.js'])
      expect([path, (await get(path)).statusCode]).not.toEqual([path, 200]);
    await admin.must('disable', 'jottings');
    expect((await get('index.js')).statusCode).toBe(404);
  });
});
