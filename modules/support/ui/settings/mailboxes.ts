import type { Cell, Choice, Column, Form, FormPanel, Grid, StackPanel } from 'extjs-types';
import { badge, element, store, type Tone, t } from '../../../../core/ui/api';
import type { MailAccount } from '../../../mail/ui/api';
import { namesCell } from '../../../tasks/ui/api';
import '../ticket';

const TONES: Record<MailAccount['state'], Tone> = { ok: 'green', connecting: 'neutral', error: 'red', off: 'neutral' };

/** Where mail comes from and which list it is filed into; below it, how mail leaves. */
export function mailboxes(): StackPanel {
  return { xtype: 'stack', items: [accounts(), relay()] };
}

function accounts(): Grid<'MailAccount'> {
  return {
    xtype: 'grid',
    type: 'MailAccount',
    title: t('support.mailboxes.incoming'),
    columns: accountColumns(),
    sort: [{ property: 'name', isAscending: true }],
    tbar: [{ xtype: 'add', text: t('support.mailboxes.add') }],
    emptyText: t('support.mailboxes.none'),
    card: ({ name, address, state, lastError }) => ({
      title: name,
      subtitle: address,
      end: stateBadge(state),
      meta: [lastError],
    }),
    dialog: {
      xtype: 'dialog',
      type: 'MailAccount',
      title: t('support.mailboxes.one'),
      deletable: true,
      defaults: { kind: 'imap', port: 993, security: 'tls', mailbox: 'INBOX', isEnabled: true, importFrom: 'now' },
      items: [
        { xtype: 'textfield', name: 'name', fieldLabel: t('support.mailboxes.name'), required: true, maxLength: 190 },
        { xtype: 'emailfield', name: 'address', fieldLabel: t('support.mailboxes.address'), required: true },
        {
          xtype: 'combo',
          name: 'taskListId',
          fieldLabel: t('support.mailboxes.list'),
          helperText: t('support.mailboxes.listHelp'),
          type: 'TaskList',
          displayField: 'name',
          filter: { role: 'support' },
          allowEmpty: true,
        },
        {
          xtype: 'select',
          name: 'kind',
          fieldLabel: t('support.mailboxes.kind'),
          options: choices('support.mailboxes.kind', ['imap', 'smtp']),
        },
        {
          xtype: 'fieldset',
          title: t('support.mailboxes.server'),
          items: [
            {
              xtype: 'textfield',
              name: 'host',
              fieldLabel: t('support.mailboxes.host'),
              required: true,
              visible: isImap,
            },
            {
              xtype: 'select',
              name: 'security',
              fieldLabel: t('support.mailboxes.security'),
              options: choices('support.mailboxes.security', ['tls', 'starttls', 'none']),
              visible: isImap,
            },
            {
              xtype: 'numberfield',
              name: 'port',
              fieldLabel: t('support.mailboxes.port'),
              min: 1,
              max: 65535,
              visible: isImap,
            },
            {
              xtype: 'textfield',
              name: 'mailbox',
              fieldLabel: t('support.mailboxes.folder'),
              required: true,
              visible: isImap,
            },
            {
              xtype: 'textfield',
              name: 'username',
              fieldLabel: t('support.mailboxes.username'),
              required: true,
              visible: isImap,
            },
            { xtype: 'passwordfield', name: 'password', fieldLabel: t('support.mailboxes.password'), visible: isImap },
            {
              xtype: 'select',
              name: 'importFrom',
              fieldLabel: t('support.mailboxes.importFrom'),
              options: choices('support.mailboxes.importFrom', ['now', 'all']),
              visible: isImap,
            },
          ],
        },
        { xtype: 'checkbox', name: 'isEnabled', fieldLabel: t('support.mailboxes.enabled'), wide: true },
        {
          xtype: 'displayfield',
          name: 'lastError',
          fieldLabel: t('support.mailboxes.lastError'),
          visible: ({ lastError }) => lastError !== undefined && lastError !== null && lastError !== '',
          wide: true,
        },
      ],
    },
  };
}

function accountColumns(): Column<MailAccount>[] {
  return [
    { dataIndex: 'name', text: t('support.mailboxes.name'), flex: 1, sortable: true, rowHeader: true },
    { dataIndex: 'address', text: t('support.mailboxes.address'), flex: 1, sortable: true },
    { dataIndex: 'taskListId', text: t('support.mailboxes.list'), width: 140, renderer: listName },
    { dataIndex: 'state', text: t('support.mailboxes.state'), width: 120, renderer: stateBadge },
    { dataIndex: 'lastCheckedAt', text: t('support.mailboxes.checked'), width: 120, format: 'datetime' },
    { dataIndex: 'lastError', text: t('support.mailboxes.lastError'), flex: 2 },
  ];
}

function relay(): FormPanel {
  return {
    xtype: 'form',
    type: 'MailRelay',
    id: 'singleton',
    title: t('support.relay.title'),
    description: t('support.relay.description'),
    items: store().session.capabilities['urn:groupware:core'].user.isAdmin ? relayFields() : relayFacts(),
  };
}

/** For who may see the server and not choose it: that is for administrators. */
function relayFacts(): Form<'MailRelay'>['items'] {
  return [
    {
      xtype: 'displayfield',
      name: 'host',
      fieldLabel: t('support.mailboxes.host'),
      helperText: t('support.relay.forAdministrators'),
    },
    { xtype: 'displayfield', name: 'state', fieldLabel: t('support.mailboxes.state'), renderer: relayState },
  ];
}

function relayFields(): Form<'MailRelay'>['items'] {
  return [
    { xtype: 'textfield', name: 'host', fieldLabel: t('support.mailboxes.host'), placeholder: 'smtp.example.org' },
    {
      xtype: 'select',
      name: 'security',
      fieldLabel: t('support.mailboxes.security'),
      options: choices('support.mailboxes.security', ['tls', 'starttls', 'none']),
    },
    { xtype: 'numberfield', name: 'port', fieldLabel: t('support.mailboxes.port'), min: 1, max: 65535 },
    { xtype: 'textfield', name: 'username', fieldLabel: t('support.mailboxes.username') },
    { xtype: 'passwordfield', name: 'password', fieldLabel: t('support.mailboxes.password') },
    { xtype: 'displayfield', name: 'state', fieldLabel: t('support.mailboxes.state'), renderer: relayState },
  ];
}

function stateBadge(state: MailAccount['state']): Cell {
  return badge(t(`support.mailboxes.state.${state}`), TONES[state]);
}

function relayState(state: 'ok' | 'error' | 'off', { lastError }: { lastError: string | null }): Cell {
  const box = element('span');
  box.append(badge(t(`support.relay.state.${state}`), state === 'off' ? 'amber' : TONES[state]));
  if (lastError !== null && lastError !== '') box.append(' ', element('span', 'error-text', lastError));
  return box;
}

/** The name of the list a mailbox files into; none means the desk's default list. */
function listName(id: string | null): Cell {
  return id === null ? element('span', 'soft', t('support.mailboxes.defaultList')) : namesCell('TaskList', [id]);
}

function isImap({ kind }: { kind?: MailAccount['kind'] }): boolean {
  return kind === 'imap';
}

/** Choices whose texts are `<key>.<value>`. */
function choices(key: string, values: readonly string[]): Choice[] {
  return values.map((value) => ({ value, text: t(`${key}.${value}`) }));
}
