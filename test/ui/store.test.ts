import type { TypeName } from 'extjs-types';
import { formatRoute, parseRoute } from '../../core/ui/route';
import { SetFailed } from '../../core/ui/store/errors';
import { JmapStore } from '../../core/ui/store/store';
import type { Session, SetCall } from '../../core/ui/store/types';
import { StandIn } from './stand-in';

/** The store against a server that speaks the wire contract; `Note` stands for any type. */
const TYPE = 'PlantedNote' as TypeName;

class FakeEventSource {
  static open: FakeEventSource[] = [];
  static readonly CLOSED = 2;
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  private readonly listeners: ((event: { data: string }) => void)[] = [];
  constructor(readonly url: string) {
    FakeEventSource.open.push(this);
  }
  addEventListener(_name: string, listener: (event: { data: string }) => void): void {
    this.listeners.push(listener);
  }
  close(): void {}
  tell(state: string): void {
    for (const listener of this.listeners)
      listener({ data: JSON.stringify({ changed: { g1: { PlantedNote: state } } }) });
  }
}

let server: StandIn;
let store: JmapStore;
const events = { signedOut: jest.fn(), sessionChanged: jest.fn() };
const note = (id: string) => ({ id, title: `Note ${id}`, size: Number(id) });
const until = async (passes: () => boolean) => {
  for (let tries = 0; !passes(); tries++) {
    if (tries > 300) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 10));
  }
};

beforeEach(async () => {
  jest.clearAllMocks();
  FakeEventSource.open = [];
  Object.assign(globalThis, { EventSource: FakeEventSource });
  const rows = { PlantedNote: Array.from({ length: 30 }, (_, n) => note(String(n + 1).padStart(3, '0'))) };
  server = new StandIn({ ui: __dirname, rows });
  const origin = await server.start();
  const headers = { 'X-Requested-With': 'groupware' };
  store = new JmapStore((await (await fetch(`${origin}/.well-known/jmap`, { headers })).json()) as Session, events);
});
afterEach(async () => {
  store.close();
  await server.stop();
});

const methods = () => server.requests.map(({ methodCalls }) => methodCalls.map(([name]) => name));
const sort = [{ property: 'title' }];

test('what is asked in one moment travels in one request, and equal counters are asked once', async () => {
  const asked = [store.counter(TYPE, { a: 1 }), store.counter(TYPE, { a: 1 }), store.counter(TYPE, { b: 1 })];
  const [records] = await Promise.all([store.get(TYPE, ['001', '002']), ...asked]);
  expect((records as unknown[]).length).toBe(2);
  expect(methods()).toEqual([['PlantedNote/query', 'PlantedNote/query', 'PlantedNote/get']]);
});

test('a record is fetched once and stays', async () => {
  await store.get(TYPE, ['001']);
  await store.get(TYPE, ['001']);
  expect(methods()).toEqual([['PlantedNote/get']]);
  expect(store.peek(TYPE, '001')).toMatchObject({ title: 'Note 001' });
});

test('a change shows at once and is taken back when the server refuses', async () => {
  await store.get(TYPE, ['001']);
  server.refused.set('PlantedNote', { type: 'forbidden', description: 'Not yours.' });
  const seen: unknown[] = [];
  store.subscribe([TYPE], () => seen.push((store.peek(TYPE, '001') as unknown as { title: string }).title));
  const change = store.update(TYPE, '001', { title: 'Mine' });
  expect(store.peek(TYPE, '001')).toMatchObject({ title: 'Mine' });
  await expect(change).rejects.toThrow(SetFailed);
  await expect(change).rejects.toThrow('Not yours.');
  expect(store.peek(TYPE, '001')).toMatchObject({ title: 'Note 001' });
  expect(seen[0]).toBe('Mine');
  expect(seen.at(-1)).toBe('Note 001');
});

test('two changes on their way: the refused one goes, the other stays', async () => {
  await store.get(TYPE, ['001']);
  const kept = store.update(TYPE, '001', { title: 'Kept', 'share/7': true });
  server.refused.set('PlantedNote', { type: 'forbidden', description: 'No.' });
  const refused = store.update(TYPE, '001', { size: 99 });
  expect(store.peek(TYPE, '001')).toMatchObject({ title: 'Kept', size: 99, share: { 7: true } });
  const results = await Promise.allSettled([kept, refused]);
  // Both arrive after the refusal is planted or before; whichever was refused is gone, the other is there.
  const now = store.peek(TYPE, '001') as unknown as { title: string; size: number };
  expect(now.title === 'Kept').toBe(results[0].status === 'fulfilled');
  expect(now.size === 99).toBe(results[1].status === 'fulfilled');
});

