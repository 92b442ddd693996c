import type { TextField } from 'extjs-types';
import { t } from '../i18n';

/** Of which organisation a user or a contact is. */
export function organisation(): TextField<{ organisation: string }> {
  return {
    xtype: 'textfield',
    name: 'organisation',
    fieldLabel: t('people.organisation'),
    helperText: t('people.organisationHelp'),
    maxLength: 190,
  };
}
