import { Blobs } from '../../core/files/blobs.service';
import { Records } from '../../core/jmap/records';
import { ledgerEntry } from './ledger-entry';
import type { Observed } from './observed';
import { rights } from './rules';

/** One who looks, and what goes on that this one may not see. */
export interface Observer {
  readonly name: 'carla' | 'bea';
  readonly hidden: readonly ((play: Observed) => Promise<void>)[];
}

const inListsOfOthers: Observer['hidden'] = [
  (play) => play.ticketElsewhere('Errand', play.plainList),
  (play) => play.ticketElsewhere('Machine', play.otherList),
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
