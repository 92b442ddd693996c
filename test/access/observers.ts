import { Blobs } from '../../core/files/blobs.service';
import { Records } from '../../core/jmap/records';
import { ExpiryJob } from '../../modules/support/expiry/expiry.job';
import { ledgerEntry } from './ledger-entry';
import type { Observed } from './observed';
import { rights } from './rules';

/** One who looks, and what goes on that this one may not see. */
export interface Observer {
  readonly name: 'carla' | 'bea';
  readonly hidden: readonly ((play: Observed) => Promise<void>)[];
}

/** A canned reply for tickets of these lists comes, changes, and mostly goes again. */
async function reply({ admin, count }: Observed, taskListIds: readonly string[]): Promise<void> {
  const { id } = await admin.create('CannedReply', { name: `Reply ${String(count)}`, text: '{list}', taskListIds });
  await admin.update('CannedReply', id, { text: '{customer}' });
  if (count % 3 > 0) await admin.refused('CannedReply', { destroy: id });
}

const inListsOfOthers: Observer['hidden'] = [
  (play) => play.ticketElsewhere('Errand', play.plainList),
  (play) => play.ticketElsewhere('Machine', play.otherList),
  // One is closed because its customer does not answer.
  async (play) => {
    const { admin, host } = play;
    await play.ticketElsewhere('Silent', play.otherList);
    const [id = ''] = await admin.query('Task', { taskListIds: [play.otherList] }, [
      { property: 'id', isAscending: false },
    ]);
    const answered = {
      progress: 'in-process',
      lastCommentBy: 'agent',
      lastCommentAt: new Date('2026-01-01T00:00:00Z'),
    };
    await host.database.transaction(() => host.get(Records).update('Task', Number(id), answered));
    const expiryMessage = ['nothing', 'note', 'comment'][play.count % 3];
    const settings = { expiryDays: 1, expiryMessage, expiryExcludedTaskListIds: [play.ownList] };
    await admin.update('SupportSettings', 'singleton', settings);
    await host.get(ExpiryJob).run(new AbortController().signal);
    const { list } = await admin.get<{ progress: string }>('Task', [id]);
    expect(list[0]!.progress).toBe('completed');
  },
  async (play) => {
    await play.admin.update('TaskList', play.otherList, { name: `Renamed ${String(play.count)}` });
    const { principalId } = play.people.get('olga')!;
    await play.admin.update('TaskList', play.otherList, {
      [`shareWith/${principalId}`]: rights(5 * (1 + (play.count % 2))),
    });
  },
  async (play) => {
    const { principalId } = play.people.get('zed')!;
    await play.admin.update('TaskList', play.ownList, {
      [`shareWith/${principalId}`]: rights(play.count % 2 ? 40 : 50),
    });
  },
  // Lists that the observer does not see are put under a grouping of their own, and under that of an own list.
  async (play) => {
    const { admin, count } = play;
    const { id } = await admin.create('TaskListGrouping', { name: `Elsewhere ${String(count)}` });
    await admin.update('TaskList', play.plainList, { groupingId: id });
    await admin.update('TaskListGrouping', id, { name: 'Renamed', sortOrder: 1 + (count % 5) });
    await admin.update('TaskList', play.otherList, { groupingId: count % 2 ? id : play.grouping });
    if (count % 3 === 0) await admin.call('TaskListGrouping/set', { destroy: [id] });
    else play.guess('TaskListGrouping', id);
  },
  // Somebody else is of another organisation, even of the observer's, and sees others' tickets where that one has none.
  async (play) => {
    const { principalId } = play.people.get('zed')!;
    await play.admin.update('User', principalId, { organisation: play.count % 2 === 0 ? 'Acme' : '' });
    await play.admin.update('TaskList', play.otherList, { isSharedInOrganisation: play.count % 2 === 0 });
  },
  (play) => reply(play, [play.otherList]),
  // A status of a list that the observer does not see comes, is given to a ticket, changes, and mostly goes again.
  async (play) => {
    const { admin, count, otherList: taskListId } = play;
    const status = { name: `Status ${String(count)}`, taskListId, progress: 'in-process' };
    const { id } = await admin.create('TaskStatus', status);
    const ticket = await admin.create('Task', { title: 'In a status', taskListId, statusId: id });
    await admin.update('TaskStatus', id, { name: 'Renamed', color: 'red', sortOrder: count % 5 });
    play.guess('Task', ticket.id);
    if (count % 3 > 0) await admin.refused('TaskStatus', { destroy: id });
    else play.guess('TaskStatus', id);
  },
  // A colleague writes on the observer's own ticket, and does not send it.
  async (play) => {
    const zed = play.person('zed');
    const about = { entityType: 'Task', entityId: play.ticket, isPrivate: play.count % 2 === 0 };
    const [known] = await zed.query('CommentDraft', { entityType: 'Task', entityId: play.ticket });
    if (known === undefined) await zed.create('CommentDraft', { ...about, html: 'Not sent' });
    else if (play.count % 3 > 0) await zed.update('CommentDraft', known, { html: `Not sent ${String(play.count)}` });
    else await zed.refused('CommentDraft', { destroy: known });
  },
  async (play) => {
    await play.admin.update('SupportSettings', 'singleton', { autoReply: play.count % 2 === 0 });
    const [account = ''] = await play.admin.query('MailAccount');
    await play.admin.update('MailAccount', account, { name: `Desk ${String(play.count)}` });
    const { blobId } = await play.host.get(Blobs).keep(Buffer.from(`raw ${String(play.count)}`));
    const { host } = play;
    await host.database.transaction(() =>
      host.get(Records).insert('LedgerEntry', ledgerEntry(blobId, Number(account))),
    );
  },
];

