import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { WALK_EFFORT } from '../../core/jmap/selection';
import { SearchJob } from '../../core/search/search.job';
import { EFFORT } from '../../core/search/search-hits.service';
import { SearchIndex } from '../../core/search/search-index.service';
import { marked, snippetOf } from '../../core/search/snippet';
import { placesOf, type Term, termsOf } from '../../core/search/terms';
import { wordsOf } from '../../core/search/words';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { place, richModule } from '../modules/fixture-modules';

const SEED = Number(process.env['GROUPWARE_TEST_SEED'] ?? randomInt(2 ** 31));
const SUBMIT = { maySubmit: true };

/** A type of which customers see something: whoever may submit sees its objects. */
const rich = richModule('slips', 'Slip');
const slips = { ...rich, code: rich.code.replace('api.ownsAcl()', 'api.ownsAcl(api.Level.submit)') };

interface Result {
  readonly type: string;
  readonly id: string;
  readonly owner: { readonly type: string; readonly id: string };
  readonly title: readonly { readonly text: string; readonly isHit: boolean }[];
  readonly snippet: readonly { readonly text: string; readonly isHit: boolean }[];
  readonly createdAt: string | null;
}

async function search(client: Client, text: string, more: object = {}): Promise<Result[]> {
  const { types, ...rest } = more as { types?: string[] };
  const answer = await client.call('Search/query', { filter: { text, ...(types ? { types } : {}) }, ...rest });
  if (!Array.isArray(answer['list'])) throw new Error(JSON.stringify(answer));
  return answer['list'] as Result[];
}

const keys = (results: readonly Result[]): string[] => results.map(({ type, id }) => `${type} ${id}`);
const textOf = (parts: Result['snippet']): string =>
  parts.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('');
const keysOf = (text: string): string[] => wordsOf(text).map(({ key }) => key);

describe('words', () => {
  test('case, accents, width and ligatures make no difference', () => {
    expect(keysOf('Crème BRÛLÉE')).toEqual(keysOf('creme brulee'));
    expect(keysOf('Straße ΟΔΟΣ ﬁx ＦＵＬＬ')).toEqual(keysOf('STRASSE οδος fix full'));
    expect(keysOf('e\u0301te\u0301')).toEqual(keysOf('été'));
    expect(keysOf('sup\u00adport')).toEqual(keysOf('support'));
  });

  test('scripts without spaces give a word for every character', () => {
    expect(keysOf('印刷機')).toHaveLength(3);
    expect(keysOf('HP印刷機2台')).toEqual([...keysOf('HP'), ...keysOf('印 刷 機'), ...keysOf('2'), ...keysOf('台')]);
  });

  test('every key is one word to both databases, and folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        for (const { key, start, end } of wordsOf(text)) {
          expect(key).toMatch(/^[a-z0-9_]{1,78}$/);
          expect(keysOf(text.slice(start, end))).toContain(key);
        }
      }),
      { seed: SEED },
    );
  });

  test('signs are no operators, and a question without a word asks for nothing', () => {
    for (const nothing of ['', '   ', '""', '*', '-', '+ ~ < > ( ) @', '\u0000', '...!?', '%']) {
      expect(termsOf(nothing)).toEqual([]);
    }
    const [and, near] = [termsOf('a NEAR/2 b'), termsOf('NOT -x* OR "y')];
    expect(and.map(({ keys: k }) => k.length)).toEqual([1, 2, 1]);
    expect(near).toHaveLength(4);
    expect(termsOf('x '.repeat(10_000)).length).toBeLessThanOrEqual(20);
  });

  test('a snippet marks the hit and loses no character that it shows', () => {
    const text = `${'before '.repeat(40)}the <b>Printer</b> is on fire ${'after '.repeat(40)}`;
    const parts = snippetOf(['nothing here', text], termsOf('print "on fire"'));
    expect(textOf(parts)).toContain('the <b>[Printer]</b> is [on fire] after');
    expect(parts[0]).toEqual({ text: '… ', isHit: false });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'binary' }), (any, asked) => {
        const whole = marked(any, termsOf(asked)).map(({ text: part }) => part);
        expect(whole.join('').replace(/\s+/g, '')).toBe(any.replace(/\s+/g, ''));
        expect(snippetOf([any], termsOf(asked)).every(({ text: part }) => part !== '')).toBe(true);
      }),
      { seed: SEED },
    );
  });
});

describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let admin: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock: new FixedClock(), prepare: (data) => place(data, slips) });
    admin = await host.admin();
    [list = ''] = await admin.query('TaskList');
    const modules = await admin.get<{ id: string; name: string }>('Module', null);
    await admin.call('Module/install', { id: modules.list.find(({ name }) => name === 'slips')?.id });
    admin = await host.admin();
  });

  afterAll(() => host.drop());

  const comment = (entityId: string, text: string, isPrivate = false, more: object = {}): Promise<{ id: string }> =>
    admin.create('Comment', { entityType: 'Task', entityId, text, isPrivate, ...more });
  const ticket = (title: string, more: object = {}): Promise<{ id: string }> =>
    admin.create('Task', { title, taskListId: list, ...more });

  test('a ticket is found by title, number, customer, comment and file, from the moment it is stored', async () => {
    const customer = await host.person('lovelace', { isInternal: false });
    const { id } = await ticket('Stapler jams', { customerId: customer.principalId });
    const blobId = await admin.upload(Buffer.from('x'));
    const said = await comment(id, 'Try the müsli-bar, says 山田', false, {
      attachments: [{ blobId, name: 'Handbuch_Größe.pdf', type: 'application/pdf' }],
    });
    for (const text of ['stapl', 'JAMS stapler', '"stapler jams"', 'lovelace@example.org stap', `#${id} stapler`]) {
      expect(keys(await search(admin, text))).toContain(`Task ${id}`);
      expect(await admin.query('Task', { text })).toEqual([id]);
    }
    for (const text of ['musli', '"says 山田"', '田', 'handbuch grosse', 'musli-b']) {
      expect(keys(await search(admin, text))).toEqual([`Comment ${said.id}`]);
      // The ticket's own filter looks into its comments, and all words need not be in the same one.
      expect(await admin.query('Task', { text })).toEqual([id]);
      expect(await admin.query('Task', { text: `${text} stapler` })).toEqual([id]);
    }
    for (const text of ['"jams stapler"', 'tapler', '"stapl"', 'musli-bax', '*', '']) {
      expect(await search(admin, text)).toEqual([]);
      expect(await admin.query('Task', { text })).toEqual([]);
    }
    const [found] = await search(admin, 'musli');
    expect(found).toMatchObject({ type: 'Comment', owner: { type: 'Task', id } });
    expect(textOf(found!.title)).toBe('Stapler jams');
    expect(textOf(found!.snippet)).toBe('Try the [müsli]-bar, says 山田');
    await admin.update('Task', id, { title: 'Hole punch jams' });
    expect(await search(admin, 'stapler')).toEqual([]);
    expect(keys(await search(admin, 'punch'))).toEqual([`Task ${id}`]);
    await admin.call('Task/set', { destroy: [id] });
    for (const text of ['punch', 'musli', 'handbuch']) expect(await search(admin, text)).toEqual([]);
  });

  test('the newest come first; pages follow one another; types restrict', async () => {
    const old = await ticket('zebra crossing');
    const other = await ticket('Unrelated');
    const first = await comment(other.id, 'a zebra came');
    const second = await comment(other.id, 'another zebra came');
    const all = await search(admin, 'zebra');
    expect(keys(all)).toEqual([`Comment ${second.id}`, `Comment ${first.id}`, `Task ${old.id}`]);
    const pages = [await search(admin, 'zebra', { limit: 2 }), await search(admin, 'zebra', { position: 2, limit: 2 })];
    expect(pages.flat()).toEqual(all);
    expect(keys(await search(admin, 'zebra', { types: ['Task'] }))).toEqual([`Task ${old.id}`]);
    expect(await admin.call('Search/query', { filter: { text: 'x', types: ['Nothing'] } })).toMatchObject({
      type: 'invalidArguments',
    });
  });

  test('a customer finds no word of a private note or of somebody else’s ticket, and no trace of them', async () => {
    const ada = await host.person('ada', { isInternal: false });
    const stranger = await host.person('stranger', { isInternal: false });
    const everyone = (await admin.get<{ id: string; name: string }>('Principal', null)).list.find(
      ({ name }) => name === 'Everyone',
    )!;
    await admin.update('TaskList', list, { [`shareWith/${everyone.id}`]: SUBMIT });
    const { id } = await ticket('Quokka question', { customerId: ada.principalId });
    const shown = await comment(id, 'visible quokka answer');
    const ask = async (who: Client): Promise<unknown> => [
      await search(who, 'quokka'),
      await search(who, 'secretword'),
      await search(who, 'quokka secretword'),
      await search(who, '"secretword quokka"'),
      await who.call('Task/query', { filter: { text: 'secretword' }, calculateTotal: true }),
      await who.call('Task/query', { filter: { operator: 'NOT', conditions: [{ text: 'secretword' }] } }),
      await who.call('Task/query', { filter: { text: 'quokka secretword' }, calculateTotal: true }),
    ];
    expect(keys(await search(ada, 'quokka'))).toEqual([`Comment ${shown.id}`, `Task ${id}`]);
    expect(await search(stranger, 'quokka')).toEqual([]);
    const [ofAda, ofStranger] = [await ask(ada), await ask(stranger)];
    const note = await comment(id, 'secretword quokka note', true);
    const hidden = await ticket('secretword quokka of somebody else');
    expect(await ask(ada)).toEqual(ofAda);
    expect(await ask(stranger)).toEqual(ofStranger);
    expect(new Set(keys(await search(admin, 'secretword')))).toEqual(
      new Set([`Comment ${note.id}`, `Task ${hidden.id}`]),
    );
    expect(await admin.query('Task', { text: 'secretword' })).toEqual(expect.arrayContaining([id, hidden.id]));
  });

  test('what customers are not shown of custom fields is found by colleagues, and by them alone', async () => {
    const ada = await host.person('fields-ada', { isInternal: false });
    const agent = await host.person('fields-agent', { permissions: ['support:use'] });
    const shareWith = { [ada.principalId]: SUBMIT, [agent.principalId]: { mayRead: true } };
    const desk = (await admin.create('TaskList', { name: 'Fields', role: 'support', shareWith })).id;
    const set = await admin.create('CustomFieldSet', { type: 'Task', name: 'Inner' });
    const field = { fieldSetId: set.id, key: 'margin', name: 'Margin', kind: 'text' };
    await admin.create('CustomField', field);
    const ofSlips = await admin.create('CustomFieldSet', { type: 'Slip', name: 'Inner' });
    await admin.create('CustomField', { ...field, fieldSetId: ofSlips.id });
    const { id } = await ticket('Numbat', { taskListId: desk, customerId: ada.principalId });
    const later = await ticket('Another numbat', { taskListId: desk, customerId: ada.principalId });
    const before = await search(ada, 'numbat');
    expect(keys(before)).toEqual([`Task ${later.id}`, `Task ${id}`]);
    await admin.update('Task', id, { customFields: { margin: 'thin bilby profit of a numbat' } });
    const { id: slip } = await admin.create('Slip', {
      title: 'Slip',
      customFields: { margin: 'thin bilby slip' },
      shareWith,
    });
    for (const text of ['bilby', 'bilb', '"thin bilby"', 'bilby numbat']) {
      const found = [`Task ${id}`, ...(text.includes('numbat') ? [] : [`Slip ${slip}`])];
      for (const colleague of [agent, admin]) {
        expect([text, new Set(keys(await search(colleague, text)))]).toEqual([text, new Set(found)]);
        expect(await colleague.query('Task', { text })).toEqual([id]);
        expect(await colleague.query('Slip', { text })).toEqual(found.length === 2 ? [slip] : []);
      }
      expect(keys(await search(ada, 'slip'))).toEqual([`Slip ${slip}`]);
      expect([text, await search(ada, text)]).toEqual([text, []]);
      for (const type of ['Task', 'Slip']) expect(await ada.query(type, { text })).toEqual([]);
    }
    const [hit] = await search(agent, 'bilby', { types: ['Task'] });
    expect(textOf(hit!.snippet)).toBe('thin [bilby] profit of a numbat');
    expect(await search(ada, 'numbat')).toEqual(before);
    // Shown to customers, then not any more; then in a list that the agent does not read.
    await admin.update('CustomFieldSet', set.id, { forCustomers: true });
    expect(keys(await search(ada, 'bilby'))).toEqual([`Task ${id}`]);
    await admin.update('CustomFieldSet', set.id, { forCustomers: false });
    expect(await search(ada, 'bilby')).toEqual([]);
    await admin.update('Task', id, { taskListId: list });
    expect(keys(await search(agent, 'bilby'))).toEqual([`Slip ${slip}`]);
    await admin.update('Task', id, { customFields: { margin: 'fat' } });
    expect(keys(await search(admin, 'bilby'))).toEqual([`Slip ${slip}`]);
    expect(keys(await search(admin, 'fat'))).toEqual([`Task ${id}`]);
    for (const each of [set, ofSlips])
      await admin.call('CustomFieldSet/set', { destroy: [each.id], onDestroyRemoveValues: true });
  });

  test('a question of many common words is planned before it is tired of', async () => {
    const many = Array.from({ length: 20 }, (_, n) => `dunnart${'abcdefghijklmnopqrst'[n] ?? ''}`);
    const { id } = await ticket('Of many words');
    for (let n = 0; n < 5; n++) await comment(id, many.join(' '));
    const effort = jest.replaceProperty(EFFORT, 'steps', [{ rare: 2, newest: 3 }]);
    try {
      expect(await search(admin, many.join(' '))).toHaveLength(5);
      expect(await admin.query('Task', { text: many.join(' ') })).toEqual([id]);
      const conditions = many.map((text) => ({ text }));
      expect(await admin.query('Task', { operator: 'AND', conditions })).toEqual([id]);
    } finally {
      effort.restore();
    }
  });

  test('hostile questions answer like any other', async () => {
    await ticket("O'Brien; DROP TABLE -- <script>alert(1)</script>");
    const hostile = ['"', "'", "o'brien", 'a"b"c"', 'NEAR(a b)', '-x', '+x -y', 'a*', '*a', '\u0000', '(((', 'words:x'];
    const long = ['x'.repeat(100_000), '"'.repeat(5000), 'a '.repeat(5000), '山'.repeat(3000), '%_!', '\\'];
    for (const text of [...hostile, ...long, '; DROP TABLE core_search_word --', '^a', 'a NOT b', 'rowid:1']) {
      const answer = await admin.call('Search/query', { filter: { text } });
      expect(answer).toMatchObject({ list: expect.any(Array) as unknown });
      expect(await admin.call('Task/query', { filter: { text } })).toMatchObject({ ids: expect.any(Array) as unknown });
    }
    expect(textOf((await search(admin, "o'br script"))[0]!.title)).toBe(
      "[O'Brien]; DROP TABLE -- <[script]>alert(1)</[script]>",
    );
    for (const filter of [
      null,
      {},
      { text: 1 },
      { text: null },
      { text: 'a', other: 1 },
      { text: 'a', types: 'Task' },
    ]) {
      expect(await admin.call('Search/query', { filter })).toMatchObject({ type: 'invalidArguments' });
    }
    for (const bad of [{ limit: 0 }, { limit: '1' }, { position: -1 }, { limit: 1.5 }]) {
      expect(await admin.call('Search/query', { filter: { text: 'a' }, ...bad })).toMatchObject({
        type: 'invalidArguments',
      });
    }
  });

  test('everything is indexed anew while it goes on being found, also after a break in the middle', async () => {
    const many = await Promise.all(Array.from({ length: 5 }, (_, n) => ticket(`wombat ${String(n)}`)));
    const index = host.get(SearchIndex);
    const wombats = async (): Promise<Set<string>> => new Set(keys(await search(admin, 'wombat')));
    const expected = new Set(many.map(({ id }) => `Task ${id}`));
    await host.database.transaction(() => index.outdate());
    expect(await wombats()).toEqual(expected);
    await index.fill('Task', 0);
    expect(await wombats()).toEqual(expected);
    await host.get(SearchJob).run(new AbortController().signal);
    expect(await wombats()).toEqual(expected);
    // As after an update from a version without an index.
    await host.database.transaction(async () => {
      for (const table of ['word', 'audience', 'scope', 'document'] as const) {
        await host.database.manager.query(`DELETE FROM core_search_${table}`);
      }
    });
    expect(await wombats()).toEqual(new Set());
    await host.get(SearchJob).run(new AbortController().signal);
    expect(await wombats()).toEqual(expected);
  });
});

