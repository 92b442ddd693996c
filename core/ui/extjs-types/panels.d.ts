import type { Bulk } from './bulk';
import type { Cell, Comparator, DataTypes, Filter, PropertyOf, TypeName } from './data';
import type { Choice, FormItem } from './fields';

export type Region = 'north' | 'west' | 'center' | 'east' | 'south';

interface Component<X extends string> {
  xtype: X;
  itemId?: string;
  /** Place in a `border`. */
  region?: Region;
  title?: string;
  /** First width in px of a `west` or `east` region; the user may drag it. */
  width?: number;
  /** Shown only to holders of `module:permission`. */
  permission?: string;
}

/** Regions side by side, with splitters; one at a time below 600 px. */
export interface BorderPanel extends Component<'border'> {
  items: readonly Item[];
}

/** One below the other. */
export interface StackPanel extends Component<'stack'> {
  items: readonly Item[];
}

/** Items as tabs, by their titles. */
export interface TabPanel extends Component<'tabpanel'> {
  items: readonly (Item & { title: string })[];
}

/** How many records a choice would show; counts of equal questions travel in one request. */
export interface Counter<V> {
  type: TypeName;
  filter: (value: V) => Filter;
}

/** Checkable list of the records of a type; the checked ids filter the grids of the same panel under `filters`. */
export type ListPanel = {
  [N in TypeName]: Component<'list'> & {
    type: N;
    displayField?: PropertyOf<DataTypes[N]>;
    checkable?: boolean;
    /** Name of the filter (and of the URL parameter) that the checked ids become. */
    filters: string;
    filter?: Filter;
    sort?: readonly Comparator[];
    groupBy?: PropertyOf<DataTypes[N]>;
    counter?: Counter<DataTypes[N]>;
    checkAll?: boolean;
    tbar?: readonly ToolbarItem<DataTypes[N]>[];
    listeners?: { check?: (ids: readonly string[]) => void };
  };
}[TypeName];

/** Checkable list of fixed choices. */
export interface ChoicesPanel extends Component<'choices'> {
  options: readonly Choice[];
  filters: string;
  /** One choice at a time instead of several. */
  single?: boolean;
  counter?: Counter<string>;
  listeners?: { check?: (values: readonly string[]) => void };
}

/** A column is bound to a property of the type; `renderer` gets its value and the record. */
export type Column<T> = {
  [K in PropertyOf<T>]: {
    dataIndex: K;
    /** What it is remembered by, when several columns show one property. */
    id?: string;
    text?: string;
    width?: number;
    flex?: number;
    align?: 'start' | 'center' | 'end';
    /** True, or the name of the server's sort if it differs from the property. */
    sortable?: boolean | string;
    hidden?: boolean;
    resizable?: boolean;
    /** Built-in display when there is no renderer. */
    format?: 'text' | 'number' | 'date' | 'datetime' | 'check';
    renderer?: (value: T[K], record: T) => Cell;
    /** Its text names the row for assistive technology. */
    rowHeader?: boolean;
    /** What a file has in place of a value, by the value as text; false keeps the column out of files. */
    exported?: Readonly<Record<string, string>> | false;
    /** Property whose object's name a file has in place of the value, where there is one. */
    exportedName?: PropertyOf<T>;
  };
}[PropertyOf<T>];

/** What one card shows below 600 px, where the grid has a single column. */
export interface Card {
  title: string;
  subtitle?: string;
  end?: Cell;
  meta?: readonly Cell[];
  /** Why it stands out, in a word such as Unread; null for one that does not. */
  mark?: string | null;
}

/** Records of a type, windowed: any number of rows, sorted and filtered by the server. */
export type GridPanel = { [N in TypeName]: Grid<N> }[TypeName];
export interface Grid<N extends TypeName> extends Component<'grid'> {
  type: N;
  columns: readonly Column<DataTypes[N]>[];
  /** Always part of the question; the lists and choices of the panel add theirs. */
  filter?: Filter;
  /** Calls back when the filter has become another while the address stayed. Returns the way out. */
  follows?: (changed: () => void) => () => void;
  /** Other types by whose changes the answer may become another. */
  dependsOn?: readonly TypeName[];
  sort?: readonly Comparator[];
  tbar?: readonly ToolbarItem<DataTypes[N]>[];
  /** Opened by Enter or double click. */
  dialog?: Dialog<N>;
  /**
   * False for a grid without the menu at the end of its `tbar`, in which the user chooses columns, the custom fields of
   * the type among them, and takes home what the grid shows.
   */
  menu?: boolean;
  /** Many rows can be selected: by check boxes, with Ctrl and Shift, by keyboard. The toolbar's handlers get them. */
  selection?: 'many';
  /** What can be done to the selected rows, in a bar below them. */
  bulk?: Bulk<DataTypes[N]>;
  card?: (record: DataTypes[N]) => Card;
  /** Space-separated part names for the row's cells, such as `unread`. */
  rowPart?: (record: DataTypes[N]) => string;
  emptyText?: string;
  listeners?: {
    select?: (record: DataTypes[N]) => void;
    activate?: (record: DataTypes[N]) => void;
  };
}

