import { Preference } from '../../core/preferences/preference.entity';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

describe.each(testDatabases())('what a client remembers on $name', (database) => {
  let host: TestHost;
  beforeAll(async () => {
    host = await TestHost.start(database);
  });
  afterAll(() => host.drop());

  test('everybody has their own, under a name that is theirs once', async () => {
    const [ada, bob] = [await host.person('ada'), await host.person('bob')];
    const value = { order: ['title', 'due'] };
    const { id } = await ada.create('Preference', { name: 'grid', value });
    await bob.create('Preference', { name: 'grid', value: null });
    expect((await ada.get('Preference', null)).list).toEqual([{ id, name: 'grid', value }]);
    expect(await ada.query('Preference', { name: 'grid' })).toEqual([id]);
    expect(await ada.refused('Preference', { create: { name: 'grid', value } })).toMatchObject({
      type: 'alreadyExists',
    });
    expect(await bob.get('Preference', [id])).toMatchObject({ list: [], notFound: [id] });
    expect(await bob.refused('Preference', { update: { [id]: { value: 1 } } })).toMatchObject({ type: 'notFound' });
    const { state } = await ada.get('Preference', []);
    await ada.update('Preference', id, { value: 7 });
    expect(await ada.call('Preference/changes', { sinceState: state })).toMatchObject({ updated: [id] });
    expect(await ada.refused('Preference', { update: { [id]: { value: 'x'.repeat(10_000) } } })).toMatchObject({
      properties: ['value'],
    });
    expect(await ada.refused('Preference', { destroy: id })).toBeNull();
  });

  test('an administrator sees and changes nobody else’s, and nobody hears of them', async () => {
    const [admin, dora, eve] = [await host.admin(), await host.person('dora'), await host.person('eve')];
    const { state } = await eve.get('Preference', []);
    const { id } = await dora.create('Preference', { name: 'grid', value: 1 });
    for (const other of [admin, eve]) {
      expect(await other.get('Preference', [id])).toMatchObject({ list: [], notFound: [id] });
      expect((await other.get('Preference', null)).list).toEqual([]);
      expect(await other.query('Preference', { name: 'grid' })).toEqual([]);
      expect(await other.refused('Preference', { destroy: id })).toMatchObject({ type: 'notFound' });
    }
    expect((await eve.get('Preference', [])).state).toBe(state);
    expect(
      await admin.refused('Preference', { create: { name: 'x', value: 1, userId: dora.principalId } }),
    ).toMatchObject({
      type: 'invalidProperties',
    });
    expect((await dora.get('Preference', [id])).list).toMatchObject([{ value: 1 }]);
  });

  test('there is an end to what is remembered', async () => {
    const finn = await host.person('finn');
    const rows = Array.from({ length: 500 }, (_, n) => ({
      userId: Number(finn.principalId),
      name: String(n),
      value: { value: n },
    }));
    await host.database.transaction(() => host.database.manager.insert(Preference, rows));
    expect(await finn.refused('Preference', { create: { name: 'more', value: 1 } })).toMatchObject({
      type: 'overQuota',
    });
  });

  test('it goes with the person', async () => {
    const cleo = await host.person('cleo');
    await cleo.create('Preference', { name: 'grid', value: 1 });
    expect(await (await host.admin()).refused('User', { destroy: cleo.principalId })).toBeNull();
    const { manager } = host.database;
    expect(await manager.countBy(Preference, { userId: Number(cleo.principalId) })).toBe(0);
  });
});
