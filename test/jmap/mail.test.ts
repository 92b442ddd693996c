import { type Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { withMail } from './mailfixture/with-mail';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const MAIL = 'urn:ietf:params:jmap:mail';

/** What general JMAP suites ask of a mail server, against the engine that serves everything else. */
describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let ada: Client;
  let inbox: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    await withMail(host);
    ada = await host.admin();
    inbox = (await ada.create('Mailbox', { name: 'Inbox', role: 'inbox' })).id;
    await ada.create('Mailbox', { name: 'Drafts', role: 'drafts' });
  });
  afterAll(() => host.drop());

  const box = async (name: string, more: Json = {}): Promise<string> =>
    (await ada.create('Mailbox', { name, ...more })).id;
  const mailbox = async (id: string): Promise<Json> => (await ada.get<Json>('Mailbox', [id])).list[0]!;

  test('the session has mail, with its six facts, as a primary account', async () => {
    const session = await ada.session<Json>();
    expect(session['capabilities'][MAIL]).toEqual({});
    expect(Object.keys(session['accounts'].g1.accountCapabilities[MAIL] as Json)).toHaveLength(6);
    expect(session['primaryAccounts'][MAIL]).toBe('g1');
  });

  test('a mailbox has every property, and nine rights', async () => {
    const found = await mailbox(inbox);
    expect(found).toEqual({
      id: inbox,
      name: 'Inbox',
      parentId: null,
      role: 'inbox',
      sortOrder: 0,
      totalEmails: 0,
      unreadEmails: 0,
      totalThreads: 0,
      unreadThreads: 0,
      isSubscribed: true,
      myRights: expect.any(Object),
    });
    expect(Object.keys(found['myRights'] as Json)).toHaveLength(9);
  });

  test('a folder may be made before the one it lies in (§5.3)', async () => {
    const answer = await ada.call('Mailbox/set', {
      create: {
        leaf: { name: 'Leaf', parentId: '#twig' },
        twig: { name: 'Twig', parentId: '#root' },
        root: { name: 'Root' },
      },
    });
    const created = answer['created'] as Record<string, Json>;
    expect(answer['notCreated']).toBeNull();
    expect((await mailbox(created['leaf']!['id'] as string))['parentId']).toBe(created['twig']!['id']);
    expect((await mailbox(created['twig']!['id'] as string))['parentId']).toBe(created['root']!['id']);
    const circle = { a: { name: 'A', parentId: '#b' }, b: { name: 'B', parentId: '#a' } };
    const { notCreated } = await ada.call('Mailbox/set', { create: circle });
    expect(notCreated).toMatchObject({ b: { type: 'invalidProperties', properties: ['parentId'] } });
  });

  test('a tree is kept: no twins, no circles, no orphans', async () => {
    const top = await box('Top');
    const below = await box('Below', { parentId: top });
    expect(await ada.refused('Mailbox', { create: { name: 'Top' } })).toMatchObject({ type: 'alreadyExists' });
    expect(await ada.refused('Mailbox', { create: { name: 'Top', parentId: top } })).toBeNull();
    expect(await ada.refused('Mailbox', { update: { [top]: { parentId: below } } })).toMatchObject({
      type: 'invalidProperties',
      properties: ['parentId'],
    });
    expect(await ada.refused('Mailbox', { destroy: top })).toMatchObject({ type: 'mailboxHasChild' });
    expect(await ada.refused('Mailbox', { update: { [below]: { parentId: '999999' } } })).toMatchObject({
      type: 'invalidProperties',
      properties: ['parentId'],
    });
    await ada.update('Mailbox', below, { parentId: null });
    expect((await mailbox(below))['parentId']).toBeNull();
  });

  test('changes come one by one, each leading to a state, until there are none', async () => {
    const { state } = await ada.get('Mailbox', []);
    const made = [await box('One'), await box('Two'), await box('Three')];
    await ada.update('Mailbox', made[0]!, { name: 'First' });
    const seen: string[] = [];
    let since = state;
    for (let more = true; more; ) {
      const page = await ada.call('Mailbox/changes', { sinceState: since, maxChanges: 1 });
      const ids = [page['created'], page['updated'], page['destroyed']].flat() as string[];
      expect([page['oldState'], ids.length <= 1]).toEqual([since, true]);
      seen.push(...ids);
      since = page['newState'] as string;
      more = page['hasMoreChanges'] as boolean;
    }
    expect([...new Set(seen)].sort()).toEqual([...made].sort());
    expect(since).toBe((await ada.get('Mailbox', [])).state);
    expect(await ada.call('Mailbox/changes', { sinceState: since })).toMatchObject({
      hasMoreChanges: false,
      newState: since,
      created: [],
    });
  });

  test('queries filter, sort and page, and their changes lead to the same list', async () => {
    const parent = await box('Query');
    const [b, a, c] = [
      await box('b', { parentId: parent, sortOrder: 2 }),
      await box('a', { parentId: parent, sortOrder: 3 }),
      await box('c', { parentId: parent, sortOrder: 1 }),
    ];
    const filter = { parentId: parent };
    const ask = (more: Json): Promise<Json> =>
      ada.call('Mailbox/query', { filter, sort: [{ property: 'name' }], ...more });
    expect((await ask({}))['ids']).toEqual([a, b, c]);
    expect((await ask({ sort: [{ property: 'sortOrder' }] }))['ids']).toEqual([c, b, a]);
    expect((await ask({ position: 1, limit: 1 }))['ids']).toEqual([b]);
    expect((await ask({ anchor: c, anchorOffset: -1 }))['ids']).toEqual([b, c]);
    expect(await ada.query('Mailbox', { role: 'inbox' })).toEqual([inbox]);
    expect(
      await ada.query('Mailbox', { operator: 'AND', conditions: [{ hasAnyRole: true }, { name: 'Inb' }] }),
    ).toEqual([inbox]);
    expect((await ask({ filter: { nonsense: 1 } }))['type']).toBe('unsupportedFilter');
    const { queryState } = await ask({});
    await ada.update('Mailbox', a, { name: 'z' });
    const d = await box('bb', { parentId: parent });
    await ada.call('Mailbox/set', { destroy: [b] });
    const changes = await ada.call('Mailbox/queryChanges', {
      filter,
      sort: [{ property: 'name' }],
      sinceQueryState: queryState,
      calculateTotal: true,
    });
    const list = [a, b, c].filter((id) => !(changes['removed'] as string[]).includes(id));
    for (const { id, index } of changes['added'] as { id: string; index: number }[]) list.splice(index, 0, id);
    expect(list).toEqual([d, c, a]);
    expect([(await ask({}))['ids'], changes['total']]).toEqual([[d, c, a], 3]);
  });

  test('mails are imported, counted, found, read and moved; the counts agree with the queries', async () => {
    const target = await box('Import');
    const other = await box('Other');
    const bytes = Buffer.from('From: a@example.org\r\nSubject: Hello\r\n\r\nHello');
    const blobId = await ada.upload(bytes, 'message/rfc822');
    const emails = Object.fromEntries(
      Array.from({ length: 22 }, (_, index) => [
        `m${String(index)}`,
        { blobId, mailboxIds: { [target]: true }, keywords: index % 2 === 0 ? { $seen: true } : {} },
      ]),
    );
    const answer = await ada.call('Email/import', { emails });
    const ids = Object.values(answer['created'] as Record<string, Json>).map(({ id }) => id as string);
    expect(ids).toHaveLength(22);
    const agree = async (id: string): Promise<unknown> => {
      const { totalEmails, unreadEmails } = await mailbox(id);
      expect(await ada.query('Email', { inMailbox: id })).toHaveLength(totalEmails as number);
      return [totalEmails, unreadEmails];
    };
    expect(await agree(target)).toEqual([22, 11]);
    const [first = '', second = ''] = ids;
    const [{ blobId: stored } = {}] = (await ada.get<Json>('Email', [first], ['blobId'])).list;
    expect((await ada.download(stored as string)).bytes).toEqual(bytes);
    const { state } = await ada.get('Mailbox', []);
    await ada.update('Email', first, { mailboxIds: { [other]: true } });
    await ada.update('Email', second, { keywords: { $seen: true } });
    expect([await agree(target), await agree(other)]).toEqual([
      [21, 10],
      [1, 0],
    ]);
    const changes = await ada.call('Mailbox/changes', { sinceState: state });
    expect((changes['updated'] as string[]).sort()).toEqual([target, other].sort());
    const { matchedIds } = (
      (await ada.call('Blob/lookup', { ids: [blobId], typeNames: ['Email'] }))['list'] as Json[]
    )[0]!;
    expect(matchedIds['Email']).toHaveLength(22);
    expect(await ada.refused('Mailbox', { destroy: target })).toMatchObject({ type: 'mailboxHasEmail' });
    expect((await ada.call('Mailbox/set', { destroy: [target], onDestroyRemoveEmails: true }))['destroyed']).toEqual([
      target,
    ]);
    expect(await ada.query('Email', { inMailbox: target })).toEqual([]);
    const wrong = await ada.call('Email/import', {
      emails: {
        a: { blobId: `B${'0'.repeat(64)}`, mailboxIds: { [other]: true } },
        b: { blobId, mailboxIds: { 999999: true } },
      },
    });
    expect(wrong['notCreated']).toMatchObject({ a: { type: 'blobNotFound' }, b: { type: 'invalidProperties' } });
  });

  test('a stranger to the account sees no mailbox', async () => {
    const guest = await host.person('guest', { isInternal: false });
    expect(await guest.query('Mailbox')).toEqual([]);
    expect((await guest.get('Mailbox', [inbox])).notFound).toEqual([inbox]);
  });
});
