import type { BorderPanel, Cell, ToolbarContext } from 'extjs-types';
import { AUDIT_ACTIONS, type AuditAction } from '../../audit/actions';
import { badge, element, formatDateTime, formatWhen, showError, store, t, toast } from '../api';
import { Place } from '../render/place';
import { type AuditEntry, actionWords, actorOf, changesTable, objectOf } from './audit-entry';

const PERIODS = ['day', 'week', 'month'] as const;
const OUTCOMES = ['done', 'refused'] as const;

/** Who did what, when and from where. */
export function auditPanel(): BorderPanel {
  return {
    xtype: 'border',
    items: [
      {
        region: 'west',
        xtype: 'stack',
        width: 180,
        items: [
          {
            ...{ xtype: 'choices', title: t('audit.period'), filters: 'period', single: true },
            options: PERIODS.map((value) => ({ value, text: t(`audit.period.${value}`) })),
          },
          {
            ...{ xtype: 'choices', title: t('audit.what'), filters: 'action' },
            options: AUDIT_ACTIONS.map((value) => ({ value, text: actionWords(value) })),
          },
          {
            ...{ xtype: 'choices', title: t('audit.outcome'), filters: 'outcome', single: true },
            options: OUTCOMES.map((value) => ({ value, text: t(`audit.outcome.${value}`) })),
          },
          {
            ...{ xtype: 'list', type: 'Principal', title: t('audit.who'), displayField: 'name', filters: 'actorId' },
            ...{ checkable: true, filter: { hasLogin: true }, sort: [{ property: 'name' }] },
          },
        ],
      },
      {
        region: 'center',
        xtype: 'grid',
        type: 'AuditEntry',
        title: t('audit.title'),
        sort: [{ property: 'at', isAscending: false }],
        emptyText: t('audit.none'),
        tbar: [
          { xtype: 'search' },
          '->',
          { xtype: 'button', text: t('audit.verify'), icon: 'check', handler: verify },
          { xtype: 'button', text: t('audit.export'), icon: 'download', handler: exportCsv },
          { xtype: 'button', text: t('audit.refresh'), icon: 'refresh', iconOnly: true, handler: refresh },
        ],
        columns: [
          { dataIndex: 'at', text: t('audit.when'), width: 100, format: 'datetime', rowHeader: true },
          { dataIndex: 'actorName', text: t('audit.who'), width: 116, renderer: (_, entry) => actorOf(entry) },
          { dataIndex: 'action', text: t('audit.what'), width: 144, renderer: whatCell },
          {
            dataIndex: 'title',
            text: t('audit.object'),
            flex: 1,
            width: 120,
            renderer: (_, entry) => objectOf(entry),
          },
        ],
        card: (entry) => ({
          title: objectOf(entry) || actorOf(entry),
          subtitle: objectOf(entry) === '' ? '' : actorOf(entry),
          end: formatWhen(entry.at),
          meta: [whatCell(entry.action, entry)],
        }),
      },
      {
        region: 'east',
        xtype: 'detail',
        type: 'AuditEntry',
        width: 340,
        titleField: ({ action }) => actionWords(action),
        cards: [
          { title: t('audit.what'), renderer: facts },
          { title: t('audit.changes'), renderer: changesTable },
        ],
      },
    ],
  };
}

function whatCell(action: AuditAction, { outcome, count }: AuditEntry): Cell {
  const words = count > 1 ? t('audit.times', { action: actionWords(action), count }) : actionWords(action);
  return outcome === 'refused' ? badge(words, 'red') : words;
}

function facts(entry: AuditEntry): Cell {
  const list = element('dl', 'facts');
  const rows = [
    [t('audit.when'), formatDateTime(entry.at)],
    [t('audit.who'), actorOf(entry)],
    [t('audit.what'), actionWords(entry.action)],
    [t('audit.outcome'), t(`audit.outcome.${entry.outcome}`)],
    [t('audit.object'), objectOf(entry)],
    [t('audit.via'), entry.via],
    [t('audit.from'), entry.address],
    [t('audit.userAgent'), entry.userAgent],
    [t('audit.request'), entry.requestId],
  ] as const;
  for (const [name, value] of rows) {
    if (value !== null && value !== '') list.append(element('dt', '', name), element('dd', '', value));
  }
  return list;
}

/** Reads the whole log against its seals. */
async function verify(): Promise<void> {
  try {
    const { entries, fault } = await store().call('AuditEntry/verify', {
      accountId: store().session.primaryAccounts['urn:groupware:core'],
    });
    if (typeof fault !== 'string') toast(t('audit.isWhole', { count: Number(entries) }), 'green');
    else toast(t('audit.isBroken', { fault }), 'red');
  } catch (error) {
    showError(error);
  }
}

/** What the filters of the panel leave, as a file. */
async function exportCsv(): Promise<void> {
  const filter = new Place('audit').filter(undefined);
  const query = filter === undefined ? '' : `?${new URLSearchParams({ filter: JSON.stringify(filter) }).toString()}`;
  await store().save(`/audit.csv${query}`, 'audit.csv').catch(showError);
}

function refresh({ reload }: ToolbarContext<AuditEntry>): void {
  reload();
}
