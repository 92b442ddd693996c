import type { BorderPanel, Cell, ToolbarContext } from 'extjs-types';
import { element, formatDateTime, formatWhen, store, t, toast } from '../../../../core/ui/api';
import { DELIVERY_STATES, deliveryBadge } from '../../../comments/ui/api';
import type { OutboxMessage } from '../../../mail/ui/api';
import { facts } from './facts';

/** Every mail to be sent, and what became of it. */
export function outbox(): BorderPanel {
  return {
    xtype: 'border',
    items: [
      {
        region: 'west',
        xtype: 'choices',
        width: 170,
        title: t('support.log.state'),
        filters: 'state',
        single: true,
        options: DELIVERY_STATES.map((value) => ({ value, text: t(`comments.delivery.${value}`) })),
        counter: { type: 'OutboxMessage', filter: (state) => ({ state }) },
      },
      {
        region: 'center',
        xtype: 'grid',
        type: 'OutboxMessage',
        title: t('support.outbox.title'),
        sort: [{ property: 'createdAt', isAscending: false }],
        emptyText: t('support.outbox.none'),
        selection: 'many',
        bulk: {
          restores: [],
          actions: [{ xtype: 'call', text: t('support.outbox.withdraw'), icon: 'close', handler: withdrawAll }],
        },
        tbar: ['->'],
        columns: [
          { dataIndex: 'createdAt', text: t('support.outbox.written'), width: 100, sortable: true, format: 'datetime' },
          { dataIndex: 'state', text: t('support.log.state'), width: 140, renderer: deliveryBadge },
          { dataIndex: 'subject', text: t('support.subject'), width: 132, flex: 1, rowHeader: true },
          { dataIndex: 'recipients', text: t('support.log.to'), width: 132, flex: 1, renderer: (to) => to.join(', ') },
          { dataIndex: 'lastError', text: t('support.log.error'), flex: 1 },
        ],
        card: ({ subject, recipients, createdAt, state, lastError }) => ({
          title: subject,
          subtitle: recipients.join(', '),
          end: formatWhen(createdAt),
          meta: [deliveryBadge(state), lastError],
        }),
      },
      {
        region: 'east',
        xtype: 'detail',
        type: 'OutboxMessage',
        width: 360,
        titleField: 'subject',
        tbar: [
          { xtype: 'button', text: t('support.outbox.sendAgain'), icon: 'send', handler: sendAgain },
          { xtype: 'button', text: t('support.outbox.withdraw'), icon: 'close', handler: withdraw },
          { xtype: 'button', text: t('support.log.download'), icon: 'download', iconOnly: true, handler: download },
        ],
        cards: [
          { title: t('support.outbox.delivery'), renderer: delivery },
          { title: t('support.outbox.text'), renderer: body },
        ],
      },
    ],
  };
}

function delivery(message: OutboxMessage): Cell {
  return facts([
    [t('support.log.state'), deliveryBadge(message.state)],
    [t('support.log.error'), message.lastError],
    [t('support.log.from'), message.sender],
    [t('support.log.to'), message.recipients.join(', ')],
    [t('support.outbox.written'), formatDateTime(message.createdAt)],
    [t('support.outbox.sent'), message.sentAt === null ? '' : formatDateTime(message.sentAt)],
    [t('support.outbox.next'), message.nextAttemptAt === null ? '' : formatDateTime(message.nextAttemptAt)],
    [t('support.log.attempts'), message.attempts],
    [t('support.log.messageId'), message.messageId],
  ]);
}

function body({ text, isConfidential }: OutboxMessage): Cell {
  return isConfidential ? element('p', 'soft', t('support.outbox.confidential')) : element('div', 'text', text);
}

async function sendAgain({ records: [message] }: ToolbarContext<OutboxMessage>): Promise<void> {
  if (message === undefined) return;
  await store().update('OutboxMessage', message.id, { state: 'queued' });
  toast(t('support.outbox.queued'), 'green');
}

async function withdraw({ records: [message] }: ToolbarContext<OutboxMessage>): Promise<void> {
  if (message === undefined) return;
  await store().update('OutboxMessage', message.id, { state: 'withdrawn' });
  toast(t('support.outbox.withdrawn'), 'green');
}

/** What left or is withdrawn already stays as it is. */
async function withdrawAll(ids: readonly string[]): Promise<void> {
  const messages = await store().get('OutboxMessage', ids);
  const waiting = messages.filter(({ state }) => !['sent', 'sending', 'withdrawn'].includes(state));
  const update = Object.fromEntries(waiting.map(({ id }) => [id, { state: 'withdrawn' as const }]));
  if (waiting.length > 0) await store().commit([{ type: 'OutboxMessage', update }]);
}

async function download({ records: [message] }: ToolbarContext<OutboxMessage>): Promise<void> {
  if (message === undefined) return;
  if (message.blobId === null) {
    toast(t(message.isConfidential ? 'support.outbox.confidential' : 'support.outbox.notYetMade'));
    return;
  }
  await store().download({ blobId: message.blobId, name: `mail-${message.id}.eml`, type: 'message/rfc822' });
}
