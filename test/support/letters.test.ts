import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// The words of the mails that customers get, who signs them, and under whose name they leave, through the door.

interface Mail {
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

describe.each(testDatabases())('mails to customers on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let customer: Client;
  let printers: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    manager = await host.person('Mia', { permissions: ['support:manage', 'support:use'] });
    agent = await host.person('Bram', { permissions: ['support:use'] });
    customer = await host.person('Cleo', { isInternal: false, permissions: ['help:use'] });
    const shareWith = {
      [manager.principalId]: rights(40),
      [agent.principalId]: rights(30),
      [customer.principalId]: rights(5),
    };
    printers = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
  });
  afterAll(() => host.drop());
  afterEach(() => settings({ answerText: '{text}\n\n{signature}' }));

  const settings = (values: Record<string, unknown>) => manager.update('SupportLetterSettings', 'singleton', values);
  const refusal = (values: object) => manager.refused('SupportLetterSettings', { update: { singleton: values } });
  const ticket = async (title = 'Jam') => (await customer.create('Task', { title, taskListId: printers })).id;
  const answer = async (taskId: string, text: string, html: string | null = null): Promise<Mail> => {
    const said = { entityType: 'Task', entityId: taskId, isPrivate: false };
    await agent.create('Comment', { ...said, text, ...(html === null ? {} : { html }) });
    const [newest = ''] = await admin.query('OutboxMessage', null, [{ property: 'id', isAscending: false }]);
    return (await admin.get<Mail & { id: string }>('OutboxMessage', [newest])).list[0]!;
  };

  test('nothing is put around an answer at first', async () => {
    expect(await answer(await ticket(), 'Please open {tray} 2.')).toMatchObject({
      sender: 'Bram (Printers) <support@localhost>',
      text: 'Please open {tray} 2.',
      html: null,
    });
  });

  test('what an agent has offered first for a new ticket is a ticket type that the agent sees', async () => {
    const shareWith = { [agent.principalId]: rights(40) };
    const { id: plain } = await admin.create('TaskList', { name: 'Errands', role: 'list', shareWith });
    const { id: unseen } = await admin.create('TaskList', { name: 'Dismissals', role: 'support' });
    const { id: type } = await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith });
    const offer = (defaultTaskListId: string | null) =>
      agent.refused('Profile', { update: { singleton: { defaultTaskListId } } });
    const offered = async () =>
      (await agent.get<{ defaultTaskListId: unknown }>('Profile', ['singleton'])).list[0]?.defaultTaskListId;
    expect(await offer(type)).toBeNull();
    for (const [wrong, why] of [
      [plain, /is no ticket type/],
      [unseen, /no such object/],
    ] as const)
      expect(await offer(wrong)).toMatchObject({
        properties: ['defaultTaskListId'],
        description: expect.stringMatching(why),
      });
    expect(await offered()).toBe(type);
    expect(await offer(null)).toBeNull();
    expect(await offered()).toBeNull();
    await admin.call('TaskList/set', { destroy: [plain, unseen, type] });
  });

  test('an agent’s signature stands under what that agent says, in the mail alone', async () => {
    await agent.update('Profile', 'singleton', { signature: '  Bram <b>\nService desk  ' });
    const id = await ticket();
    expect(await answer(id, 'Done & dusted', '<p>Done &amp; dusted</p>')).toMatchObject({
      text: 'Done & dusted\n\nBram <b>\nService desk',
      html: '<p>Done &amp; dusted</p><p>Bram &lt;b&gt;<br>Service desk</p>',
    });
    const { list } = await customer.get<{ text: string }>(
      'Comment',
      await customer.query('Comment', { entityType: 'Task', entityId: id }),
    );
    expect(list.map(({ text }) => text)).toEqual(['Done & dusted']);
    expect((await agent.get('Profile', ['singleton'])).list).toMatchObject([{ signature: 'Bram <b>\nService desk' }]);
    expect((await manager.get('Profile', ['singleton'])).list).toMatchObject([{ signature: null }]);
    await agent.update('Profile', 'singleton', { signature: ' ' });
    expect(await answer(id, 'Again')).toMatchObject({ text: 'Again' });
    expect(await agent.refused('Profile', { update: { singleton: { signature: 'x'.repeat(2001) } } })).toMatchObject({
      properties: ['signature'],
    });
  });

  test('what managers put around it is filled in once: braces in a subject or an answer stay what they are', async () => {
    await settings({
      answerText: 'Dear {customer},\n\n{text}\n\n{agent}, {list}: {subject} (#{number})\n{link}\n\n{signature}',
    });
    const id = await ticket('<i>{agent}</i> {text}');
    const mail = await answer(id, 'See {list}', '<p>See <b>{list}</b></p>');
    expect(mail.text).toBe(
      `Dear Cleo,\n\nSee {list}\n\nBram, Printers: <i>{agent}</i> {text} (#${id})\nhttp://localhost:8080/#help/${id}`,
    );
    expect(mail.html).toBe(
      `<p>Dear Cleo,</p><p>See <b>{list}</b></p><p>Bram, Printers: &lt;i&gt;{agent}&lt;/i&gt; {text} (#${id})<br>http://localhost:8080/#help/${id}</p>`,
    );
  });

  test('a text that cannot be used is refused by name, and nothing is stored', async () => {
    const saved = (await manager.get('SupportLetterSettings', ['singleton'])).list;
    const known = '{customer}, {agent}, {subject}, {number}, {list}, {text}, {signature}, {link}';
    const cases: [object, string, string][] = [
      [{ answerText: 'Hello' }, 'answerText', 'answerText must hold {text}, which is the answer, once'],
      [{ answerText: '{text} {text}' }, 'answerText', 'answerText must hold {text}, which is the answer, once'],
      [{ answerText: '{text} {sig}' }, 'answerText', `answerText has {sig}, but there are only ${known}`],
      [{ confirmationText: ' ' }, 'confirmationText', 'confirmationText must not be empty'],
      [
        { confirmationText: '{agent}' },
        'confirmationText',
        'confirmationText has {agent}, but there are only {customer}, {subject}, {number}, {list}, {link}',
      ],
      [
        { confirmationSubject: '{text}' },
        'confirmationSubject',
        'confirmationSubject has {text}, but there are only {customer}, {subject}, {number}, {list}, {link}',
      ],
      [{ confirmationSubject: 'a\nb' }, 'confirmationSubject', 'confirmationSubject must be one line'],
    ];
    for (const [values, property, description] of cases)
      expect(await refusal(values)).toMatchObject({ type: 'invalidProperties', properties: [property], description });
    expect((await manager.get('SupportLetterSettings', ['singleton'])).list).toEqual(saved);
  });

  test('they are shown as they would be mailed before they are saved, to managers alone, and nothing is sent', async () => {
    const mails = await admin.query('OutboxMessage');
    const answerText = '{customer}: {text}\n{signature}';
    const shown = await manager.call('SupportLetter/preview', { answerText, confirmationSubject: 'Got it: {number}' });
    expect(shown).toMatchObject({
      answer: {
        text: 'Alex Example:\n\nIt does not any more. Please try again.\n\nMia',
        html: '<p>Alex Example:</p><p>It does not any more. Please try again.</p><p>Mia</p>',
      },
      confirmation: { subject: 'Got it: 123', text: expect.stringContaining('gave it the number 123.') },
    });
    expect(await admin.query('OutboxMessage')).toEqual(mails);
    expect(await manager.call('SupportLetter/preview', { answerText: 'Hi' })).toEqual({
      type: 'invalidArguments',
      description: 'answerText must hold {text}, which is the answer, once',
    });
    expect(await agent.call('SupportLetter/preview', {})).toMatchObject({ type: 'forbidden' });
    expect((await agent.get('SupportLetterSettings', ['singleton'])).list).toEqual([]);
  });

  test('a ticket type has a name of its own in mails, which customers do not read elsewhere', async () => {
    await manager.update('TaskList', printers, { senderName: ' Print shop ' });
    expect(await answer(await ticket(), 'Yes')).toMatchObject({ sender: 'Bram (Print shop) <support@localhost>' });
    expect((await customer.get('TaskList', [printers])).list).toMatchObject([{ senderName: null }]);
    expect((await agent.get('TaskList', [printers])).list).toMatchObject([{ senderName: 'Print shop' }]);
    expect(
      await manager.refused('TaskList', { update: { [printers]: { senderName: 'a\r\nBcc: b@example.org' } } }),
    ).toMatchObject({
      properties: ['senderName'],
    });
    await manager.update('TaskList', printers, { senderName: '' });
    expect(await answer(await ticket(), 'Yes')).toMatchObject({ sender: 'Bram (Printers) <support@localhost>' });
    const plain = { name: 'Plain', senderName: 'Shop' };
    expect(await admin.refused('TaskList', { create: plain })).toMatchObject({ properties: ['senderName'] });
  });
});

