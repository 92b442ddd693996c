import { mulberry32 } from '../../core/testing/mulberry32';

type Json = Record<string, unknown>;

/** What stands where something else is expected. */
const WRONG: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e400,
  9_007_199_254_740_993,
  '',
  '0',
  "1' OR '1'='1",
  '%_\\',
  '\u0000',
  '\ud800',
  'x'.repeat(5000),
  '__proto__',
  '2026-13-45T99:00:00Z',
  [],
  [null],
  [['a']],
  {},
  { $ne: null },
  { constructor: { prototype: {} } },
  { resultOf: '0', name: 'Task/get', path: '/list/*/__proto__' },
];
/** Names that a property may have by accident or on purpose. */
const NAMES = ['__proto__', 'constructor', 'id', 'x', 'a/b', '', 'shareWith/1/mayRead', 'cc/0', '\u0000'];

const TYPES = [
  'Principal',
  'TaskList',
  'Task',
  'Comment',
  'MailAccount',
  'MailRelay',
  'LedgerEntry',
  'OutboxMessage',
  'CoreSettings',
  'SupportSettings',
  'Module',
];

/** Objects as they would be right. */
function objects(taskListId: string): Record<string, Json> {
  return {
    TaskList: { name: 'Other', description: '', color: 'f00', sortOrder: 1, shareWith: { 2: { mayRead: true } } },
    Task: {
      title: 'A',
      taskListId,
      description: 'x',
      due: '2026-12-01T10:00:00Z',
      progress: 'needs-action',
      priority: 1,
      responsibleId: null,
      cc: ['ann@example.com'],
    },
    Comment: {
      entityType: 'Task',
      entityId: '1',
      text: 'x',
      isPrivate: true,
      attachments: [{ blobId: 'B', name: 'x' }],
    },
    MailAccount: {
      name: 'A',
      address: 'a@example.org',
      kind: 'imap',
      host: 'x.invalid',
      port: 143,
      username: 'a',
      isEnabled: false,
    },
    MailRelay: { host: 'x.invalid', port: 25, security: 'none', username: '', password: '' },
    LedgerEntry: { state: 'stored' },
    OutboxMessage: { state: 'queued' },
    CoreSettings: { productTitle: 'Ours', timeZone: 'Europe/Amsterdam', sessionDays: 30 },
    SupportSettings: { acceptUnknownSenders: true, autoReply: false },
    Principal: { name: 'x' },
    Module: { grants: { use: { 1: true } } },
  };
}

/** Filters and sorts as they would be right. */
const FILTERS: Record<string, readonly Json[]> = {
  Principal: [{ text: 'a' }, { type: 'group' }],
  TaskList: [{ role: 'support' }, { maySubmit: true }, { mayRead: false }],
  Task: [
    { role: 'support', text: 'a' },
    { taskListIds: ['1'], progress: ['completed'] },
    { responsible: 'mine' },
    { customerId: 'me' },
  ],
  Comment: [
    { entityType: 'Task', entityId: '1' },
    { entityType: 'Task', entityId: '1', isPrivate: true },
  ],
  LedgerEntry: [{ state: 'stored' }, { outcome: 'ticket', text: 'a' }, { accountId: '1' }],
  OutboxMessage: [{ state: 'queued' }],
  Module: [{ state: 'enabled', text: 'a' }],
};
const SORTS: Record<string, readonly Json[]> = {
  Task: [
    { property: 'title', isAscending: true },
    { property: 'due', isAscending: false },
  ],
  Comment: [{ property: 'createdAt', isAscending: true }],
  TaskList: [{ property: 'name' }],
  LedgerEntry: [{ property: 'receivedAt' }],
};

