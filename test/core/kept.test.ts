import { Directory } from '../../core/auth/directory.service';
import { Definitions } from '../../core/customfields/definitions.service';
import { RunningHost } from '../../core/module/running-host';
import { NotificationChoices } from '../../core/notifications/notification-choices.service';
import { Sharing } from '../../core/sharing/sharing.service';
import type { Client } from '../../core/testing/client';
import { QuietLog } from '../../core/testing/quiet-log';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { NEWS } from '../../modules/support/news/decide';
import { SupportSettings } from '../../modules/support/settings';

// Levels are kept between requests (ADR 21): whoever changes one must be heard by all at once.

describe.each(testDatabases())('what is kept between requests on $name', (database) => {
  let host: TestHost;
  /** Another program on the same database. */
  let other: RunningHost;
  let agent: Client;
  let group: number;
  let list: string;
  let aclId: number;

  beforeAll(async () => {
    host = await TestHost.start(database);
    const { configuration } = host;
    other = await RunningHost.start({ configuration, log: new QuietLog(), isGuest: true });
    const admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    group = await host.get(Directory).personalGroup(Number(agent.principalId));
    list = (await admin.create('TaskList', { name: 'Kept', role: 'support', shareWith: {} })).id;
    const [row] = await host.database.manager.query<{ aclId: number }[]>('SELECT aclId FROM tasks_list WHERE id = ?', [
      Number(list),
    ]);
    aclId = Number(row?.aclId);
  });
  afterAll(async () => {
    await other.stop();
    await host.drop();
  });

  const grant = (to: { readonly host: TestHost['host'] }, level: number): Promise<unknown> =>
    to.host.database.transaction(() => to.host.get(Sharing).grant(aclId, new Map([[group, level]])));
  const isSeen = async (): Promise<boolean> => (await agent.query('TaskList')).includes(list);
  const mark = async (): Promise<unknown> =>
    (await host.database.manager.query<{ keptMark: unknown }[]>('SELECT keptMark FROM core_account'))[0]?.keptMark;

  test('a level that another program gives or takes counts for the next request', async () => {
    for (const level of [0, 40, 0, 10, 50, 0]) {
      await grant(other, level);
      expect(await isSeen()).toBe(level > 0);
      await grant(host, level === 0 ? 10 : 0);
      expect(await isSeen()).toBe(level === 0);
    }
  });

  test('so do settings, fields and what people want to be told of', async () => {
    const admin = await host.admin();
    const there = <T>(type: new (...given: never[]) => T): T => other.host.get(type);
    const fields = async (): Promise<string[]> =>
      (await there(Definitions).of('Task')).map(({ field }) => field.name).sort();
    const wanted = (): Promise<number[]> => there(NotificationChoices).wantedBy(NEWS.opened);
    const closes = async (): Promise<number> => (await there(SupportSettings).read()).expiryDays;
    expect([await fields(), await wanted(), await closes()]).toEqual([[], [], 0]);
    const set = await admin.create('CustomFieldSet', { type: 'Task', name: 'Machine' });
    const field = await admin.create('CustomField', {
      fieldSetId: set.id,
      name: 'Serial',
      key: 'serial',
      kind: 'text',
    });
    expect(await fields()).toEqual(['Serial']);
    await admin.update('CustomField', field.id, { name: 'Number' });
    expect(await fields()).toEqual(['Number']);
    await admin.call('CustomFieldSet/set', { destroy: [set.id] });
    expect(await fields()).toEqual([]);
    await host.database.transaction(() => host.get(SupportSettings).write({ expiryDays: 9 }));
    expect(await closes()).toBe(9);
    const choices = { [NEWS.opened]: { bell: true, mail: false, browser: false } };
    await host.database.transaction(() => host.get(NotificationChoices).store(Number(agent.principalId), choices));
    expect(await wanted()).toEqual([Number(agent.principalId)]);
  });

  test('what a request has begun, and goes on after it, hears of changes', async () => {
    const { database: data } = host;
    const settings = host.get(SupportSettings);
    let goOn = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { later } = await data.during(async () => {
      await settings.read();
      return { later: answered.then(() => settings.read()) };
    });
    await other.host.database.transaction(() => other.host.get(SupportSettings).write({ expiryDays: 11 }));
    goOn();
    expect((await later).expiryDays).toBe(11);
  });

  test('a call after a change in the same request knows the change', async () => {
    const keeper = await host
      .get(Directory)
      .personalGroup(Number((await host.person('keeper', { permissions: ['support:use'] })).principalId));
    await host.database.transaction(() => host.get(Sharing).grant(aclId, new Map([[keeper, 50]])));
    await grant(host, 50);
    const query = ['TaskList/query', {}] as const;
    const leave = { [list]: { [`shareWith/${agent.principalId}`]: null } };
    const [before, left, after] = await agent.request(query, ['TaskList/set', { update: leave }], query);
    expect(before?.[1]['ids']).toContain(list);
    expect(left?.[1]).toMatchObject({ notUpdated: null });
    expect(after?.[1]['ids']).not.toContain(list);
  });

  test('a transaction knows at once what it has written, and nothing of it stays when it is undone', async () => {
    await grant(host, 0);
    const seen: boolean[] = [];
    const { database: data } = host;
    const read = async (): Promise<void> => {
      const value = await data.kept('test: level', async () => (await host.get(Sharing).grants(aclId)).get(group) ?? 0);
      seen.push(value > 0);
    };
    await read();
    const undone = data.transaction(async () => {
      await read();
      await data.savepoint(async () => {
        await host.get(Sharing).grant(aclId, new Map([[group, 30]]));
        await read();
      });
      await read();
      throw new Error('Undone');
    });
    await expect(undone).rejects.toThrow('Undone');
    await read();
    expect(seen).toEqual([false, false, true, true, false]);
  });

  test('it is read once until one of the tables is written to, by whatever statement', async () => {
    let readings = 0;
    const { database: data } = host;
    const read = (): Promise<number> => data.kept('test: readings', () => Promise.resolve(++readings));
    await grant(host, 0);
    await read();
    const before = await mark();
    await (await host.admin()).create('Task', { title: 'Nothing of it', taskListId: list });
    await data.transaction(() => data.savepoint(() => Promise.reject(new Error('Refused'))).catch(read));
    // A question is one however it is written.
    await data.transaction(() => data.manager.query('\n  SELECT id FROM core_acl WHERE id = 0').then(read));
    expect([await mark(), await read(), readings]).toEqual([before, 1, 1]);

    const writers = [
      'UPDATE core_acl SET requiredPermission = NULL WHERE id = 0',
      'DELETE FROM core_acl_group WHERE aclId = 0',
      // Which table these write to is not read out of them.
      {
        sqlite: 'UPDATE OR IGNORE core_acl_group SET level = 10 WHERE aclId = 0',
        mysql: 'UPDATE IGNORE core_acl_group SET level = 10 WHERE aclId = 0',
      }[data.dialect],
      {
        sqlite: 'WITH none_ AS (SELECT 0 AS id) DELETE FROM core_acl_group WHERE aclId IN (SELECT id FROM none_)',
        mysql:
          'DELETE grant_ FROM core_acl_group grant_ JOIN core_acl acl_ ON acl_.id = grant_.aclId WHERE acl_.id = 0',
      }[data.dialect],
    ];
    for (const [at, statement] of writers.entries()) {
      await data.transaction(() => data.manager.query(statement));
      expect(await read()).toBe(at + 2);
      expect(await read()).toBe(at + 2);
    }
  });
});
