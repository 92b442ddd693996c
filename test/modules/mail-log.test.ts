import { createTransport } from 'nodemailer';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { ProcessJob } from '../../modules/mail/process.job';
import { SmtpSource } from '../../modules/mail/smtp.source';

interface Mail {
  outcome: string;
  reason: string;
  taskId: string | null;
  commentId: string | null;
}

describe.each(testDatabases())('the record of mail ($name)', (database) => {
  let host: TestHost;

  beforeAll(async () => {
    host = await TestHost.start(database);
  });
  afterAll(() => host.drop());

  const mail = async (subject: string): Promise<void> => {
    const source = host.get(SmtpSource);
    await source.start();
    const transport = createTransport({ host: '127.0.0.1', port: source.port ?? 0, ignoreTLS: true });
    const from = 'ann@example.com';
    await transport.sendMail({ from, to: 'support@localhost', subject, text: subject }).finally(() => {
      transport.close();
    });
    await host.get(ProcessJob).run(new AbortController().signal);
    await source.stop();
  };
  const all = async <T>(client: Client, type: string): Promise<T[]> => (await client.get<T>(type, null)).list;
  const module = async (what: string, name: string): Promise<void> => {
    const admin = await host.admin();
    const { list } = await admin.get<{ id: string; name: string }>('Module', null);
    const id = list.find((one) => one.name === name)?.id;
    const args = what === 'delete' ? { id, name } : { id };
    expect(await admin.call(`Module/${what}`, args)).not.toHaveProperty('description');
  };

  test('names no ticket of a deleted module, lest the next one of that number be taken for it', async () => {
    await mail('The lamp is broken');
    const admin = await host.admin();
    const [ticket] = await all<{ id: string }>(admin, 'Task');
    const answer = { entityType: 'Task', entityId: ticket?.id, isPrivate: false, text: 'We bring a new one' };
    await admin.create('Comment', answer);
    const [known] = await all<Mail>(admin, 'LedgerEntry');
    expect(known).toMatchObject({ outcome: 'ticket', taskId: ticket?.id, commentId: expect.any(String) });
    const [sent] = await all<Mail>(admin, 'OutboxMessage');
    expect(sent?.commentId).toEqual(expect.any(String));

    const modules = ['help', 'support', 'comments', 'tasks'];
    for (const name of modules) await module('disable', name);
    for (const name of modules) await module('delete', name);
    const without = await host.admin();
    const forgotten = { taskId: null, commentId: null, outcome: 'ticket', reason: known?.reason };
    expect(await all<Mail>(without, 'LedgerEntry')).toMatchObject([forgotten]);
    expect(await all<Mail>(without, 'OutboxMessage')).toMatchObject([{ commentId: null }]);

    const groups = await all<{ name: string }>(without, 'Group');
    for (const name of ['tasks', 'comments', 'support']) await module('install', name);
    await mail('The door is stuck');
    const again = await host.admin();
    const [next] = await all<{ id: string }>(again, 'Task');
    const entries = await all<Mail>(again, 'LedgerEntry');
    // The number is given a second time, and it is the second mail's alone.
    expect(next?.id).toBe(ticket?.id);
    expect(entries.map(({ taskId }) => taskId)).toEqual([null, next?.id]);
    // The groups that the first installation made are people's: they stayed, and serve the second.
    expect(await all(again, 'Group')).toEqual(groups);
  }, 600_000);
});
