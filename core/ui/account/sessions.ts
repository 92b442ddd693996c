import type { Cell, Grid, ToolbarContext } from 'extjs-types';
import { badge, element } from '../cells';
import { formatDateTime, formatWhen, t } from '../i18n';
import { ask, showError, toast } from '../notice';
import { theStore } from '../store/index';
import { deviceOf } from './device';
import type { LoginSession } from './types';

/** More than one person ever has. */
const MOST = 500;

/** Where the user is signed in. */
export function sessions(): Grid<'LoginSession'> {
  return {
    xtype: 'grid',
    type: 'LoginSession',
    menu: false,
    title: t('account.sessions'),
    sort: [{ property: 'createdAt', isAscending: false }],
    tbar: [
      { xtype: 'button', text: t('account.end'), icon: 'close', needsSelection: true, handler: end },
      '->',
      { xtype: 'button', text: t('account.endOthers'), icon: 'lock', handler: endOthers },
    ],
    emptyText: t('account.noSessions'),
    columns: [
      {
        dataIndex: 'userAgent',
        text: t('account.device'),
        flex: 1,
        width: 200,
        rowHeader: true,
        renderer: (_, session) => device(session),
      },
      { dataIndex: 'address', text: t('account.address'), width: 190, renderer: (address) => address ?? '' },
      { dataIndex: 'createdAt', text: t('account.created'), width: 200, sortable: true, renderer: formatDateTime },
      {
        dataIndex: 'lastUsedAt',
        text: t('account.lastUsed'),
        width: 130,
        sortable: true,
        renderer: (_, session) => seen(session),
      },
    ],
    card: (session) => ({
      title: words(session),
      subtitle: session.address ?? '',
      end: seen(session),
      meta: marks(session),
    }),
  };
}

function words({ userAgent }: LoginSession): string {
  if (userAgent === null || userAgent === '') return t('account.unknownDevice');
  const { program, system } = deviceOf(userAgent);
  return system === undefined ? program : t('account.deviceOn', { program, system });
}

function device(session: LoginSession): Cell {
  const box = element('span');
  box.append(words(session));
  for (const mark of marks(session)) box.append(' ', mark);
  return box;
}

function marks({ isCurrent, actorName }: LoginSession): HTMLElement[] {
  return [
    ...(isCurrent ? [badge(t('account.current'), 'green')] : []),
    ...(actorName === null ? [] : [badge(t('account.byAdministrator', { name: actorName }), 'amber')]),
  ];
}

function seen({ isCurrent, lastUsedAt, createdAt }: LoginSession): string {
  return isCurrent ? t('account.now') : formatWhen(lastUsedAt ?? createdAt);
}

async function end({ records: [session] }: ToolbarContext<LoginSession>): Promise<void> {
  if (session === undefined) return;
  if (session.isCurrent) {
    toast(t('account.endCurrent'));
    return;
  }
  const question = { title: t('account.endTitle'), text: t('account.endText'), confirm: t('account.end') };
  if (await ask({ ...question, isDangerous: true })) await endThese([session.id]);
}

async function endOthers(): Promise<void> {
  const question = { title: t('account.endOthersTitle'), text: t('account.endOthersText') };
  if (!(await ask({ ...question, confirm: t('account.endOthers'), isDangerous: true }))) return;
  const records = await theStore().some({ type: 'LoginSession', filter: { isCurrent: false } }, 0, MOST);
  await endThese(records.map(({ id }) => id));
}

async function endThese(ids: readonly string[]): Promise<void> {
  try {
    if (ids.length > 0) await theStore().destroy('LoginSession', ids);
    toast(t('account.ended', { count: ids.length }), 'green');
  } catch (error) {
    showError(error);
  }
}