/** Requests that would be right, were not one or two of their places spoilt. */
export function spoiltRequests(seed: number, count: number, using: readonly string[], taskListId: string): string[] {
  const random = mulberry32(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const right = objects(taskListId);

  const args = (type: string, method: string): Json => {
    const object = right[type] ?? {};
    const id = type === 'MailRelay' || type.endsWith('Settings') ? 'singleton' : '1';
    const filter = pick([null, ...(FILTERS[type] ?? [])]);
    const sort = pick([null, [{ property: 'id', isAscending: false }], SORTS[type] ?? null]);
    const tree = { operator: 'OR', conditions: [filter ?? {}, { operator: 'NOT', conditions: [filter ?? {}] }] };
    const list = { accountId: 'g1', filter: random() < 0.3 ? tree : filter, sort };
    switch (method) {
      case 'get':
        return { accountId: 'g1', ids: [id], properties: ['id', ...Object.keys(object)] };
      case 'set':
        return { accountId: 'g1', ifInState: null, create: { k: object }, update: { [id]: object }, destroy: ['99'] };
      case 'query':
        return { ...list, position: 0, anchor: null, anchorOffset: 0, limit: 10, calculateTotal: true };
      case 'copy':
        return { accountId: 'g1', fromAccountId: 'g2', create: { k: { id } }, onSuccessDestroyOriginal: true };
      case 'changes':
        return { accountId: 'g1', sinceState: '0', maxChanges: 5 };
      default:
        return { ...list, sinceQueryState: '0', maxChanges: 5, upToId: '1', calculateTotal: false };
    }
  };
  const blobCall = (index: number): unknown[] => {
    const name = pick(['get', 'upload', 'lookup', 'copy']);
    const sources = [{ 'data:asText': 'a' }, { 'data:asBase64': 'YQ==' }, { blobId: '#k', offset: 0, length: 1 }];
    const args = {
      get: { ids: ['#k', 'B'], properties: ['data', 'size', 'digest:sha-256'], offset: 0, length: 9 },
      upload: { create: { k: { data: sources.slice(0, 2), type: 'a/b' }, l: { data: sources } } },
      lookup: { ids: ['#k', 'B'], typeNames: ['Comment'] },
      copy: { fromAccountId: 'g2', blobIds: ['B'] },
    }[name];
    return [`Blob/${name}`, { accountId: 'g1', ...args }, String(index)];
  };
  const call = (index: number): unknown[] => {
    if (random() < 0.2) return blobCall(index);
    const [type, method] = [pick(TYPES), pick(['get', 'set', 'query', 'changes', 'queryChanges', 'copy'])];
    return [`${type}/${method}`, args(type, method), String(index)];
  };
  const spoil = (value: unknown): unknown => replaced(value, pick(placesOf(value)), pick(WRONG), pick(NAMES));
  return Array.from({ length: count }, () => {
    const reference = [
      'Task/get',
      { accountId: 'g1', '#ids': { resultOf: '0', name: 'Task/query', path: '/ids' } },
      '2',
    ];
    let request: unknown = { using, methodCalls: [call(0), call(1), ...(random() < 0.2 ? [reference] : [])] };
    for (let times = random() < 0.5 ? 1 : 2; times > 0; times--) request = spoil(request);
    return JSON.stringify(request);
  });
}

type Place = readonly string[];

/** Every place in a value: its leaves, what holds them, and itself. What a client declares to use counts as one. */
function placesOf(value: unknown, above: Place = []): Place[] {
  if (typeof value !== 'object' || value === null || above.at(-1) === 'using') return [above];
  return [above, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...above, key]))];
}

/** The value with something else at a place; below an empty place it gains a name. */
function replaced(value: unknown, [key, ...below]: Place, wrong: unknown, name: string): unknown {
  if (key === undefined) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.fromEntries([...Object.entries(value), [name, wrong]]) : wrong;
  }
  if (Array.isArray(value)) {
    return value.map((inner: unknown, index) => (String(index) === key ? replaced(inner, below, wrong, name) : inner));
  }
  return { ...(value as Json), [key]: replaced((value as Json)[key], below, wrong, name) };
}
