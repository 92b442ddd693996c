import type { Container } from 'inversify';
import { injectable } from 'inversify';
import { Credentials } from '../../core/auth/credentials.service';
import { Types } from '../../core/jmap/types';
import { bindModule } from '../../core/module/bind';
import { Contributions } from '../../core/module/contributions';
import { Modules } from '../../core/module/modules';
import { CoreSettings } from '../../core/settings/core-settings';
import { setting } from '../../core/settings/field';
import { Setting } from '../../core/settings/setting.entity';
import { Settings } from '../../core/settings/settings';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

type Json = Record<string, unknown>;

interface Sample {
  readonly title: string;
  readonly footer: string;
  readonly tone: string;
  readonly days: number;
  readonly isLoud: boolean;
  readonly owner: number | null;
  readonly readers: readonly number[];
  readonly apiKey: string | null;
}

/** One setting of each kind. */
@injectable()
class SampleSettings extends Settings<Sample> {
  readonly name = 'SampleSettings';
  readonly title = 'Sample';
  readonly fields = {
    title: setting.text({ label: 'Title', max: 10, required: true, default: 'Sample' }),
    footer: setting.lines({ label: 'Footer', max: 20 }),
    tone: setting.choice({ label: 'Tone', options: { kind: 'Kind', dry: 'Dry' }, default: 'kind' }),
    days: setting.number({ label: 'Days', help: 'Until it is over.', min: 1, max: 30, default: 14 }),
    isLoud: setting.toggle({ label: 'Loud', default: true }),
    owner: setting.record({ label: 'Owner', type: 'Principal', displayField: 'name' }),
    readers: setting.records({ label: 'Readers', type: 'Principal', displayField: 'name' }),
    apiKey: setting.secret({ label: 'API key' }),
  };
}

/** Lets a module that is nowhere on disk take part in a running host. */
async function withSample(host: TestHost): Promise<SampleSettings> {
  const modules = host.get(Modules);
  modules.add({
    id: 'sample',
    version: '1.0.0',
    title: 'Sample',
    description: '',
    requires: [],
    uses: [],
    permissions: {},
  });
  modules.set('sample', 'enabled');
  const { container } = host.host as unknown as { container: Container };
  container.load(bindModule('sample', { settings: SampleSettings }, host.get(Contributions)));
  host.get(Types).forget();
  const settings = host.get(SampleSettings);
  await settings.prepare();
  return settings;
}

