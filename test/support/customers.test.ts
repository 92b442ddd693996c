import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// Whom agents name as the customer of a ticket, through the door.

interface Seen {
  readonly id: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
}

describe.each(testDatabases())('customers of tickets on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let taskListId: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('Bram', { permissions: ['support:use'] });
    customer = await host.person('Cleo', { isInternal: false, permissions: ['help:use'] });
    const shareWith = { [agent.principalId]: rights(30), [customer.principalId]: rights(5) };
    taskListId = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
  });
  afterAll(() => host.drop());

  const file = async (given: object) => (await agent.create('Task', { title: 'Jam', taskListId, ...given })).id;
  const refusal = (given: object) => agent.refused('Task', { create: { title: 'Jam', taskListId, ...given } });
  const of = async (id: string, who = agent): Promise<Seen> => {
    const [seen] = (await who.get<Seen>('Task', [id])).list;
    return seen!;
  };
  const contacts = async (): Promise<string[]> => admin.query('Contact');

  test('an address that nobody has makes a contact, with the name that was given', async () => {
    const id = await file({ customerEmail: ' Jan@Example.NET ', customerName: 'Jan Jansen' });
    const { customerId, ...seen } = await of(id);
    expect(seen).toMatchObject({ customerName: 'Jan Jansen', customerEmail: 'jan@example.net' });
    expect((await admin.get('Contact', [customerId!])).list).toMatchObject([
      { name: 'Jan Jansen', addresses: ['jan@example.net'] },
    ]);
    const before = await contacts();
    const again = await file({ customerEmail: 'jan@example.net', customerName: 'Somebody else' });
    expect(await of(again)).toMatchObject({ customerId, customerName: 'Jan Jansen' });
    expect(await contacts()).toEqual(before);
    const unnamed = await file({ customerEmail: 'piet@example.net' });
    expect(await of(unnamed)).toMatchObject({ customerName: 'piet@example.net' });
  });

  test('an address that somebody has makes that one the customer, by whichever address', async () => {
    const { id: contact } = await admin.create('Contact', {
      name: 'Ko',
      addresses: ['ko@example.org', 'k@example.org'],
    });
    const id = await file({ customerEmail: 'k@example.org' });
    const seen = { customerId: contact, customerName: 'Ko', customerEmail: 'ko@example.org' };
    expect(await of(id)).toMatchObject(seen);
    await agent.update('Task', id, { customerEmail: null });
    expect(await of(id)).toMatchObject({ customerId: null, customerName: null, customerEmail: null });
    await agent.update('Task', id, { customerEmail: 'ko@example.org' });
    expect(await of(id)).toMatchObject(seen);
    await agent.update('Task', id, { customerId: customer.principalId });
    expect(await of(id)).toMatchObject({ customerName: 'Cleo' });
    expect(await of(id, customer)).toMatchObject({ customerName: 'Cleo' });
    // What is sent back as it was read is no change.
    await agent.update('Task', id, { ...(await of(id)), title: 'Same' });
    expect(await of(id)).toMatchObject({ customerName: 'Cleo', customerId: customer.principalId });
  });

  test('what makes no customer is refused by name, nothing is stored, and nobody learns who has an address', async () => {
    const hidden = await admin.create('Contact', {
      name: 'Secret',
      addresses: ['secret@example.org'],
      isRestricted: true,
    });
    const before = [await contacts(), await admin.query('Task')];
    const cases: [object, string, string][] = [
      [{ customerEmail: 'no address' }, 'customerEmail', 'customerEmail is no mail address'],
      [{ customerEmail: `${'x'.repeat(250)}@example.org` }, 'customerEmail', 'must have at most 254 characters'],
      [
        { customerEmail: 'a@example.org', customerId: customer.principalId },
        'customerEmail',
        'cannot be given together with customerId',
      ],
      [{ customerName: 'Jan' }, 'customerName', 'needs customerEmail'],
      [{ customerEmail: 'secret@example.org' }, 'customerEmail', 'customerEmail cannot be used here'],
    ];
    for (const [given, property, why] of cases)
      expect(await refusal(given)).toMatchObject({
        type: 'invalidProperties',
        properties: [property],
        description: expect.stringContaining(why),
      });
    expect([await contacts(), await admin.query('Task')]).toEqual(before);
    expect((await admin.get('Contact', [hidden.id])).list).toHaveLength(1);
    const own = { title: 'Mine', taskListId, customerEmail: 'b@example.org' };
    expect(await customer.refused('Task', { create: own })).toMatchObject({ properties: ['customerEmail'] });
    const { id } = await customer.create('Task', { title: 'Mine', taskListId });
    expect(await customer.refused('Task', { update: { [id]: { customerName: 'X' } } })).not.toBeNull();
    expect(await contacts()).toEqual(before[0]);
  });

  test('agents learn whether mail to customers leaves, others do not', async () => {
    const outgoing = async (who: Client): Promise<unknown> => (await who.call('Ticket/outgoing'))['mail'];
    expect(await outgoing(agent)).toBe('held');
    await admin.update('MailRelay', 'singleton', { host: 'localhost', port: 9, security: 'none' });
    expect(await outgoing(agent)).toBe('sent');
    const accounts = await admin.query('MailAccount');
    await admin.call('MailAccount/set', { destroy: accounts });
    expect(await outgoing(agent)).toBe('none');
    expect(await customer.call('Ticket/outgoing')).toMatchObject({ type: 'forbidden' });
  });
});
