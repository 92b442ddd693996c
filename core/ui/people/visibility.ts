import type { FormItem } from 'extjs-types';
import { t } from '../i18n';
import type { Restrictable } from './types';

/** Who sees a user, a group or a contact. */
export function visibility(): readonly FormItem<Restrictable>[] {
  return [
    {
      xtype: 'checkbox',
      name: 'isRestricted',
      fieldLabel: t('people.isRestricted'),
      helperText: t('people.isRestrictedHelp'),
      wide: true,
    },
    {
      xtype: 'tokens',
      name: 'visibleToIds',
      fieldLabel: t('people.visibleTo'),
      helperText: t('people.visibleToHelp'),
      type: 'Principal',
      displayField: 'name',
      filter: { operator: 'OR', conditions: [{ hasLogin: true }, { type: 'group' }] },
      visible: ({ isRestricted }) => isRestricted === true,
      wide: true,
    },
  ];
}