describe.each(testDatabases())('who gets new tickets on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let printers: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('Bram', { permissions: ['support:use'] });
    customer = await host.person('Cleo', { isInternal: false, permissions: ['help:use'] });
    const shareWith = { [agent.principalId]: rights(30), [customer.principalId]: rights(5) };
    printers = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
  });
  afterAll(() => host.drop());

  const responsible = async (client: Client, given = {}) => {
    const { id } = await client.create('Task', { title: 'Jam', taskListId: printers, ...given });
    return (await admin.get<{ id: string; responsibleId: string | null }>('Task', [id])).list[0]!.responsibleId;
  };

  test('whoever the ticket type names, unless somebody else is named; only an agent of it', async () => {
    expect(await responsible(customer)).toBeNull();
    await admin.update('TaskList', printers, { defaultResponsibleId: agent.principalId });
    expect(await responsible(customer)).toBe(agent.principalId);
    expect(await responsible(admin)).toBe(agent.principalId);
    expect(await responsible(admin, { responsibleId: admin.principalId })).toBe(admin.principalId);
    for (const person of [customer.principalId, '999999'])
      expect(
        await admin.refused('TaskList', { update: { [printers]: { defaultResponsibleId: person } } }),
      ).toMatchObject({ properties: ['defaultResponsibleId'] });
    expect(await responsible(customer)).toBe(agent.principalId);
    expect((await customer.get('TaskList', [printers])).list).toMatchObject([{ defaultResponsibleId: null }]);
  });

  test('nobody, once that person is no agent of it; and a successor when the person goes', async () => {
    await admin.update('TaskList', printers, { [`shareWith/${agent.principalId}`]: null });
    expect(await responsible(customer)).toBeNull();
    await admin.update('TaskList', printers, { [`shareWith/${agent.principalId}`]: rights(30) });
    expect(await responsible(customer)).toBe(agent.principalId);
    const next = await host.person('Nora', { permissions: ['support:use'] });
    await admin.update('TaskList', printers, { [`shareWith/${next.principalId}`]: rights(30) });
    await admin.update('User', agent.principalId, { successorId: next.principalId });
    expect(await admin.call('User/set', { destroy: [agent.principalId] })).toMatchObject({
      destroyed: [agent.principalId],
    });
    expect((await admin.get('TaskList', [printers])).list).toMatchObject([{ defaultResponsibleId: next.principalId }]);
  });
});