describe.each(testDatabases())('settings on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let sample: SampleSettings;
  const clock = new FixedClock();

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    sample = await withSample(host);
    admin = await host.admin();
  });
  afterAll(() => host.drop());

  test('have their defaults until somebody sets them, and keep what was set', async () => {
    expect(await sample.read()).toEqual({
      ...{ title: 'Sample', footer: '', tone: 'kind', days: 14, isLoud: true, owner: null },
      ...{ readers: [], apiKey: null },
    });
    const { list } = await admin.get<Json>('SampleSettings', null);
    expect(list).toEqual([
      { id: 'singleton', title: 'Sample', footer: '', tone: 'kind', days: 14, isLoud: true, owner: null, readers: [] },
    ]);
    const owner = admin.principalId;
    const given = { days: 3, isLoud: false, owner, readers: [owner, owner], footer: 'One\nTwo' };
    await admin.update('SampleSettings', 'singleton', given);
    expect(await sample.read()).toMatchObject({ ...given, owner: Number(owner), readers: [Number(owner)] });
    // null is the default again (RFC 8620 §5.3), unless null itself is a value.
    await admin.update('SampleSettings', 'singleton', { days: null, isLoud: null, owner: null, readers: null });
    expect(await sample.read()).toMatchObject({ days: 14, isLoud: true, owner: null, readers: [] });
  });

  test('refuse what they cannot be, naming the setting, and store nothing by half', async () => {
    const wrong: Readonly<Record<keyof Sample, readonly unknown[]>> = {
      title: [1, true, [], {}, '', '   ', 'x'.repeat(11), 'a\nb', 'a\rb', 'a\tb', '\u001b[31m', '\0'],
      footer: [1, false, [], {}, 'x'.repeat(21), '\0', '\u001b[31m'],
      tone: ['', 'loud', 'Kind', 1, [], {}],
      days: ['3', 0, 31, -1, 1.5, Number.MAX_SAFE_INTEGER, true, [], {}],
      isLoud: ['true', 0, 1, 'no', [], {}],
      owner: ['987654', 'abc', '0', '-1', '1 OR 1=1', 7, true, [], {}],
      readers: ['1', ['987654'], ['abc'], [7], [null], [['1']], true, {}, Array(501).fill('1')],
      apiKey: [1, true, [], {}, 'a\r\nb', '\0', 'x'.repeat(1001)],
    };
    const before = await host.database.manager.findOneByOrFail(Setting, { module: 'sample' });
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        const error = await admin.refused('SampleSettings', { update: { singleton: { tone: 'dry', [name]: value } } });
        expect([name, value, error?.['type'], error?.['properties']]).toEqual([
          name,
          value,
          'invalidProperties',
          [name],
        ]);
        expect(error?.['description']).toContain(name);
      }
    }
    for (const name of ['nonsense', 'constructor', 'given', 'module', 'title/x']) {
      const update = { singleton: JSON.parse(`{${JSON.stringify(name)}:"x"}`) as Json };
      expect([name, (await admin.refused('SampleSettings', { update }))?.['type']]).toEqual([
        name,
        name === 'title/x' ? 'invalidPatch' : 'invalidProperties',
      ]);
    }
    expect(await host.database.manager.findOneByOrFail(Setting, { module: 'sample' })).toEqual(before);
  });

  test('a list names what whoever sets it sees; what is gone by then is left out, and may be', async () => {
    const group = async (name: string): Promise<string> => (await admin.create('Group', { name })).id;
    const [gone, kept] = [await group('One'), await group('Two')];
    const readers = [gone, kept];
    await admin.update('SampleSettings', 'singleton', { readers });
    expect(await admin.refused('Group', { destroy: gone })).toBeNull();
    const read = async (): Promise<unknown> => (await admin.get<Json>('SampleSettings', null)).list[0]!['readers'];
    expect(await read()).toEqual([kept]);
    const update = { singleton: { readers } };
    expect(await admin.refused('SampleSettings', { update })).toBeNull();
    await admin.update('SampleSettings', 'singleton', { readers: [kept, admin.principalId] });
    expect(await admin.refused('SampleSettings', { update })).toMatchObject({ properties: ['readers'] });
    expect(await read()).toEqual([kept, admin.principalId]);
  });

  test('a secret is taken, stored encrypted and never answered', async () => {
    const secret = 'canary-4f1b9c';
    await admin.update('SampleSettings', 'singleton', { apiKey: secret });
    expect(await sample.read()).toMatchObject({ apiKey: secret });
    const rows = JSON.stringify(await host.database.manager.find(Setting));
    expect(rows).toContain('apiKey');
    expect(rows).not.toContain(secret);
    const answers = await admin.request(
      ['SampleSettings/get', { ids: ['singleton'] }],
      ['SampleSettings/get', { ids: null, properties: ['apiKey', 'title'] }],
      ['SampleSettings/set', { update: { singleton: { apiKey: secret, title: 'Again' } } }],
    );
    expect(JSON.stringify(answers)).not.toContain(secret);
    // Other settings may change and the secret stays; null forgets it.
    expect(await sample.read()).toMatchObject({ apiKey: secret, title: 'Again' });
    await admin.update('SampleSettings', 'singleton', { apiKey: null });
    expect(await sample.read()).toMatchObject({ apiKey: null });
  });

  test('a value that is no longer allowed falls back to the default', async () => {
    await host.database.transaction(() =>
      host.database.manager.update(
        Setting,
        { module: 'sample' },
        { given: { days: 99, tone: 'gone', footer: 'kept' } },
      ),
    );
    expect(await sample.read()).toMatchObject({ days: 14, tone: 'kind', footer: 'kept' });
  });

  test('the form is made from the declaration, for those who may change it', async () => {
    const forms = async (client: Client): Promise<Json[]> => (await client.call('Settings/describe'))['list'] as Json[];
    const all = await forms(admin);
    expect(all.map(({ type }) => type)).toEqual(expect.arrayContaining(['CoreSettings', 'SupportSettings']));
    expect(all.find(({ type }) => type === 'SampleSettings')).toMatchObject({
      module: 'sample',
      title: 'Sample',
      items: expect.arrayContaining([
        {
          xtype: 'numberfield',
          name: 'days',
          fieldLabel: 'Days',
          helperText: 'Until it is over.',
          required: true,
          min: 1,
          max: 30,
        },
        expect.objectContaining({
          xtype: 'select',
          options: [
            { value: 'kind', text: 'Kind' },
            { value: 'dry', text: 'Dry' },
          ],
        }),
        expect.objectContaining({ xtype: 'combo', type: 'Principal', displayField: 'name' }),
        expect.objectContaining({ xtype: 'tokens', name: 'readers', type: 'Principal', displayField: 'name' }),
        expect.objectContaining({ xtype: 'passwordfield', name: 'apiKey' }),
      ]),
    });
    const manager = await host.person('mia', { permissions: ['support:manage'] });
    expect((await forms(manager)).map(({ type }) => type)).toEqual(['SupportSettings', 'SupportLetterSettings']);
    expect(await admin.call('Settings/describe', { more: 1 })).toMatchObject({ type: 'invalidArguments' });
  });

  test('whoever may not change them does not see them either', async () => {
    const person = await host.person('piet', { permissions: ['support:use'] });
    expect(await person.get('CoreSettings', null)).toMatchObject({ list: [] });
    expect(await person.get('CoreSettings', ['singleton'])).toMatchObject({ list: [], notFound: ['singleton'] });
    const refusal = await person.refused('CoreSettings', { update: { singleton: { productTitle: 'Mine' } } });
    expect(refusal).toMatchObject({ type: 'notFound' });
    const administrator = await host.person('ada', { permissions: ['core:administer'] });
    const { state } = await administrator.get('CoreSettings', null);
    await administrator.update('CoreSettings', 'singleton', { productTitle: 'Ours' });
    expect(await administrator.call('CoreSettings/changes', { sinceState: state })).toMatchObject({
      updated: ['singleton'],
    });
    expect((await person.session<{ accounts: Json }>()).accounts).toMatchObject({ g1: { name: 'Ours' } });
  });

  test('the settings of the host decide', async () => {
    const refusal = await admin.refused('CoreSettings', { update: { singleton: { sessionIdleDays: 31 } } });
    expect(refusal).toMatchObject({ type: 'invalidProperties', properties: ['sessionIdleDays'] });
    for (const [name, value] of [
      ['timeZone', 'Mars/Olympus'],
      ['timeZone', '+01:00'],
      ['language', 'not a tag'],
      ['language', 'xx-nowhere-at-all-x'],
    ]) {
      const error = await admin.refused('CoreSettings', { update: { singleton: { [name!]: value } } });
      expect([name, value, error?.['properties']]).toEqual([name, value, [name]]);
    }
    await admin.update('CoreSettings', 'singleton', { sessionDays: 2, sessionIdleDays: 1, language: 'nl' });
    const credentials = host.get(Credentials);
    const id = Number((await host.person('noor')).principalId);
    const secret = await credentials.openSession(id);
    expect((await credentials.contextOf(secret))?.user.locale).toBe('nl');
    clock.advance(23 * 3600);
    expect(await credentials.contextOf(secret)).not.toBeNull();
    clock.advance(23 * 3600);
    expect(await credentials.contextOf(secret)).not.toBeNull();
    clock.advance(3 * 3600);
    expect(await credentials.contextOf(secret)).toBeNull();
    const idle = await credentials.openSession(id);
    clock.advance(25 * 3600);
    expect(await credentials.contextOf(idle)).toBeNull();
    await expect(host.get(CoreSettings).read()).resolves.toMatchObject({ sessionDays: 2, language: 'nl' });
  });
});
