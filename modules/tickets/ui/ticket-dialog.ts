import type { Dialog, Field } from 'extjs-types';
import { navigate, openDialog, showError, t } from '../../../core/ui/api';
import './first-message';
import type { LegacyTicket } from './types';

/** Files a ticket, with what it is about as its first message, and shows it. */
export async function newTicket(isAgent: boolean): Promise<void> {
  const dialog = ticketDialog(isAgent, true);
  try {
    const id = await openDialog(dialog);
    if (id !== null) navigate({ panel: 'tickets', path: [id] });
  } catch (error) {
    showError(error);
  }
}

/** Lets an agent change what a ticket says. */
export async function editTicket(id: string): Promise<void> {
  await openDialog(ticketDialog(true, false), id);
}

function ticketDialog(isAgent: boolean, isNew: boolean): Dialog<'LegacyTicket'> {
  return {
    xtype: 'dialog',
    type: 'LegacyTicket',
    title: t(isNew ? 'tickets.add' : 'tickets.one'),
    deletable: !isNew,
    items: [...general(), ...(isAgent ? ofAgents() : []), ...(isNew ? [firstMessage()] : [])],
  };
}

function general(): Field<LegacyTicket>[] {
  return [
    {
      xtype: 'textfield',
      name: 'subject',
      fieldLabel: t('tickets.subject'),
      required: true,
      maxLength: 255,
      wide: true,
    },
    {
      xtype: 'combo',
      name: 'typeId',
      fieldLabel: t('tickets.type'),
      type: 'LegacyTicketType',
      displayField: 'name',
      sort: 'name',
      required: true,
    },
  ];
}

function ofAgents(): Field<LegacyTicket>[] {
  const people = { type: 'Principal', displayField: 'name', sort: 'name', allowEmpty: true } as const;
  return [
    {
      xtype: 'combo',
      name: 'agentId',
      fieldLabel: t('tickets.responsible'),
      ...people,
      filter: { hasLogin: true, isInternal: true },
    },
    {
      xtype: 'combo',
      name: 'userId',
      fieldLabel: t('tickets.owner'),
      helperText: t('tickets.ownerHelp'),
      ...people,
      filter: { type: 'individual' },
    },
    { xtype: 'emailfield', name: 'email', fieldLabel: t('tickets.email') },
    { xtype: 'textfield', name: 'firstName', fieldLabel: t('tickets.firstName'), maxLength: 50 },
    { xtype: 'textfield', name: 'lastName', fieldLabel: t('tickets.lastName'), maxLength: 50 },
    { xtype: 'textfield', name: 'company', fieldLabel: t('tickets.company'), maxLength: 100 },
    { xtype: 'textfield', name: 'phone', fieldLabel: t('tickets.phone'), maxLength: 50 },
    {
      xtype: 'numberfield',
      name: 'priority',
      fieldLabel: t('tickets.priority'),
      helperText: t('tickets.priorityHelp'),
      min: 0,
      max: 2,
    },
    { xtype: 'lines', name: 'ccAddresses', fieldLabel: t('tickets.cc'), rows: 2, wide: true },
  ];
}

function firstMessage(): Field<LegacyTicket> {
  return { xtype: 'partfield', name: 'message', tag: 'legacy-first-message', wide: true };
}