test('a change elsewhere reaches records, counters and windows through the event stream', async () => {
  let drawn = 0;
  const window = store.window({ type: TYPE, sort }, () => drawn++, 5);
  await until(() => !window.isLoading);
  expect(window.total).toBe(30);
  expect(window.records.map(({ id }) => id)).toEqual(['001', '002', '003', '004', '005']);
  server.change('PlantedNote', '005', { title: 'A first' });
  FakeEventSource.open[0]!.tell('1');
  await until(() => (window.records as readonly { id: string }[])[0]!.id === '005');
  expect(window.records.map(({ id }) => id)).toEqual(['005', '001', '002', '003', '004']);
  // It asked what had changed, not the whole answer again.
  expect(methods().flat()).toContain('PlantedNote/queryChanges');
  expect(
    methods()
      .flat()
      .filter((name) => name === 'PlantedNote/query'),
  ).toHaveLength(1);
  window.close();
});

test('an answer that a change has overtaken leaves nothing old behind', async () => {
  await store.get(TYPE, ['005']);
  let arrive = (): void => undefined;
  server.delay = new Promise((done) => (arrive = done));
  const late = store.page({ type: TYPE, sort }, 0, 10);
  await until(() => methods().flat().includes('PlantedNote/query'));
  server.delay = null;
  server.change('PlantedNote', '005', { title: 'New' });
  server.change('PlantedNote', '007', { title: 'New as well' });
  FakeEventSource.open[0]!.tell('2');
  const titles = () => ['005', '007'].map((id) => (store.peek(TYPE, id) as { title?: string } | undefined)?.title);
  await until(() => titles()[0] === 'New');
  arrive();
  await late;
  await until(() => titles().join() === 'New,New as well');
});

test('a server that cannot calculate changes is asked anew', async () => {
  server.canCalculateChanges = false;
  const window = store.window({ type: TYPE, sort }, () => undefined, 5);
  await until(() => !window.isLoading);
  server.change('PlantedNote', '030', { title: 'A first' });
  FakeEventSource.open[0]!.tell('1');
  await until(() => (window.records as readonly { id: string }[])[0]!.id === '030');
  expect(window.records).toHaveLength(5);
  window.close();
});

test('a question waits for the server to come back; a change says that it was not made', async () => {
  const notices: boolean[] = [];
  store.onConnection(() => notices.push(store.isOnline));
  server.isAway = true;
  const asked = store.get(TYPE, ['001']);
  await until(() => notices.length > 0);
  expect(store.isOnline).toBe(false);
  await expect(store.update(TYPE, '001', { title: 'x' })).rejects.toMatchObject({ status: 0 });
  server.isAway = false;
  expect(await asked).toHaveLength(1);
  expect(notices).toEqual([false, true]);
});

test('an ended session is noticed', async () => {
  server.signedIn = false;
  await expect(store.get(TYPE, ['001'])).rejects.toMatchObject({ status: 401 });
  expect(events.signedOut).toHaveBeenCalled();
});

test('one request may create a record and another that names it', async () => {
  const calls = [
    { type: TYPE, create: { k: { title: 'Parent' } } },
    { type: TYPE, create: { c: { title: 'Child', parentId: '#k' } } },
  ];
  const results = await store.commit(calls as SetCall[]);
  expect(results.map(({ created }) => Object.keys(created))).toEqual([['k'], ['c']]);
  expect(server.requests.at(-1)!.methodCalls).toHaveLength(2);
});

test.each([
  ['#support/1234?progress=needs-action', { panel: 'support', path: ['1234'], query: { progress: 'needs-action' } }],
  ['#desk?a=1,2&text=x%26y', { panel: 'desk', path: [], query: { a: '1,2', text: 'x&y' } }],
  ['', { panel: '', path: [], query: {} }],
  ['#settings/tick%2Fets', { panel: 'settings', path: ['tick/ets'], query: {} }],
])('the address %s is read and written', (hash, expected) => {
  expect(parseRoute(hash)).toEqual(expected);
  expect(parseRoute(formatRoute(expected))).toEqual(expected);
});
