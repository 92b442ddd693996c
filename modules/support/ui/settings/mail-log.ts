import type { BorderPanel, Cell, ToolbarContext } from 'extjs-types';
import {
  badge,
  element,
  formatDateTime,
  formatSize,
  formatWhen,
  store,
  type Tone,
  t,
  toast,
} from '../../../../core/ui/api';
import type { LedgerEntry } from '../../../mail/ui/api';
import { facts } from './facts';

const STATES = ['stored', 'processed', 'quarantined'] as const;
const OUTCOMES = ['ticket', 'reply', 'unverified', 'bounce', 'automatic', 'duplicate', 'own', 'ignored'] as const;
const TONES: Record<LedgerEntry['state'], Tone> = { stored: 'neutral', processed: 'green', quarantined: 'red' };

/** Every mail that arrived, and what became of it. */
export function mailLog(): BorderPanel {
  return {
    xtype: 'border',
    items: [
      {
        region: 'west',
        xtype: 'stack',
        width: 170,
        items: [
          {
            xtype: 'choices',
            title: t('support.log.state'),
            filters: 'state',
            single: true,
            options: STATES.map((value) => ({ value, text: t(`support.log.state.${value}`) })),
            counter: { type: 'LedgerEntry', filter: (state) => ({ state }) },
          },
          {
            xtype: 'choices',
            title: t('support.log.outcome'),
            filters: 'outcome',
            single: true,
            options: OUTCOMES.map((value) => ({ value, text: t(`support.log.outcome.${value}`) })),
          },
        ],
      },
      {
        region: 'center',
        xtype: 'grid',
        type: 'LedgerEntry',
        title: t('support.log.title'),
        sort: [{ property: 'receivedAt', isAscending: false }],
        tbar: [{ xtype: 'search', placeholder: t('support.log.search') }],
        emptyText: t('support.log.none'),
        columns: [
          { dataIndex: 'receivedAt', text: t('support.log.received'), width: 100, sortable: true, format: 'datetime' },
          { dataIndex: 'state', text: t('support.log.state'), width: 122, renderer: stateBadge },
          { dataIndex: 'subject', text: t('support.subject'), width: 141, flex: 1, rowHeader: true },
          { dataIndex: 'sender', text: t('support.log.from'), width: 141, flex: 1 },
          { dataIndex: 'reason', text: t('support.log.reason'), flex: 1, renderer: (_, entry) => why(entry) },
        ],
        card: (entry) => ({
          title: entry.subject,
          subtitle: entry.sender,
          end: formatWhen(entry.receivedAt),
          meta: [stateBadge(entry.state, entry), why(entry)],
        }),
      },
      {
        region: 'east',
        xtype: 'detail',
        type: 'LedgerEntry',
        width: 360,
        titleField: 'subject',
        tbar: [
          { xtype: 'button', text: t('support.log.tryAgain'), icon: 'refresh', handler: tryAgain },
          { xtype: 'button', text: t('support.log.download'), icon: 'download', handler: download },
        ],
        cards: [
          { title: t('support.log.became'), renderer: became },
          { title: t('support.log.message'), renderer: message },
        ],
      },
    ],
  };
}

/** The state, and beside it what became of the mail. */
function stateBadge(state: LedgerEntry['state'], { outcome }: LedgerEntry): Cell {
  const text =
    state === 'processed' && outcome !== null ? `support.log.outcome.${outcome}` : `support.log.state.${state}`;
  return badge(t(text), outcome === 'unverified' ? 'amber' : TONES[state]);
}

function why({ reason, error }: LedgerEntry): string {
  return reason ?? error ?? '';
}

function became(entry: LedgerEntry): Cell {
  const box = facts([
    [t('support.log.state'), t(`support.log.state.${entry.state}`)],
    [t('support.log.outcome'), entry.outcome === null ? '' : t(`support.log.outcome.${entry.outcome}`)],
    [t('support.log.reason'), entry.reason],
    [t('support.log.error'), entry.error],
    [t('support.log.attempts'), entry.attempts],
  ]);
  if (entry.taskId !== null) {
    const link = element('a', 'button', t('support.log.openTicket', { id: entry.taskId }));
    link.href = `#support/${entry.taskId}`;
    box.append(link);
  }
  return box;
}

function message(entry: LedgerEntry): Cell {
  return facts([
    [t('support.log.received'), formatDateTime(entry.receivedAt)],
    [t('support.log.from'), entry.sender],
    [t('support.log.to'), entry.recipients.join(', ')],
    [t('support.log.source'), t(`support.log.source.${entry.source}`)],
    [t('support.log.messageId'), entry.messageId],
    [t('support.log.size'), formatSize(entry.size)],
  ]);
}

async function tryAgain({ records: [entry] }: ToolbarContext<LedgerEntry>): Promise<void> {
  if (entry === undefined) return;
  if (entry.state !== 'quarantined') {
    toast(t('support.log.notSetAside'));
    return;
  }
  await store().update('LedgerEntry', entry.id, { state: 'stored' });
  toast(t('support.log.trying'), 'green');
}

async function download({ records: [entry] }: ToolbarContext<LedgerEntry>): Promise<void> {
  if (entry === undefined) return;
  await store().download({ blobId: entry.blobId, name: `mail-${entry.id}.eml`, type: 'message/rfc822' });
}
