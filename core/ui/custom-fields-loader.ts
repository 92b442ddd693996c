import type { CustomFields } from './custom-fields/fields';
import type { FieldTests } from './custom-fields/filter';
import { theStore } from './store/index';

export type { CustomFields, FieldTests };

/** True when objects of the type can have custom fields. */
export function mayHaveCustomFields(type: string): boolean {
  return theStore().session.capabilities['urn:groupware:core'].customFields.includes(type);
}

/** Loads `<custom-fields>`, the form, and `<custom-fields-card>`, what is filled in, with their texts. */
export async function loadCustomFields(): Promise<void> {
  const { loadTexts } = await import('./custom-fields/texts');
  await loadTexts();
  await Promise.all([import('./custom-fields/fields'), import('./custom-fields/card')]);
}

/** Loads `<custom-fields-filter>` with its texts. */
export async function loadCustomFieldsFilter(): Promise<void> {
  const { loadTexts } = await import('./custom-fields/texts');
  await loadTexts();
  await import('./custom-fields/filter');
}
