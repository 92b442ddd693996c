import { boolean, ids, integer, type Property, reference, text } from '../jmap/property';

/** One setting: how its value is checked, and the field of the form that edits it. */
export interface Field {
  readonly property: Property;
  /** Field in the words of `extjs-types`, without its name. */
  readonly form: Readonly<Record<string, unknown>>;
  /** Stored encrypted, never shown again. */
  readonly isSecret: boolean;
}

interface About {
  readonly label: string;
  /** One sentence under the field. */
  readonly help?: string;
}

/** Of which objects a setting names some. */
interface Named {
  readonly type: string;
  readonly displayField: string;
  readonly filter?: object;
}

/** Objects that a setting names at most. */
const MOST_RECORDS = 500;
/** Longest secret, in characters. */
const SECRET_MAX = 1000;

function field(xtype: string, { label, help }: About, property: Property, more: object = {}): Field {
  const helper = help === undefined ? {} : { helperText: help };
  return { property, form: { xtype, fieldLabel: label, ...helper, ...more }, isSecret: false };
}

/**
 * The words in which a module declares its settings:
 *
 *     readonly fields = {
 *       days: setting.number({ label: 'Days until a ticket is closed', min: 1, max: 365, default: 14 }),
 *     };
 */
export const setting = {
  /** One line. `fault` answers why a value cannot be used (`must be …`), or null. */
  text: (
    about: About & {
      readonly max?: number;
      readonly required?: boolean;
      readonly default?: string;
      readonly fault?: (value: string) => string | null;
    },
  ): Field => {
    const { max = 190, required = false, fault } = about;
    const line = text({ max, required, default: about.default ?? '' });
    return field('textfield', about, oneLine(line, fault), { maxLength: max, required });
  },

  /** Text of several lines. */
  lines: (about: About & { readonly max?: number; readonly default?: string }): Field => {
    const { max = 4000 } = about;
    return field('textarea', about, text({ max, default: about.default ?? '' }), { maxLength: max, wide: true });
  },

  /** One of several values; `options` says value → text. */
  choice: (about: About & { readonly options: Readonly<Record<string, string>>; readonly default: string }): Field => {
    const options = Object.entries(about.options).map(([value, label]) => ({ value, text: label }));
    const property = text({ oneOf: options.map(({ value }) => value), default: about.default });
    return field('select', about, property, { options });
  },

  /** A whole number. */
  number: (about: About & { readonly min: number; readonly max: number; readonly default: number }): Field => {
    const { min, max } = about;
    return field('numberfield', about, integer({ min, max, default: about.default }), { min, max, required: true });
  },

  toggle: (about: About & { readonly default?: boolean }): Field =>
    field('checkbox', about, boolean({ default: about.default ?? false }), { wide: true }),

  /** An object of another type, or none; read through the access of whoever sets it. */
  record: (about: About & Named): Field =>
    field('combo', about, reference(about.type, { nullable: true }), { ...named(about), allowEmpty: true }),

  /** Any number of objects of another type; read through the access of whoever sets them, and shown as far as one sees them. */
  records: (about: About & Named): Field => {
    const list = ids(about.type, () => Promise.resolve(new Map()), { default: [], most: MOST_RECORDS });
    const property = { ...list, format: (value: unknown) => (value as readonly number[]).map(String) };
    return field('tokens', about, property, { ...named(about), wide: true });
  },

  /** A password or key: taken, stored encrypted, and never answered. null forgets it. */
  secret: (about: About): Field => {
    const property = text({ max: SECRET_MAX, nullable: true, writeOnly: true });
    return { ...field('passwordfield', about, oneLine(property)), isSecret: true };
  },
} as const;

function named({ type, displayField, filter }: Named): object {
  return { type, displayField, ...(filter === undefined ? {} : { filter }) };
}

function oneLine(property: Property, fault?: (value: string) => string | null): Property {
  return {
    ...property,
    parse: (value) => {
      const parsed = property.parse(value);
      if ('fault' in parsed || typeof parsed.value !== 'string') return parsed;
      if (/[\r\n\t]/.test(parsed.value)) return { fault: 'must be one line' };
      const why = fault?.(parsed.value) ?? null;
      return why === null ? parsed : { fault: why };
    },
  };
}
