import type { Client } from '../../../core/testing/client';
import type { Acts } from './acts';
import { isSame, type Sent } from './mailroom';
import { COLLEAGUES, USERS, WRITERS } from './people';
import { type Letter, secretsOf, type Ticket } from './plan';

// What is, beside what should be.

interface Task {
  readonly id: string;
  readonly title: string;
  readonly progress: string;
}

/** Every request of every customer: those who can sign in are asked themselves, of the others an agent looks as they. */
export async function compareRequests(acts: Acts): Promise<void> {
  const { plan } = acts;
  for (const person of USERS)
    expect([person.key, await requestsOf(acts.as(person))]).toEqual([person.key, plan.requestsOf(person)]);
  for (const person of WRITERS) {
    const own = plan.tickets.filter((ticket) => ticket.customer === person);
    const expected = plan.requestsOf(person);
    for (const ticket of own) {
      // A part is shown in the other one, where its customer follows that.
      const shown = expected[ticket.id];
      if (shown !== undefined) expect([person.key, await seenBy(acts, ticket)]).toEqual([person.key, shown]);
    }
  }
}

async function requestsOf(client: Client): Promise<Record<string, unknown>> {
  const ids = await client.query('Task', { role: 'support', isFollowed: true, isMerged: false });
  const { list } = await client.get<Task>('Task', ids, ['id', 'title', 'progress']);
  const requests: Record<string, unknown> = {};
  for (const { id, title, progress } of list) {
    const parts = await client.query('Task', { role: 'support', mergedIntoId: [id] });
    const filter = { entityType: 'Task', entityId: [id, ...parts] };
    const { list: entries } = await client.get<{ id: string; text: string }>(
      'Comment',
      await client.query('Comment', filter),
      ['id', 'text'],
    );
    const thread = entries.sort((a, b) => Number(a.id) - Number(b.id)).map(({ text }) => text);
    requests[id] = { subject: title, progress, thread };
  }
  return requests;
}

async function seenBy(acts: Acts, { id, type }: Ticket): Promise<unknown> {
  const agent = COLLEAGUES.find(({ reads }) => reads.includes(type))!;
  const seen = await acts.as(agent).call('Ticket/seenByCustomer', { id });
  const { title, progress } = seen['ticket'] as Task;
  const thread = (seen['comments'] as { text: string }[]).map(({ text }) => text);
  return { subject: title, progress, thread };
}

/** Every mail that was sent, and none besides. */
export async function compareMails(acts: Acts): Promise<void> {
  const { mailroom, plan } = acts;
  await acts.tellAgents();
  const sent = await mailroom.all();
  expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
  for (const letter of plan.letters) letter.id = sent.find((one) => isSame(one, letter))?.id ?? null;
  const inOrder = (lines: unknown[]): string[] => lines.map((line) => JSON.stringify(line)).sort();
  expect(inOrder(sent.map((one) => actual(one, plan.letters)))).toEqual(inOrder(plan.letters.map(expected)));
  const secrets = secretsOf(plan);
  expect(secrets.length).toBeGreaterThan(0);
  const customers = sent.filter(({ to }) => !COLLEAGUES.some(({ address }) => to.includes(address)));
  expect(customers.filter(({ source }) => secrets.some((secret) => source.includes(secret)))).toEqual([]);
}

function expected({ from, to, subject, text, thread, ticket, isAutomatic }: Letter): unknown {
  const references = thread.map((message) => message.id);
  const answersTo = ticket?.id ?? null;
  return { from, to, subject, text, inReplyTo: references.at(-1) ?? null, references, answersTo, isAutomatic };
}

/** What agents are told says more than the plan knows: its link, and how to have less of it. */
function actual(sent: Sent, letters: readonly Letter[]): unknown {
  const { from, to, subject, inReplyTo, references, replyTo, isAutomatic } = sent;
  const answersTo = /\+t(\d+)\./.exec(replyTo ?? '')?.[1] ?? null;
  const toldOf = letters.find((letter) => letter.ticket === null && isSame(sent, letter));
  const text = toldOf?.text ?? sent.text;
  return { from, to, subject, text, inReplyTo, references, answersTo, isAutomatic };
}

/** What the left pane would count, for each colleague. */
export async function compareCounters(acts: Acts): Promise<void> {
  for (const colleague of COLLEAGUES) {
    const client = acts.as(colleague);
    const count = async (filter: Record<string, unknown>): Promise<number> =>
      (await client.query('Task', { role: 'support', isMerged: false, ...filter })).length;
    const open = { progress: ['needs-action', 'in-process'], isUnread: true };
    const counted = {
      'needs-action': await count({ progress: ['needs-action'] }),
      'in-process': await count({ progress: ['in-process'] }),
      completed: await count({ progress: ['completed'] }),
      unread: await count(open),
      own: await count({ ...open, responsible: 'mine' }),
    };
    expect([colleague.key, counted]).toEqual([colleague.key, acts.plan.countersOf(colleague)]);
  }
}
