import type { Choice, TypeName } from 'extjs-types';
import { appearanceOf, titleOf } from '../../appearance';
import { t } from '../../i18n';
import { theStore } from '../../store/index';
import type { CustomField } from '../definitions';
import type { NamedProperty } from '../described';

/** How people call the objects of a type. */
export function labelOf(type: string): string {
  return appearanceOf(type as TypeName)?.label ?? type;
}

/** Most records that are offered as values of a property. */
const MOST = 200;

/** Records of a type as values to choose from, by their names. */
export async function choicesOf(type: string): Promise<Choice[]> {
  const records = await theStore().some({ type: type as TypeName }, 0, MOST);
  return records.map((record) => {
    const { name } = record as { name?: unknown };
    return { value: record.id, text: typeof name === 'string' ? name : titleOf(type as TypeName, record) };
  });
}

/** Something that a condition may name. */
export interface Nameable {
  readonly name: string;
  readonly text: string;
  readonly isField: boolean;
  /** Type of the records that its values are ids of. */
  readonly refersTo: string | null;
  /** Values that it can have, with what people call them. */
  readonly choices: readonly Choice[];
}

/** What conditions of a type may name: its custom fields, then its properties. */
export function nameables(fields: readonly CustomField[], properties: readonly NamedProperty[]): Nameable[] {
  return [
    ...fields.map(({ key, name, kind, options }) => ({
      name: key,
      text: t('customFields.nameOf', { name, key }),
      isField: true,
      refersTo: kind === 'user' || kind === 'principal' ? 'Principal' : null,
      choices: options.options ?? [],
    })),
    ...properties.map(({ name, refersTo }) => ({ name, text: name, isField: false, refersTo, choices: [] })),
  ];
}
