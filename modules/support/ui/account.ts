import type { FormPanel } from 'extjs-types';
import { t } from '../../../core/ui/api';

/** What the list shows whoever opens Support. */
const OPENS_WITH = ['all', 'last', 'list'] as const;

declare module 'extjs-types' {
  interface ProfileChoices {
    /** Under the user's answers in mails. */
    signature: string | null;
    opensWith: (typeof OPENS_WITH)[number];
    /** Type of the user's new tickets. */
    defaultTaskListId: string | null;
  }
}

/** My account → Support. */
export function supportAccount(): FormPanel {
  return {
    xtype: 'form',
    type: 'Profile',
    id: 'singleton',
    items: [
      {
        xtype: 'textarea',
        name: 'signature',
        fieldLabel: t('support.account.signature'),
        helperText: t('support.account.signatureHelp'),
        maxLength: 2000,
        rows: 4,
        wide: true,
      },
      {
        xtype: 'combo',
        name: 'defaultTaskListId',
        fieldLabel: t('support.account.list'),
        helperText: t('support.account.listHelp'),
        type: 'TaskList',
        displayField: 'name',
        filter: { role: 'support', mayRead: true },
        sort: 'name',
        allowEmpty: true,
      },
      {
        xtype: 'select',
        name: 'opensWith',
        fieldLabel: t('support.account.opensWith'),
        options: OPENS_WITH.map((value) => ({ value, text: t(`support.account.opensWith.${value}`) })),
      },
    ],
  };
}