/** A record edited in place, with Save. `id: 'singleton'` for settings. */
export type FormPanel = { [N in TypeName]: Form<N> }[TypeName];
export interface Form<N extends TypeName> extends Component<'form'> {
  type: N;
  id?: string;
  items: readonly FormItem<DataTypes[N]>[];
  description?: string;
  buttons?: readonly ToolbarItem<DataTypes[N]>[];
  listeners?: {
    load?: (record: Readonly<DataTypes[N]>) => void;
    save?: (record: Readonly<Partial<DataTypes[N]>>) => void;
  };
}

/** A record made or edited in a modal dialog. */
export type DialogPanel = { [N in TypeName]: Dialog<N> }[TypeName];
export interface Dialog<N extends TypeName> extends Component<'dialog'> {
  type: N;
  title: string;
  items: readonly FormItem<DataTypes[N]>[];
  /** Values of a new record. */
  defaults?: Partial<DataTypes[N]>;
  /** May be destroyed from the dialog, after a question. */
  deletable?: boolean | ((record: Readonly<DataTypes[N]>) => boolean);
  /** What that question says; default that it cannot be brought back. */
  deleteText?: string;
  /** Argument of the set that has what the record contains destroyed with it. */
  deleteContents?: string;
  /** Label of the button that saves; default Save or Create. */
  saveText?: string;
  description?: string;
  listeners?: {
    saved?: (id: string, isNew: boolean) => void;
    cancel?: () => void;
  };
}

/** A record read: title, then cards of properties. */
export type DetailPanel = { [N in TypeName]: Detail<N> }[TypeName];
export interface Detail<N extends TypeName> extends Component<'detail'> {
  type: N;
  titleField?: PropertyOf<DataTypes[N]> | ((record: DataTypes[N]) => string);
  cards: readonly (PropertyOf<DataTypes[N]> | DetailCard<DataTypes[N]>)[];
  tbar?: readonly ToolbarItem<DataTypes[N]>[];
  emptyText?: string;
}
export interface DetailCard<T> {
  title: string;
  renderer: (record: T) => Cell;
}

/** What a toolbar's handler is given. */
export interface ToolbarContext<T> {
  /** Selected rows, or the active one. */
  records: readonly T[];
  /** Ask the server again. */
  reload: () => void;
}
export interface ToolbarButton<T> {
  xtype: 'button';
  text: string;
  icon?: string;
  /** Shows the icon alone, with the text as its name. */
  iconOnly?: boolean;
  primary?: boolean;
  /** Enabled only while at least one record is chosen. */
  needsSelection?: boolean;
  permission?: string;
  handler: (context: ToolbarContext<T>) => void | Promise<void>;
}
/** Opens the grid's dialog for a new record. */
export interface ToolbarAdd {
  xtype: 'add';
  text: string;
  permission?: string;
}
/** Opens a dialog that shares the one chosen record; off where the user may not share it. */
export interface ToolbarShare<T> {
  xtype: 'share';
  /** Property that names the record; default `name`. */
  nameField?: PropertyOf<T>;
  permission?: string;
}
/** Filters by `text` while typing. */
export interface ToolbarSearch {
  xtype: 'search';
  placeholder?: string;
  filters?: string;
}
/** `->` pushes what follows to the end. */
export type ToolbarItem<T> = ToolbarButton<T> | ToolbarAdd | ToolbarShare<T> | ToolbarSearch | '->';

/** A custom element that some module has defined. */
export interface ElementPanel extends Component<'element'> {
  tag: `${string}-${string}`;
}

/** Panel xtypes. A module merges its own into this interface and registers the element with `defineXtype`. */
export interface Xtypes {
  border: BorderPanel;
  stack: StackPanel;
  tabpanel: TabPanel;
  list: ListPanel;
  choices: ChoicesPanel;
  grid: GridPanel;
  form: FormPanel;
  detail: DetailPanel;
  element: ElementPanel;
}

export type Item = Xtypes[keyof Xtypes];
/** What a whole panel may be described as. */
export type PanelDescription = Item;