export const OBSERVERS: Readonly<Record<string, Observer>> = {
  customer: {
    name: 'carla',
    hidden: [
      ...inListsOfOthers,
      (play) => play.ticketElsewhere('Of Olga', play.ownList),
      async (play) => {
        const { principalId } = play.person('olga');
        await play.admin.update('User', principalId, { organisation: play.count % 2 === 0 ? '' : 'Bolt' });
      },
      async (play) => {
        await play.person('bea').create('Comment', {
          entityType: 'Task',
          entityId: play.ticket,
          text: 'A note',
          isPrivate: true,
          mentions: [play.person('zed').principalId],
        });
      },
      async (play) => {
        await play.host.person(`new${String(play.count)}`, { isInternal: play.count % 2 === 0 });
      },
      // A custom field for agents comes, gets a value on the observer's own ticket, and goes.
      async (play) => {
        const set = await play.admin.create('CustomFieldSet', { type: 'Task', name: 'Margins' });
        const key = `margin${String(play.count)}`;
        const field = { fieldSetId: set.id, key, name: key, kind: 'number', required: true, default: 1 };
        await play.admin.create('CustomField', field);
        await play.person('bea').update('Task', play.ticket, { [`customFields/${key}`]: 2 });
        if (play.count % 2 === 0) return;
        await play.admin.call('CustomFieldSet/set', { destroy: [set.id], onDestroyRemoveValues: true });
      },
      // A category comes, is given to the observer's own ticket, and goes.
      async (play) => {
        const taskListId = play.count % 2 === 0 ? null : play.ownList;
        const { id } = await play.admin.create('TaskCategory', { name: `Sort ${String(play.count)}`, taskListId });
        await play.admin.update('Task', play.ticket, { categories: [id] });
        if (play.count % 3 === 0) await play.admin.call('TaskCategory/set', { destroy: [id] });
      },
      // Colleagues begin to watch the observer's own ticket, and stop.
      async (play) => {
        const zed = play.person('zed');
        await zed.update('Task', play.ticket, { [`watchers/${zed.principalId}`]: play.count % 2 === 0 ? true : null });
      },
      (play) => reply(play, play.count % 2 === 0 ? [] : [play.ownList]),
      // The mail of an answer to the observer fails: agents are told, the customer is not.
      async (play) => {
        const { host } = play;
        const [id = ''] = await play.admin.query('OutboxMessage', null, [{ property: 'id', isAscending: true }]);
        const state = play.count % 2 ? 'failed' : 'uncertain';
        await host.database.transaction(() => host.get(Records).update('OutboxMessage', Number(id), { state }));
      },
    ],
  },
  agent: { name: 'bea', hidden: inListsOfOthers },
};

export const HIDDEN_MOST = OBSERVERS['customer']!.hidden.length * 2;
