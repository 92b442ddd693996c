import type { DialogPanel, TypeName } from 'extjs-types';
import { openDialog } from '../dialog';
import { t } from '../i18n';
import { shareLevels } from '../render/share-levels';

/** A record of a type whose objects have an ACL (RFC 9670 §4). */
export interface Shareable {
  readonly id: string;
  /** Null for whoever may not share it. */
  readonly shareWith: Readonly<Record<string, Readonly<Record<string, boolean>>>> | null;
  readonly myRights: Readonly<Record<string, boolean>>;
}

/** True for records that the user may share. */
export function isShareable(record: object): record is Shareable {
  return 'shareWith' in record && record.shareWith !== null && 'myRights' in record;
}

/**
 * Asks who may do what with one object of any type that can be shared.
 * @param name how people know it
 * @returns whether anything was saved
 */
export async function openShareDialog(type: TypeName, record: Shareable, name: string): Promise<boolean> {
  const levels = shareLevels('maySubmit' in record.myRights);
  const dialog = {
    xtype: 'dialog',
    type,
    title: t('share.title', { name }),
    description: t('share.text'),
    items: [{ xtype: 'sharefield', name: 'shareWith', fieldLabel: t('share.with'), levels, wide: true }],
  };
  return (await openDialog(dialog as unknown as DialogPanel, record.id)) !== null;
}
