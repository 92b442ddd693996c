import type { Cell, DataTypes, Filter, PropertyHolding, PropertyOf, TypeName } from './data';

/** One fixed choice of a select or a choice list. */
export interface Choice {
  value: string;
  text: string;
}

interface FieldBase<X extends string, T, Name extends string> {
  xtype: X;
  name: Name;
  fieldLabel: string;
  helperText?: string;
  required?: boolean;
  readOnly?: boolean;
  /** Shown only while this holds; a hidden field keeps its value. */
  visible?: (record: Readonly<Partial<T>>) => boolean;
  /** Whole width of the form instead of one column. */
  wide?: boolean;
  listeners?: { change?: (value: unknown, record: Readonly<Partial<T>>) => void };
}

export interface TextField<T> extends FieldBase<'textfield', T, PropertyHolding<T, string>> {
  maxLength?: number;
  placeholder?: string;
  autocomplete?: string;
}
export interface EmailField<T> extends FieldBase<'emailfield', T, PropertyHolding<T, string>> {
  placeholder?: string;
}
/** Write-only: the server never sends the value back; empty means "leave as it is". */
export interface PasswordField<T> extends FieldBase<'passwordfield', T, PropertyHolding<T, string>> {
  autocomplete?: 'off' | 'new-password' | 'current-password';
}
export interface TextArea<T> extends FieldBase<'textarea', T, PropertyHolding<T, string>> {
  maxLength?: number;
  rows?: number;
}
export interface NumberField<T> extends FieldBase<'numberfield', T, PropertyHolding<T, number>> {
  min?: number;
  max?: number;
}
export interface CheckboxField<T> extends FieldBase<'checkbox', T, PropertyHolding<T, boolean>> {}
/** Few fixed choices. */
export interface SelectField<T> extends FieldBase<'select', T, PropertyHolding<T, string>> {
  options: readonly Choice[];
}
/** One record of another type, searched on the server while typing. */
export type ComboField<T> = {
  [N in TypeName]: FieldBase<'combo', T, PropertyHolding<T, string>> & {
    type: N;
    displayField: PropertyOf<DataTypes[N]>;
    /** Which of them are offered; may hang on what is entered. */
    filter?: Filter | ((record: Readonly<Partial<T>>) => Filter);
    sort?: string;
    allowEmpty?: boolean;
  };
}[TypeName];
/** Several records of another type, each searched on the server while typing; the value holds their ids. */
export type TokensField<T> = {
  [N in TypeName]: FieldBase<'tokens', T, PropertyHolding<T, readonly string[]>> & {
    type: N;
    displayField: PropertyOf<DataTypes[N]>;
    filter?: Filter;
  };
}[TypeName];
/** Several short texts, one on each line. */
export interface LinesField<T> extends FieldBase<'lines', T, PropertyHolding<T, readonly string[]>> {
  rows?: number;
}
/** A value shown, not edited. */
export type DisplayField<T> = {
  [K in PropertyOf<T>]: FieldBase<'displayfield', T, K> & { renderer?: (value: T[K], record: T) => Cell };
}[PropertyOf<T>];
/**
 * Who may do what with a record: rows of principal and level over a `shareWith` property (RFC 9670).
 * Several share fields may edit one property, each its own levels (Customers, Agents).
 */
export interface ShareField<T> extends FieldBase<'sharefield', T, PropertyOf<T>> {
  levels: readonly ShareLevel[];
  /** Principals offered when adding; default groups and users with login. */
  filter?: Filter;
}
/** One level of a share field: the principal has exactly these rights. */
export interface ShareLevel {
  text: string;
  rights: readonly string[];
}

/**
 * A custom element that some panel has defined. It gets `label`, `value`, `record`, `error` and `given`, and fires
 * `change` with the new value as its detail.
 */
export interface ElementField<T> extends FieldBase<'elementfield', T, PropertyOf<T>> {
  tag: `${string}-${string}`;
  /** What the element needs to know beside the record. */
  given?: unknown;
}

/**
 * A custom element, by `PartElement` of `core/ui/api`, that edits in a dialog what belongs to the record and is kept in
 * objects of its own: it is stored with the record.
 */
export interface PartField<T> extends Pick<FieldBase<'partfield', T, string>, 'xtype' | 'name' | 'wide'> {
  tag: `${string}-${string}`;
}

/** Field xtypes. A module merges its own into this interface and registers the element with `defineXtype`. */
export interface Fields<T> {
  textfield: TextField<T>;
  emailfield: EmailField<T>;
  passwordfield: PasswordField<T>;
  textarea: TextArea<T>;
  numberfield: NumberField<T>;
  checkbox: CheckboxField<T>;
  select: SelectField<T>;
  combo: ComboField<T>;
  tokens: TokensField<T>;
  lines: LinesField<T>;
  displayfield: DisplayField<T>;
  sharefield: ShareField<T>;
  elementfield: ElementField<T>;
  partfield: PartField<T>;
}

/** Fields under a common heading. */
export interface FieldSet<T> {
  xtype: 'fieldset';
  title: string;
  items: readonly Field<T>[];
}

export type Field<T> = Fields<T>[keyof Fields<T>];
/** Fields on a tab of their own, with a sentence that says what they are for. A form is made of tabs alone, or of none. */
export interface FormTab<T> {
  xtype: 'tab';
  title: string;
  description?: string;
  items: readonly (Field<T> | FieldSet<T>)[];
}

export type FormItem<T> = Field<T> | FieldSet<T> | FormTab<T>;
