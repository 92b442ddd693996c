import type { BorderPanel, Cell, ChoicesPanel, Dialog, Grid, ToolbarButton, ToolbarContext } from 'extjs-types';
import { badge, element, person } from '../cells';
import { formatDateTime, formatWhen, t } from '../i18n';
import { showOnce } from '../shown-once';
import { theStore } from '../store/index';
import type { HostCapability } from '../store/types';
import { actAsUser } from './act-as';
import './types';
import { organisation } from './organisation';
import type { User } from './types';
import { visibility } from './visibility';

/** People with login. */
export function users(): BorderPanel {
  return {
    xtype: 'border',
    items: [
      {
        region: 'west',
        xtype: 'stack',
        width: 190,
        items: [
          one('isArchived', { false: 'people.current', true: 'people.archived' }),
          one('isActive', { true: 'people.active', false: 'people.disabled' }),
          one('isInternal', { true: 'people.internal', false: 'people.customers' }),
          one('isAdmin', { true: 'people.admins' }),
        ],
      },
      { region: 'center', ...grid() },
    ],
  };
}

/** A choice of one filter that takes true or false. */
function one(filters: string, texts: Readonly<Record<string, string>>): ChoicesPanel {
  const options = Object.entries(texts).map(([value, key]) => ({ value, text: t(key) }));
  const counter = { type: 'User', filter: (value: string) => ({ [filters]: value === 'true' }) } as const;
  return { xtype: 'choices', title: t(`people.by.${filters}`), filters, single: true, options, counter };
}

function grid(): Grid<'User'> {
  return {
    xtype: 'grid',
    type: 'User',
    title: t('people.users'),
    sort: [{ property: 'name', isAscending: true }],
    tbar: [
      { xtype: 'search', placeholder: t('people.searchUsers') },
      '->',
      ...(host().user.isAdmin ? [actAsButton()] : []),
      { xtype: 'button', text: t('people.link'), icon: 'key', needsSelection: true, handler: makeLink },
      { xtype: 'add', text: t('people.addUser') },
    ],
    emptyText: t('people.noUsers'),
    columns: [
      {
        dataIndex: 'name',
        text: t('people.name'),
        flex: 1,
        sortable: true,
        rowHeader: true,
        renderer: (name, { avatarBlobId }) => person(name, avatarBlobId),
      },
      { dataIndex: 'username', text: t('people.username'), width: 120, sortable: true },
      { dataIndex: 'email', text: t('people.email'), flex: 1, sortable: true },
      { dataIndex: 'isActive', text: t('people.state'), width: 260, renderer: (_, user) => states(user) },
      {
        dataIndex: 'lastLoginAt',
        text: t('people.lastLogin'),
        width: 130,
        sortable: true,
        renderer: (at) => (at === null ? '' : formatWhen(at)),
      },
    ],
    card: (user) => ({ title: user.name, subtitle: user.email, meta: [states(user)] }),
    dialog: dialog(),
  };
}

function actAsButton(): ToolbarButton<User> {
  const handler = async ({ records: [user] }: ToolbarContext<User>) => {
    if (user !== undefined) await actAsUser(user);
  };
  return { xtype: 'button', text: t('people.actAs'), icon: 'user', needsSelection: true, handler };
}

function host(): HostCapability {
  return theStore().session.capabilities['urn:groupware:core'];
}

function dialog(): Dialog<'User'> {
  return {
    xtype: 'dialog',
    type: 'User',
    title: t('people.user'),
    defaults: { isActive: true, isInternal: true },
    deletable: ({ id }) => id !== host().user.id,
    deleteText: t('people.deleteUser'),
    items: [
      { xtype: 'textfield', name: 'name', fieldLabel: t('people.name'), required: true, maxLength: 190 },
      { xtype: 'emailfield', name: 'email', fieldLabel: t('people.email'), required: true },
      { xtype: 'textfield', name: 'username', fieldLabel: t('people.username'), required: true, maxLength: 190 },
      organisation(),
      {
        xtype: 'displayfield',
        name: 'lastLoginAt',
        fieldLabel: t('people.lastLogin'),
        visible: ({ id }) => id !== undefined,
        renderer: (at) => (at ? formatDateTime(at) : t('people.never')),
      },
      { xtype: 'checkbox', name: 'isActive', fieldLabel: t('people.isActive'), helperText: t('people.isActiveHelp') },
      {
        xtype: 'checkbox',
        name: 'isInternal',
        fieldLabel: t('people.isInternal'),
        helperText: t('people.isInternalHelp'),
      },
      {
        xtype: 'checkbox',
        name: 'isAdmin',
        fieldLabel: t('people.isAdmin'),
        helperText: t('people.isAdminHelp'),
        visible: () => host().user.isAdmin,
      },
      {
        xtype: 'checkbox',
        name: 'isArchived',
        fieldLabel: t('people.isArchived'),
        helperText: t('people.isArchivedHelp'),
        visible: ({ id }) => id !== undefined,
      },
      {
        xtype: 'tokens',
        name: 'groupIds',
        fieldLabel: t('people.groups'),
        type: 'Group',
        displayField: 'name',
        wide: true,
      },
      ...visibility(),
      {
        xtype: 'fieldset',
        title: t('people.whenDeleted'),
        items: [
          {
            xtype: 'combo',
            name: 'successorId',
            fieldLabel: t('people.successor'),
            helperText: t('people.successorHelp'),
            type: 'User',
            displayField: 'name',
            filter: { isActive: true },
            allowEmpty: true,
            visible: ({ id }) => id !== undefined,
          },
          {
            xtype: 'displayfield',
            name: 'belongings',
            fieldLabel: t('people.belongings'),
            visible: ({ id }) => id !== undefined,
            renderer: belongings,
          },
        ],
      },
    ],
    listeners: { saved: (id, isNew) => (isNew ? void linkFor(id) : undefined) },
  };
}

function states({ isActive, isArchived, isAdmin, isInternal, hasPassword }: User): HTMLElement {
  const box = element('span', 'badges');
  if (isArchived) box.append(badge(t('people.archivedOne')));
  else if (!isActive) box.append(badge(t('people.disabledOne'), 'red'));
  else if (!hasPassword) box.append(badge(t('people.invited'), 'amber'));
  else box.append(badge(t('people.activeOne'), 'green'));
  if (isAdmin) box.append(' ', badge(t('people.admin'), 'violet'));
  if (!isInternal) box.append(' ', badge(t('people.customer'), 'accent'));
  return box;
}

function belongings(things: User['belongings']): Cell {
  if (things.length === 0) return t('people.nothingHeld');
  const list = element('ul');
  for (const { title, count } of things) list.append(element('li', '', `${title}: ${String(count)}`));
  return list;
}

async function makeLink({ records: [user] }: ToolbarContext<User>): Promise<void> {
  if (user !== undefined) await linkFor(user.id);
}

/** Shows the one-time link with which this user sets a password. */
async function linkFor(id: string): Promise<void> {
  const { path } = await theStore().call('User/createPasswordLink', { id });
  const [user] = await theStore().get('User', [id]);
  await showOnce(
    t('people.linkTitle', { name: user?.name ?? '' }),
    t('people.linkText'),
    `${location.origin}${String(path)}`,
  );
}
