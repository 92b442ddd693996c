import type { Dialog } from 'extjs-types';
import { t } from '../../i18n';
import type { CustomField, CustomFieldSet } from '../definitions';
import type { Described } from '../described';
import './condition-field';
import './default-field';
import { labelOf, type Nameable } from './described';
import './key-field';
import './options-field';

/** What a new set or field starts with. */
type Defaults<T> = Partial<T>;

export function setDialog(defaults: Defaults<CustomFieldSet>, names: readonly Nameable[]): Dialog<'CustomFieldSet'> {
  return {
    xtype: 'dialog',
    type: 'CustomFieldSet',
    title: t('customFields.set', { type: labelOf(defaults.type ?? '') }),
    defaults,
    items: [
      {
        xtype: 'textfield',
        name: 'name',
        fieldLabel: t('customFields.name'),
        required: true,
        maxLength: 190,
        wide: true,
      },
      {
        xtype: 'textarea',
        name: 'description',
        fieldLabel: t('customFields.description'),
        rows: 2,
        maxLength: 1000,
        wide: true,
      },
      {
        xtype: 'checkbox',
        name: 'forCustomers',
        fieldLabel: t('customFields.forCustomers'),
        helperText: t('customFields.forCustomersHelp'),
        wide: true,
      },
      {
        xtype: 'elementfield',
        tag: 'gw-condition-field',
        name: 'showWhen',
        fieldLabel: t('customFields.showWhen'),
        given: { names, helper: t('customFields.showWhenHelp') },
        wide: true,
      },
    ],
  };
}

export function fieldDialog(
  defaults: Defaults<CustomField>,
  names: readonly Nameable[],
  { kinds }: Pick<Described, 'kinds'>,
): Dialog<'CustomField'> {
  const computed = new Set(kinds.filter(({ isComputed }) => isComputed).map(({ name }) => name));
  const isGiven = ({ kind = '' }: Defaults<CustomField>): boolean => !computed.has(kind);
  const fields = names.filter(({ isField }) => isField);
  return {
    xtype: 'dialog',
    type: 'CustomField',
    title: t('customFields.field'),
    defaults,
    items: [
      { xtype: 'textfield', name: 'name', fieldLabel: t('customFields.name'), required: true, maxLength: 190 },
      {
        xtype: 'elementfield',
        tag: 'gw-key-field',
        name: 'key',
        fieldLabel: t('customFields.key'),
        visible: ({ id }) => id === undefined,
      },
      {
        xtype: 'displayfield',
        name: 'key',
        fieldLabel: t('customFields.key'),
        visible: ({ id }) => id !== undefined,
      },
      {
        xtype: 'select',
        name: 'kind',
        fieldLabel: t('customFields.kind'),
        options: kinds.map(({ name }) => ({ value: name, text: t(`customFields.kind.${name}`) })),
      },
      { xtype: 'textfield', name: 'hint', fieldLabel: t('customFields.hint'), maxLength: 500 },
      {
        xtype: 'elementfield',
        tag: 'gw-field-options',
        name: 'options',
        fieldLabel: t('customFields.options'),
        given: { names: fields, isFormula: true, helper: t('customFields.formulaHelp') },
        wide: true,
      },
      {
        xtype: 'elementfield',
        tag: 'gw-field-default',
        name: 'default',
        fieldLabel: t('customFields.default'),
        // What is there already stays in sight, to be taken away.
        visible: (field) => (isGiven(field) && field.kind !== 'file') || (field.default ?? null) !== null,
        wide: true,
      },
      {
        xtype: 'checkbox',
        name: 'required',
        fieldLabel: t('customFields.required'),
        visible: (field) => isGiven(field) || field.required === true,
        wide: true,
      },
      {
        xtype: 'elementfield',
        tag: 'gw-condition-field',
        name: 'requiredWhen',
        fieldLabel: t('customFields.requiredWhen'),
        given: { names },
        visible: (field) => (isGiven(field) && field.required !== true) || (field.requiredWhen ?? '') !== '',
        wide: true,
      },
      {
        xtype: 'elementfield',
        tag: 'gw-condition-field',
        name: 'hiddenWhen',
        fieldLabel: t('customFields.hiddenWhen'),
        given: { names },
        wide: true,
      },
      { xtype: 'checkbox', name: 'showInGrid', fieldLabel: t('customFields.showInGrid') },
      { xtype: 'checkbox', name: 'filterable', fieldLabel: t('customFields.filterable') },
    ],
  };
}
