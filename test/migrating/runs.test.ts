import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { FixedClock } from '../../core/testing/fixed-clock';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Journal } from '../../modules/tickets-to-support/runs/journal.service';
import { LegacyDatabase } from './legacy-database';
import { ODD } from './odd-rows.sql';

// What the API answers; its shape is what the tests prove.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- because a cast at every property reads worse
type Json = Record<string, any>;

const PASSWORD = 'Zebra-42-in-the-clear';
const ENDED = ['done', 'failed', 'cancelled', 'interrupted'];

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `runs in the background on $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    const reader = `reader${String(process.pid)}`;
    const clock = new FixedClock();
    let host: TestHost;
    let admin: Client;
    let other: Client;
    let manager: Client;
    let old: LegacyDatabase;
    /** `old` may be read, `secret` beside it may not. */
    let folder: string;

    const meet = async (): Promise<void> => {
      admin = await host.admin();
      const ids = await host.database.manager.query<{ id: number; username: string }[]>(
        "SELECT id, username FROM core_user WHERE username IN ('olga', 'mona') ORDER BY username DESC",
      );
      [other, manager] = (await Promise.all(ids.map(({ id }) => host.clientOf(id)))) as [Client, Client];
    };
    const place = (password = PASSWORD): Json => {
      const { host: address, pathname } = new URL(old.url);
      return { host: address, schema: pathname.slice(1), user: reader, password };
    };
    const begin = (kind: 'dry-run' | 'migration', more: Json = {}, who = admin): Promise<Json> =>
      who.call('TicketMigration/start', { kind, name: 'odd', database: place(), ...more });
    const get = async (id: string, who = admin): Promise<Json> =>
      (await who.get<Json>('TicketMigration', [id])).list[0] ?? {};
    const until = (id: string, states: readonly string[]): Promise<Json> =>
      eventually(`${id} to be ${states.join(' or ')}`, async () => {
        const run = await get(id);
        return states.includes(run['state'] as string) && run;
      });
    const steer = (method: string, id: string, more: Json = {}, who = admin): Promise<Json> =>
      who.call(`TicketMigration/${method}`, { id, ...more });
    /** While nobody may read the tickets, a run stands where it reads them. */
    const lock = (): Promise<void> => old.run('LOCK TABLES ti_tickets WRITE');
    const unlock = (): Promise<void> => old.run('UNLOCK TABLES');
    const tickets = async (): Promise<number> =>
      Number((await host.database.manager.query<{ n: unknown }[]>('SELECT COUNT(*) AS n FROM tasks_task'))[0]!.n);
    const audited = async (objectId: string): Promise<Json[]> => {
      const ids = await admin.query('AuditEntry', { type: 'TicketMigration' });
      const { list } = await admin.get<Json>('AuditEntry', ids);
      return list.filter((entry) => String(entry['objectId']) === objectId);
    };

    beforeAll(async () => {
      old = await LegacyDatabase.fresh();
      await old.run(ODD);
      await old.run(`CREATE OR REPLACE USER '${reader}'@'%' IDENTIFIED BY '${PASSWORD}'`);
      await old.run(`GRANT SELECT ON ${new URL(old.url).pathname.slice(1)}.* TO '${reader}'@'%'`);
      folder = await mkdtemp(join(tmpdir(), 'groupware-files-'));
      for (const name of ['old', 'secret']) await mkdir(join(folder, name));
      await mkdir(join(folder, 'old', 'files'));
      await symlink(join(folder, 'secret'), join(folder, 'old', 'link'));
      const configuration = { migrateFiles: join(folder, 'old') };
      host = await TestHost.start(database, { installsAll: true, running: true, clock, configuration });
      await host.person('olga', { isAdmin: true });
      await host.person('mona', { permissions: ['support:use', 'support:manage', 'tasks:manage', 'mail:manage'] });
      await meet();
    });
    afterAll(async () => {
      await unlock();
      await host.drop();
      await rm(folder, { recursive: true, force: true });
      await old.run(`DROP USER '${reader}'@'%'`);
      await old.drop();
    });

    let dryRun = '';

    test('what is wrong with the source is told at once, and no run begins', async () => {
      const cases: [Json, RegExp][] = [
        [{ database: place('wrong') }, /refuses the name or the password of "reader\d+"/],
        [{ database: { ...place(), schema: 'none' } }, /may not read the schema "none"|has no schema "none"/],
        [{ database: { ...place(), host: '127.0.0.1:1' } }, /No database answers at 127.0.0.1:1/],
        [{ database: { ...place(), host: 'mysql://root:x@host' } }, /must be that of a machine/],
        [{ database: { ...place(), user: ' ' } }, /database\/user: is needed/],
        [{ database: { ...place(), more: 1 } }, /database/],
        [{ standInId: '999999' }, /standInId: is nobody who can sign in/],
        ...['secret', 'old/../secret', 'old/link', 'old/none'].map((files): [Json, RegExp] => [
          { files: join(folder, files) },
          /files: there is no such directory below the folder/,
        ]),
        [{ kind: 'undo' }, /kind/],
        [{ name: 'x'.repeat(65) }, /name/],
      ];
      for (const [more, sentence] of cases) {
        const refused = await begin('dry-run', more);
        expect(refused).toMatchObject({ type: 'invalidArguments' });
        expect(refused['description']).toMatch(sentence);
        expect(refused['description']).not.toContain(PASSWORD);
      }
      expect(await admin.query('TicketMigration')).toEqual([]);
      // What only reading tells stands in the run.
      const { id } = await begin('dry-run', { types: ['Nothing'], files: join(folder, 'old', 'files') });
      expect(await until(id as string, ENDED)).toMatchObject({
        state: 'failed',
        error: 'There is no type "Nothing" there',
        htmlBlobId: null,
      });
    });

    test('a dry run tells what would come, to administrators alone', async () => {
      const { id } = await begin('dry-run');
      dryRun = id as string;
      const run = await until(dryRun, ENDED);
      expect(run).toMatchObject({ kind: 'dry-run', name: 'odd', state: 'done', error: null, wish: null });
      expect(run['startedById']).toBe(admin.principalId);
      expect(run['summary']).toMatchObject({
        counts: { tickets: 3, messages: 7, orphans: 1 },
        tables: [],
        hours: null,
        unexplained: [],
      });
      expect(run['summary']['reasons']).toContainEqual(
        expect.objectContaining({ table: 'ti_tickets', column: 'priority', fate: 'broken', rows: 1 }),
      );
      expect(await tickets()).toBe(0);
      const page = await other.download(run['htmlBlobId'] as string);
      expect(page.bytes.toString()).toContain('Dry run of odd');
      expect(JSON.parse((await other.download(run['jsonBlobId'] as string)).bytes.toString())).toMatchObject({
        source: 'odd',
      });
      expect((await other.download(run['discrepanciesBlobId'] as string)).bytes.toString()).toContain('"priority"');
      for (const name of ['htmlBlobId', 'jsonBlobId', 'discrepanciesBlobId'])
        expect((await manager.download(run[name] as string)).status).toBe(404);
      expect(await audited(dryRun)).toEqual([
        expect.objectContaining({ action: 'create', actorId: admin.principalId, title: 'odd' }),
      ]);
    });

    test('whoever is no administrator is refused in any position, and sees nothing', async () => {
      for (const [method, args] of [
        ['start', { kind: 'dry-run', name: 'odd', database: place() }],
        ['pause', { id: dryRun }],
        ['continue', { id: dryRun }],
        ['cancel', { id: dryRun }],
        ['undo', { name: 'odd', confirm: 'odd' }],
        ['sources', {}],
      ] as const) {
        expect(await manager.call(`TicketMigration/${method}`, args)).toMatchObject({ type: 'forbidden' });
      }
      expect(await manager.query('TicketMigration')).toEqual([]);
      expect(await manager.get('TicketMigration', [dryRun])).toMatchObject({ list: [], notFound: [dryRun] });
      expect(await manager.get('TicketMigration', null)).toMatchObject({ list: [] });
      const panels = async (who: Client): Promise<string[]> => {
        const { capabilities } = await who.session<Json>();
        return (capabilities['urn:groupware:core'].panels as Json[]).map(({ id }) => id as string);
      };
      expect(await panels(manager)).not.toContain('tickets-to-support');
      expect(await panels(other)).toContain('tickets-to-support');
      // Nobody makes, changes or removes one by themselves.
      expect(await admin.refused('TicketMigration', { create: { kind: 'migration' } })).not.toBeNull();
      expect(await admin.refused('TicketMigration', { destroy: dryRun })).not.toBeNull();
    });

    test('one administrator pauses, another goes on; meanwhile nobody begins a second one', async () => {
      await lock();
      const { id } = (await begin('migration', { createsUsers: true })) as { id: string };
      expect(await get(id, other)).toMatchObject({ state: 'running', stage: null });
      expect(await steer('pause', id)).toMatchObject({ id });
      expect(await get(id)).toMatchObject({ state: 'running', wish: 'pause' });
      await unlock();
      expect(await until(id, ['paused', ...ENDED])).toMatchObject({ state: 'paused', done: 0, total: 3 });
      expect(await tickets()).toBe(0);
      expect(await begin('migration')).toMatchObject({ description: 'name: a run of odd is going on already' });
      expect(await other.call('TicketMigration/undo', { name: 'odd', confirm: 'odd' })).toMatchObject({
        description: 'name: a run of odd is going on already',
      });
      expect(await steer('continue', id, {}, other)).toMatchObject({ id });
      const run = await until(id, ENDED);
      expect(run).toMatchObject({ state: 'done', error: null, endedAt: expect.any(String) as string });
      expect(run['summary']).toMatchObject({ unexplained: [], hours: [1.75, 1.75] });
      expect(run['summary']['types']).toContainEqual({ id: 1, name: 'Fault', read: 1, here: 1 });
      expect(run['summary']['tables']).toContainEqual(
        expect.objectContaining({ table: 'ti_tickets', read: 3, here: 3, isAlike: true }),
      );
      expect(await tickets()).toBe(3);
      const actors = (await audited(id)).map(({ action, actorId }) => [action, actorId] as const);
      expect(actors).toEqual(
        expect.arrayContaining([
          ['create', admin.principalId],
          ['update', admin.principalId],
          ['update', other.principalId],
        ]),
      );
      for (const method of ['pause', 'cancel', 'continue'])
        expect(await steer(method, id)).toMatchObject({
          description: expect.stringMatching(/^id: it is done/) as string,
        });
      expect(await steer('pause', '999999')).toMatchObject({ description: 'id: is no such migration' });
    });

    test('what was brought is undone by whoever types its name, for nobody has worked on it', async () => {
      expect(await admin.call('TicketMigration/undo', { name: 'odd', confirm: 'ODD' })).toMatchObject({
        description: 'confirm: must be "odd", the name of the source',
      });
      expect(await admin.call('TicketMigration/undo', { name: 'none', confirm: 'none' })).toMatchObject({
        description: 'Nothing was brought under the name none',
      });
      const { id } = (await other.call('TicketMigration/undo', { name: 'odd', confirm: 'odd' })) as { id: string };
      expect(await until(id, ENDED)).toMatchObject({ kind: 'undo', state: 'done', done: 3, total: 3 });
      expect(await tickets()).toBe(0);
      expect(await audited(id)).toEqual([
        expect.objectContaining({ action: 'create', actorId: other.principalId, title: 'odd' }),
      ]);
    });

    test('one that is cancelled leaves what it brought, and goes on when somebody gives the password again', async () => {
      await lock();
      const { id } = (await begin('migration', { createsUsers: true })) as { id: string };
      await steer('cancel', id, {}, other);
      await unlock();
      expect(await until(id, ENDED)).toMatchObject({ state: 'cancelled' });
      expect(await steer('continue', id)).toMatchObject({
        description: expect.stringMatching(/^password: is needed/) as string,
      });
      expect(await steer('continue', id, { password: 'wrong' })).toMatchObject({
        description: expect.stringMatching(/refuses the name or the password/) as string,
      });
      expect(await get(id)).toMatchObject({ state: 'cancelled' });
      await steer('continue', id, { password: PASSWORD });
      expect(await until(id, ['done', 'failed'])).toMatchObject({ state: 'done', error: null });
      expect(await tickets()).toBe(3);
    });

    test('after a restart a run is interrupted, and goes on when somebody says so', async () => {
      await lock();
      const { id } = (await begin('migration', { createsUsers: true })) as { id: string };
      await steer('pause', id);
      await unlock();
      await until(id, ['paused']);
      host = await host.restart();
      await meet();
      expect(await get(id)).toMatchObject({ state: 'interrupted', endedAt: expect.any(String) as string });
      await steer('continue', id, { password: PASSWORD }, other);
      expect(await until(id, ['done', 'failed'])).toMatchObject({ state: 'done' });
      expect(await tickets()).toBe(3);
    });

    test('after a power cut it is found interrupted half a minute later', async () => {
      await lock();
      const { id } = (await begin('migration', { createsUsers: true })) as { id: string };
      await steer('pause', id);
      await unlock();
      await until(id, ['paused']);
      host = await host.crash();
      await meet();
      expect(await get(id)).toMatchObject({ state: 'paused' });
      // Its connections go with it.
      await old.run(`KILL USER '${reader}'`);
      clock.advance(31);
      await host.get(Journal).findInterrupted();
      expect(await get(id)).toMatchObject({ state: 'interrupted', wish: null });
      await steer('continue', id, { password: PASSWORD });
      expect(await until(id, ['done', 'failed'])).toMatchObject({ state: 'done' });
    });

    test('the password stands nowhere', async () => {
      const { manager: rows } = host.database;
      const tables = rows.dataSource.entityMetadatas.map(({ tableName }) => tableName);
      expect(tables).toContain('tickets_to_support_migration');
      for (const table of tables) {
        const all = await rows.query<unknown[]>(['SELECT * FROM', table].join(' '));
        expect([table, JSON.stringify(all).includes(PASSWORD)]).toEqual([table, false]);
      }
      expect(JSON.stringify(host.log.lines)).not.toContain(PASSWORD);
    });
  },
);