describe.each(testDatabases())('$name: what is found is what a reader would find', (database) => {
  const words = ['red', 'Redder', 'réd', 'blue', 'b', '印', '刷', 'x1', 'der', 'the', 'a', 'no', 'ΣΟΣ'] as const;
  const sentence = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((parts) => parts.join(' '));
  const thing = fc.record({
    title: sentence.filter((text) => text !== ''),
    /** Value of a custom field that customers are not shown. */
    aside: sentence,
    owner: fc.nat(3),
    /** What becomes of it: it stays, moves to a list for colleagues alone, or to another customer. */
    fate: fc.constantFrom('stays', 'stays', 'moves', 'changes hands'),
    comments: fc.array(fc.record({ text: sentence.filter((text) => text !== ''), isPrivate: fc.boolean() }), {
      maxLength: 3,
    }),
  });
  const question = fc.oneof(
    sentence,
    sentence.map((text) => `"${text}"`),
    fc.tuple(sentence, sentence).map(([a, b]) => `${a} "${b}" `),
    fc.constantFrom('re', 'bl x', '"red b"', 'n', '印刷', 'σο'),
  );

  async function all(who: Client, text: string, limit = 50): Promise<Result[]> {
    const found: Result[] = [];
    for (let page: Result[] | undefined; page === undefined || page.length > 0; ) {
      page = await search(who, text, { types: ['Task', 'Comment'], limit, position: found.length });
      found.push(...page);
    }
    return found;
  }

  test('for tickets, notes and people by chance', async () => {
    const host = await TestHost.start(database);
    try {
      const admin = await host.admin();
      const people = [
        await host.person('one', { isInternal: false }),
        await host.person('two', { isInternal: false }),
        await host.person('colleague', { permissions: ['support:use'] }),
        await host.person('insider', { permissions: ['support:use'] }),
      ];
      const [list = ''] = await admin.query('TaskList');
      const { list: principals } = await admin.get<{ id: string; name: string }>('Principal', null);
      const everyone = principals.find(({ name }) => name === 'Everyone')!.id;
      await admin.update('TaskList', list, {
        shareWith: { [everyone]: { maySubmit: true }, [people[2]!.principalId]: { mayRead: true } },
      });
      const set = await admin.create('CustomFieldSet', { type: 'Task', name: 'Asides' });
      await admin.create('CustomField', { fieldSetId: set.id, key: 'aside', name: 'Aside', kind: 'text' });
      interface Found {
        type: string;
        id: string;
        task: string;
        text: string;
        seenBy: Set<Client>;
        /** What colleagues alone read of it. */
        aside?: { text: string; readBy: Set<Client> };
      }
      const documents: Found[] = [];
      const inner = await admin.create('TaskList', { name: 'Inner', role: 'support' });
      await admin.update('TaskList', inner.id, {
        shareWith: {
          [people[2]!.principalId]: { mayRead: true },
          [people[3]!.principalId]: { mayRead: true },
        },
      });
      for (const { title, aside, owner, comments, fate } of fc.sample(thing, { numRuns: 16, seed: SEED })) {
        const customer = people[owner]!;
        const { id } = await admin.create('Task', {
          title,
          taskListId: list,
          customerId: customer.principalId,
          customFields: { aside },
        });
        // The insider reads the inner list alone.
        const colleagues = [admin, people[2]!, ...(fate === 'moves' ? [people[3]!] : [])];
        const later = { stays: customer, moves: null, 'changes hands': people[(owner + 1) % 2]! }[fate];
        const seers = new Set(later === null ? colleagues : [...colleagues, later]);
        const readBy = new Set(colleagues);
        documents.push({ type: 'Task', id, task: id, text: title, seenBy: seers, aside: { text: aside, readBy } });
        for (const { text, isPrivate } of comments) {
          const made = await admin.create('Comment', { entityType: 'Task', entityId: id, text, isPrivate });
          const seenBy = isPrivate ? new Set(colleagues) : seers;
          documents.push({ type: 'Comment', id: made.id, task: id, text, seenBy });
        }
        if (fate === 'moves') await admin.update('Task', id, { taskListId: inner.id });
        if (fate === 'changes hands') await admin.update('Task', id, { customerId: later!.principalId });
      }
      const stands = (text: string, term: Term): boolean => placesOf(term, wordsOf(text)).length > 0;
      const has = ({ text, aside }: Found, term: Term, who: Client): boolean =>
        stands(text, term) || (aside !== undefined && aside.readBy.has(who) && stands(aside.text, term));
      let asked = 0;
      for (const text of fc.sample(question, { numRuns: 20, seed: SEED })) {
        const terms = termsOf(text);
        for (const who of [admin, ...people]) {
          const seen = documents.filter(({ seenBy }) => seenBy.has(who));
          const whole = terms.length === 0 ? [] : seen.filter((d) => terms.every((term) => has(d, term, who)));
          const found = await all(who, text);
          const expected = whole.map(({ type, id }) => `${type} ${id}`).sort();
          expect({ text, found: keys(found).sort() }).toEqual({ text, found: expected });
          // Words that count as common are looked for in other ways, with the same result in the same order.
          const [once, more] = [
            { rare: 2, newest: 3 },
            { rare: 8, newest: 40 },
          ];
          const steps = [[once], [once, more], [{ rare: 2, newest: 1000 }]][asked++ % 3]!;
          const effort = jest.replaceProperty(EFFORT, 'steps', steps);
          const limit = Math.max(1, Math.ceil(found.length / 2));
          expect({ text, steps, found: await all(who, text, limit) }).toEqual({ text, steps, found });
          effort.restore();
          const tasks = [...new Set(seen.map(({ task }) => task))].filter((task) =>
            terms.every((term) => seen.some((d) => d.task === task && has(d, term, who))),
          );
          const wanted = terms.length === 0 ? [] : tasks.sort();
          const filtered = await who.query('Task', { text });
          expect({ text, tasks: filtered.sort() }).toEqual({ text, tasks: wanted });
          // So are objects in an order, walked or not.
          jest.replaceProperty(EFFORT, 'owners', 2);
          for (const property of ['title', 'customerName']) {
            const ordered = (): Promise<string[]> => who.query('Task', { text }, [{ property }]);
            const sorted = await ordered();
            expect({ text, tasks: [...sorted].sort() }).toEqual({ text, tasks: wanted });
            for (const walked of [[1], [2, 5], [1000]]) {
              const few = jest.replaceProperty(WALK_EFFORT, 'few', 1);
              const steps = jest.replaceProperty(WALK_EFFORT, 'steps', walked);
              const page = { sort: [{ property }], limit: Math.max(1, Math.ceil(wanted.length / 2)) };
              const pages = [0, page.limit].map((position) =>
                who.call('Task/query', { filter: { text }, ...page, position }),
              );
              const ids = (await Promise.all(pages)).flatMap(({ ids: some }) => some as string[]);
              expect({ text, walked, ids }).toEqual({ text, walked, ids: sorted });
              const others = { operator: 'NOT', conditions: [{ operator: 'AND', conditions: [{ text }] }] };
              const { ids: rest } = await who.call('Task/query', { filter: others, sort: page.sort, limit: 9 });
              const all = await who.query('Task', {}, page.sort);
              expect({ text, rest }).toEqual({ text, rest: all.filter((id) => !wanted.includes(id)).slice(0, 9) });
              few.restore();
              steps.restore();
            }
          }
          jest.restoreAllMocks();
        }
      }
    } catch (error) {
      throw new Error(`with GROUPWARE_TEST_SEED=${String(SEED)}`, { cause: error });
    } finally {
      jest.restoreAllMocks();
      await host.drop();
    }
  }, 300_000);
});
