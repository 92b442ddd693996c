import type { BorderPanel, Cell, Dialog, Grid, ToolbarContext } from 'extjs-types';
import { badge, element, type Tone } from '../cells';
import { openDialog } from '../dialog';
import { formatWhen, t } from '../i18n';
import { ask, showError, toast } from '../notice';
import { showOnce } from '../shown-once';
import { theStore } from '../store/index';
import './types';
import type { Invitation } from './types';

const STATES = ['open', 'expired', 'unsent', 'accepted'] as const;
const TONES: Readonly<Record<Invitation['state'], Tone>> = {
  open: 'accent',
  expired: 'amber',
  unsent: 'red',
  accepted: 'green',
};

/** People who were asked in. */
export function invitations(): BorderPanel {
  return {
    xtype: 'border',
    items: [
      {
        region: 'west',
        xtype: 'choices',
        width: 170,
        title: t('people.state'),
        filters: 'state',
        single: true,
        options: STATES.map((value) => ({ value, text: t(`people.invitationState.${value}`) })),
        counter: { type: 'Invitation', filter: (state) => ({ state }) },
      },
      { region: 'center', ...grid() },
    ],
  };
}

function grid(): Grid<'Invitation'> {
  return {
    xtype: 'grid',
    type: 'Invitation',
    title: t('people.invitations'),
    sort: [{ property: 'createdAt', isAscending: false }],
    tbar: [
      { xtype: 'search', placeholder: t('people.searchInvitations') },
      '->',
      { xtype: 'button', text: t('people.sendAgain'), icon: 'refresh', needsSelection: true, handler: sendAgain },
      { xtype: 'button', text: t('people.withdraw'), icon: 'trash', needsSelection: true, handler: withdraw },
      { xtype: 'button', text: t('people.invite'), icon: 'send', primary: true, handler: invite },
    ],
    emptyText: t('people.noInvitations'),
    columns: [
      { dataIndex: 'email', text: t('people.email'), flex: 1, sortable: true, rowHeader: true },
      { dataIndex: 'name', text: t('people.name'), flex: 1 },
      { dataIndex: 'state', text: t('people.state'), width: 240, renderer: (_, invitation) => states(invitation) },
      { dataIndex: 'sentAt', text: t('people.sent'), width: 130, renderer: (_, invitation) => sent(invitation) },
      {
        dataIndex: 'expiresAt',
        text: t('people.expires'),
        width: 130,
        sortable: true,
        renderer: (at, { state }) => (at === null || state === 'accepted' ? '' : formatWhen(at)),
      },
    ],
    card: (invitation) => ({
      title: invitation.email,
      subtitle: invitation.name,
      end: sent(invitation),
      meta: [states(invitation)],
    }),
  };
}

function dialog(): Dialog<'Invitation'> {
  return {
    xtype: 'dialog',
    type: 'Invitation',
    title: t('people.invitation'),
    description: t('people.inviteText'),
    defaults: { isInternal: true },
    saveText: t('people.invite'),
    items: [
      { xtype: 'emailfield', name: 'email', fieldLabel: t('people.email'), required: true },
      { xtype: 'textfield', name: 'name', fieldLabel: t('people.inviteName'), maxLength: 190 },
      {
        xtype: 'checkbox',
        name: 'isInternal',
        fieldLabel: t('people.isInternal'),
        helperText: t('people.isInternalHelp'),
      },
      {
        xtype: 'textfield',
        name: 'locale',
        fieldLabel: t('people.language'),
        helperText: t('people.languageHelp'),
        maxLength: 20,
      },
      {
        xtype: 'tokens',
        name: 'groupIds',
        fieldLabel: t('people.groups'),
        type: 'Group',
        displayField: 'name',
        filter: { isBuiltIn: false },
        wide: true,
      },
    ],
  };
}

function states({ state, invitedById }: Invitation): HTMLElement {
  const box = element('span', 'badges');
  box.append(badge(t(`people.invitationState.${state}`), TONES[state]));
  if (invitedById === null) box.append(' ', badge(t('people.bySelf')));
  return box;
}

function sent({ sentAt, expiresAt }: Invitation): Cell {
  if (sentAt !== null) return formatWhen(sentAt);
  return expiresAt === null ? '' : t('people.byHand');
}

async function invite(): Promise<void> {
  const id = await openDialog(dialog());
  const [invitation] = id === null ? [] : await theStore().get('Invitation', [id]);
  if (invitation === undefined) return;
  if (invitation.sentAt === null) await send(invitation);
  else toast(t('people.mailSent', { email: invitation.email }), 'green');
}

async function sendAgain({ records: [invitation] }: ToolbarContext<Invitation>): Promise<void> {
  if (invitation !== undefined) await send(invitation);
}

/** By mail, or by a link to hand over. */
async function send({ id, email }: Invitation): Promise<void> {
  const path = (await theStore().call('Invitation/send', { id }))['path'] as string | null;
  if (path === null) toast(t('people.mailSent', { email }), 'green');
  else {
    const title = t('people.invitationLinkTitle', { email });
    await showOnce(title, t('people.invitationLinkText'), `${location.origin}${path}`);
  }
}

async function withdraw({ records: [invitation] }: ToolbarContext<Invitation>): Promise<void> {
  if (invitation === undefined) return;
  const { id, email, state } = invitation;
  const text = t(state === 'accepted' ? 'people.withdrawAccepted' : 'people.withdrawText');
  const question = { title: t('people.withdrawTitle', { email }), text, confirm: t('people.withdraw') };
  if (await ask({ ...question, isDangerous: true })) await theStore().destroy('Invitation', [id]).catch(showError);
}
