import fc from 'fast-check';
import { sortKey } from '../../core/database/sort-key';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

/** Names as people have them, and characters that databases see differently. */
const NAMES = [
  'Zoe',
  'adam',
  'Ädam',
  'ada',
  'Ada ',
  'Ada!',
  'ada-b',
  'Émile',
  'emil',
  'Straße',
  'STRASSE',
  'ǆ',
  'Ǆ',
  '😀',
  'ﬁn',
];

/** By code points, as UTF-8 and a comparison of bytes have it. */
const inBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const asciiCapitals = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

/** Sorting texts (RFC 8620 §5.5, RFC 4790, RFC 5051): one order, whatever the database. */
describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let admin: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    list = (await admin.create('TaskList', { name: 'Sorted', role: 'list' })).id;
  });
  afterAll(() => host.drop());

  const fill = async (titles: readonly string[]): Promise<void> => {
    await admin.call('Task/set', { destroy: await admin.query('Task', { taskListIds: [list] }) });
    const create = Object.fromEntries(titles.map((title, index) => [`t${String(index)}`, { title, taskListId: list }]));
    const { notCreated } = await admin.call('Task/set', { create });
    expect(notCreated).toBeNull();
  };
  const sorted = async (more: Json = {}): Promise<string[]> => {
    const ids = await admin.query('Task', { taskListIds: [list] }, [{ property: 'title', ...more }]);
    return (await admin.get<Json>('Task', ids, ['title'])).list.map(({ title }) => title as string);
  };

  test('names come as people look for them: adam before Zoe, whatever their case', async () => {
    await fill(NAMES);
    const titles = await sorted();
    expect(titles.filter((title) => ['Zoe', 'adam', 'emil', 'ada'].includes(title))).toEqual([
      'ada',
      'adam',
      'emil',
      'Zoe',
    ]);
    expect(titles.indexOf('Émile')).toBe(titles.indexOf('emil') + 1);
    expect(await sorted({ isAscending: false })).toEqual(titles.toReversed());
    for (const [type, property] of [
      ['TaskList', 'name'],
      ['Group', 'name'],
      ['Principal', 'name'],
    ] as const) {
      if (type !== 'Principal') {
        for (const name of ['Zoe', 'adam'])
          await admin.create(type, { name, ...(type === 'Group' ? { memberIds: [] } : {}) });
      }
      const found = await admin.get<Json>(type, await admin.query(type, null, [{ property }]), [property]);
      const names = found.list.map((object) => object[property] as string);
      expect([type, names]).toEqual([type, [...names].sort((a, b) => inBytes(sortKey(a), sortKey(b)))]);
      expect(names.indexOf('adam')).toBeLessThan(names.indexOf('Zoe'));
    }
  });

  test('the session names the collations, each is kept, and another is unsupportedSort', async () => {
    const { capabilities } = await admin.session<Json>();
    expect(capabilities['urn:ietf:params:jmap:core'].collationAlgorithms).toEqual([
      'i;ascii-casemap',
      'i;octet',
      'i;unicode-casemap',
    ]);
    await fill(NAMES);
    const by = (map: (text: string) => string): string[] => NAMES.toSorted((a, b) => inBytes(map(a), map(b)));
    expect(await sorted({ collation: 'i;octet' })).toEqual(by((text) => text));
    expect(await sorted({ collation: 'i;ascii-casemap' })).toEqual(by(asciiCapitals));
    expect(await sorted({ collation: 'i;unicode-casemap' })).toEqual(await sorted());
    for (const property of ['title', 'due', 'id']) {
      for (const collation of ['i;nonsense', '', 'constructor']) {
        const answer = await admin.call('Task/query', { sort: [{ property, collation }] });
        expect([property, collation, answer['type']]).toEqual([property, collation, 'unsupportedSort']);
      }
      expect((await admin.call('Task/query', { sort: [{ property, collation: 'i;octet' }] }))['ids']).toBeDefined();
    }
  });

  test('whatever the texts are, they are sorted as the collation says, the same on every database', async () => {
    const title = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(...Array.from('aAbBzZ !"_äÄßéÉıİ')),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 6,
      })
      .map((text) => text.normalize('NFC'))
      // What the property refuses is not there to be sorted.
      .filter((text) => text.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(title, { minLength: 10, maxLength: 20 }), async (titles) => {
        await fill(titles);
        for (const [collation, map] of [
          ['i;unicode-casemap', sortKey],
          ['i;ascii-casemap', asciiCapitals],
          ['i;octet', (text: string) => text],
        ] as const) {
          const expected = titles.toSorted((a, b) => inBytes(map(a), map(b)));
          expect([collation, await sorted({ collation })]).toEqual([collation, expected]);
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  test('a large list is read in its order by an index, not sorted each time', async () => {
    const { manager } = host.database;
    const [model] = await manager.query<Json[]>('SELECT * FROM tasks_task LIMIT 1');
    const columns = Object.keys(model!).filter((name) => name !== 'id');
    await host.database.transaction(async () => {
      for (let at = 0; at < 3000; at += 100) {
        const rows = Array.from({ length: 100 }, (_, index): Json => {
          const title = `Filler ${String((at + index) * 7919)}`;
          return { ...model, uid: title, title, titleKey: sortKey(title) };
        });
        const places = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
        await host.database.manager.query(
          ['INSERT INTO tasks_task (', columns.join(', '), ') VALUES', places].join(' '),
          rows.flatMap((row) => columns.map((name) => row[name] as unknown)),
        );
      }
    });
    await host.database.writer.query(database.name === 'sqlite' ? 'ANALYZE' : 'ANALYZE TABLE tasks_task');
    for (const isAscending of [true, false]) {
      const asked = jest.spyOn(manager, 'query');
      await admin.call('Task/query', { sort: [{ property: 'title', isAscending }], limit: 10 });
      const [statement = '', values = []] =
        asked.mock.calls.find(([text]) => /^SELECT row_\.\S+ AS id .* ORDER BY /.test(text)) ?? [];
      asked.mockRestore();
      const explain = database.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const plan = JSON.stringify(await manager.query([explain, statement].join(' '), values));
      expect(plan).toContain('tasks_task_titleKey');
      expect(plan).not.toMatch(/TEMP B-TREE|filesort/);
    }
  });
});

describe('the keys that texts are sorted by', () => {
  test.each([
    // The example of RFC 5051 §2.
    ['Ǆ', 'Dz\u030c'],
    ['ǆ', 'Dz\u030c'],
    ['abc', 'ABC'],
    ['é', 'E\u0301'],
    ['ß', 'ß'],
    ['ﬁ', 'fi'],
    ['ა', 'ა'],
    ['ᾳ', '\u0391\u0345'],
    ['가', '\u1100\u1161'],
    ['a b', 'A!BB'],
    ['!', '!C'],
  ])('"%s" is "%s"', (text, key) => {
    expect(sortKey(text)).toBe(key);
  });

  test('a long text has a key that every database can index', () => {
    expect([...sortKey('😀'.repeat(500))]).toHaveLength(190);
  });
});
