import * as fc from 'fast-check';
import { Directory } from '../../core/auth/directory.service';
import { Records } from '../../core/jmap/records';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// An agent sees a ticket as its customer does: exactly that, and never more than the agent may see.

type Json = Record<string, unknown>;

interface Seen {
  readonly customerName: string | null;
  readonly ticket: Json | null;
  readonly parts: readonly Json[];
  readonly comments: readonly Json[];
  readonly total: number;
}

describe.each(testDatabases())('a ticket as its customer sees it on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let other: Client;
  let carla: Client;
  let list: string;
  let secret: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    agent = await host.person('bram', { permissions: ['support:use'] });
    other = await host.person('stella', { permissions: ['support:use'] });
    carla = await host.person('carla', { isInternal: false, permissions: ['help:use'] });
    const everyone = String(await host.get(Directory).builtIn('everyone'));
    const share = (more: Json): Json => ({ [everyone]: rights(5), ...more });
    const make = async (name: string, shareWith: Json): Promise<string> =>
      (await admin.create('TaskList', { name, role: 'support', shareWith })).id;
    list = await make('Desk', share({ [agent.principalId]: rights(40) }));
    secret = await make('Board', share({ [other.principalId]: rights(40) }));
    for (const [name, forCustomers] of [
      ['Public', true],
      ['Margins', false],
    ] as const) {
      const set = await admin.create('CustomFieldSet', { type: 'Task', name, forCustomers });
      await admin.create('CustomField', { fieldSetId: set.id, key: name.toLowerCase(), name, kind: 'text' });
    }
  });
  afterAll(async () => {
    await host.drop();
  });

  const ticket = async (who: Client, given: Json = {}): Promise<string> =>
    (await who.create('Task', { taskListId: list, title: 'Printer on fire', ...given })).id;
  const say = (who: Client, entityId: string, text: string, given: Json = {}) =>
    who.create('Comment', { entityType: 'Task', entityId, text, isPrivate: false, ...given });
  const seen = async (id: string, who = agent, args: Json = {}): Promise<Seen> => {
    const answer = await who.call('Ticket/seenByCustomer', { id, ...args });
    expect(answer).not.toHaveProperty('type');
    return answer as unknown as Seen;
  };
  /** What the customer's own questions are answered. */
  const own = async (id: string, who = carla): Promise<Omit<Seen, 'customerName'>> => {
    const read = async (type: string, ids: readonly string[]): Promise<Json[]> =>
      ids.length === 0 ? [] : (await who.get(type, ids)).list;
    const parts = await who.query('Task', { mergedIntoId: [id] }, [{ property: 'id' }]);
    const filter = { entityType: 'Task', entityId: [id, ...parts] };
    const entries = await who.query('Comment', filter, [{ property: 'createdAt' }, { property: 'id' }]);
    const [first] = await read('Task', [id]);
    return {
      ticket: first ?? null,
      parts: await read('Task', parts),
      comments: await read('Comment', entries),
      total: entries.length,
    };
  };
  const bytes = ({ ticket: task, parts, comments, total }: Omit<Seen, 'customerName'>): string =>
    JSON.stringify({ task, parts, comments, total });

  test('whatever happened: it is byte for byte what the customer’s own questions are answered', async () => {
    const step = fc.record({
      what: fc.constantFrom(
        'ask',
        'answer',
        'note',
        'file',
        'close',
        'fields',
        'cc',
        'merge',
        'move',
        'unverified',
        'watch',
      ),
      choice: fc.nat({ max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const id = await ticket(carla);
        const parts: string[] = [];
        for (const [index, { what, choice }] of steps.entries()) {
          clock.advance(1);
          const text = `Word ${String(index)}`;
          switch (what) {
            case 'ask':
              await say(carla, id, text);
              break;
            case 'answer':
              await say(agent, id, text, { html: `<p>${text} <b>now</b></p>`, mentions: [agent.principalId] });
              break;
            case 'note':
              await say(agent, id, text, { isPrivate: true });
              break;
            case 'file': {
              const blobId = await agent.upload(Buffer.from(text), 'text/plain');
              const attachments = [{ blobId, name: 'a.txt', type: 'text/plain' }];
              await say(agent, id, text, { attachments, isPrivate: choice === 0 });
              break;
            }
            case 'close':
              await agent.update('Task', id, {
                progress: choice < 2 ? 'completed' : 'in-process',
                responsibleId: agent.principalId,
              });
              break;
            case 'fields':
              await agent.update('Task', id, { customFields: { public: text, margins: text } });
              break;
            case 'cc':
              await agent.update('Task', id, { cc: ['boss@example.com'] });
              break;
            case 'merge': {
              const part = await ticket(choice === 0 ? agent : carla);
              await say(agent, part, text);
              await agent.update('Task', part, { mergedIntoId: id });
              parts.push(part);
              break;
            }
            case 'move': {
              const from = await ticket(choice < 2 ? carla : agent);
              const entry = await say(agent, from, text, { isPrivate: choice % 2 === 0 });
              await agent.update('Comment', entry.id, { entityId: id });
              break;
            }
            case 'unverified': {
              const entry = { entityType: 'Task', entityId: Number(id), authorName: 'X', authorRole: 'customer', text };
              const stored = { ...entry, isPrivate: choice > 0, source: 'mail', senderIsVerified: false };
              await host.database.transaction(() => host.get(Records).insert('Comment', stored as object));
              break;
            }
            case 'watch':
              await agent.update('Task', id, { [`watchers/${agent.principalId}`]: true });
          }
        }
        for (const one of [id, ...parts]) {
          const expected = await own(one);
          expect(bytes(await seen(one))).toBe(bytes(expected));
        }
        const { ticket: shown, comments } = await seen(id);
        expect(shown).toMatchObject({ id, watchers: null, categories: null, hasPrivateNote: null });
        expect(comments.every(({ isPrivate }) => isPrivate === false)).toBe(true);
      }),
      { numRuns: 6 },
    );
  });

  test('a customer who cannot sign in sees what they will see when they can', async () => {
    const contact = await admin.create('Contact', { name: 'Dora', addresses: ['dora@example.com'] });
    const id = await ticket(agent, { customerId: contact.id });
    await say(agent, id, 'We are on it');
    await say(agent, id, 'A difficult customer', { isPrivate: true });
    const part = await ticket(agent, { customerId: contact.id });
    await say(agent, part, 'And on this');
    await agent.update('Task', part, { mergedIntoId: id });
    const before = await seen(id);
    expect(before).toMatchObject({ customerName: 'Dora', total: 2, ticket: { id }, parts: [{ id: part }] });
    const dora = await host.person('dora', { email: 'dora@example.com', isInternal: false });
    expect(dora.principalId).toBe(contact.id);
    expect(bytes(before)).toBe(bytes(await own(id, dora)));
    expect(bytes(await seen(id))).toBe(bytes(before));
  });

  test('what the agent may not see is not shown, though the customer sees it', async () => {
    const id = await ticket(carla);
    const hidden = await ticket(carla, { taskListId: secret });
    await say(other, hidden, 'Only between us');
    await admin.update('Task', hidden, { mergedIntoId: id });
    expect((await own(id)).parts).toHaveLength(1);
    expect(await seen(id)).toMatchObject({ parts: [], comments: [], total: 0 });
    const part = await ticket(carla);
    await admin.update('Task', part, { mergedIntoId: await ticket(carla, { taskListId: secret }) });
    expect((await own(part)).ticket!['mergedIntoId']).not.toBeNull();
    expect((await seen(part)).ticket).toMatchObject({ id: part, mergedIntoId: null });
    // Stella reads the other one alone.
    const answer = await other.call('Ticket/seenByCustomer', { id });
    expect(answer).toMatchObject({ type: 'invalidArguments' });
  });

  test('a customer who sees it no more, or a ticket of nobody, is shown as that', async () => {
    const id = await ticket(carla);
    const personal = carla.principalId;
    const everyone = String(await host.get(Directory).builtIn('everyone'));
    await admin.update('TaskList', list, { [`shareWith/${everyone}`]: null });
    expect(await seen(id)).toMatchObject({ customerName: 'Carla', ticket: null, parts: [], comments: [], total: 0 });
    await admin.update('TaskList', list, { [`shareWith/${personal}`]: rights(5) });
    expect(await seen(id)).toMatchObject({ ticket: { id } });
    await admin.update('TaskList', list, { [`shareWith/${everyone}`]: rights(5) });
    expect(await seen(await ticket(agent))).toMatchObject({ customerName: null, ticket: null, comments: [] });
  });

  test('only agents who read the ticket ask; unknown and forbidden answer alike, and what was asked is audited', async () => {
    const id = await ticket(carla);
    const plain = await admin.create('TaskList', { name: 'Chores', role: 'list' });
    const chore = (await admin.create('Task', { taskListId: plain.id, title: 'Sweep' })).id;
    const unknown = await agent.call('Ticket/seenByCustomer', { id: '999999' });
    expect(unknown).toMatchObject({ type: 'invalidArguments' });
    expect(await other.call('Ticket/seenByCustomer', { id })).toEqual(unknown);
    expect(await carla.call('Ticket/seenByCustomer', { id })).toEqual(unknown);
    expect(await admin.call('Ticket/seenByCustomer', { id: chore })).toEqual(unknown);
    expect(await agent.call('Ticket/seenByCustomer', { id: 'x' })).toEqual(unknown);
    const states = async () => Promise.all(['Task', 'Comment'].map(async (type) => (await carla.get(type, [])).state));
    const before = await states();
    for (let at = 0; at < 3; at++) await say(agent, id, `Word ${String(at)}`);
    const after = await states();
    expect(after).not.toEqual(before);
    expect((await seen(id, agent, { limit: 2 })).comments.map(({ text }) => text)).toEqual(['Word 1', 'Word 2']);
    expect(await states()).toEqual(after);
    const audited = await admin.query('AuditEntry', { action: 'see-as' });
    const { list: entries } = await admin.get<Json>('AuditEntry', audited);
    expect(entries).toContainEqual(expect.objectContaining({ type: 'Task', objectId: Number(id), actorName: 'Bram' }));
    expect(entries.some(({ actorName }) => actorName === 'Stella' || actorName === 'Carla')).toBe(false);
  });
});
