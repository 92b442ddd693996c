import type { Filter, TypeName } from 'extjs-types';
import { inputKind, operatorsFor } from '../custom-fields/asking';
import type { CustomField } from '../custom-fields/definitions';
import { described } from '../custom-fields/described';
import { theStore } from '../store/index';

/** What the module of a type knows of its filters: the words, and among which objects somebody looks for one. */
export interface FilterWords {
  /** What a property is called; undefined for one that it does not know. */
  readonly property: (name: string) => string | undefined;
  readonly choice: (name: string, value: string) => string;
  readonly lookups: Readonly<Partial<Record<TypeName, Filter>>>;
}

/** Something that a condition can ask of. */
export interface Askable {
  /** Of a property, or `customFields/<key>`. */
  readonly name: string;
  readonly title: string;
  /** Name of the set of a custom field. */
  readonly set: string | null;
  readonly operators: readonly string[];
  /** Holds or does not: nothing is compared. */
  readonly isFlag: boolean;
  /** How a day that depends on today is said; null for what is no day. */
  readonly day: 'day' | 'date' | null;
  /** Type whose ids are the operands. */
  readonly refersTo: TypeName | null;
  /** The objects among which somebody looks for one. */
  readonly lookup: Filter | undefined;
  /** The field in which an operand is entered. */
  readonly input: (operator: string) => CustomField;
}

/** What `SavedFilter/describe` answers of one filter. */
interface Form {
  readonly name: string;
  readonly kind: keyof typeof INPUTS;
  readonly operators: readonly string[];
  readonly refersTo: TypeName | null;
  readonly choices: readonly string[];
}

/** Kinds of custom fields whose inputs serve for these. */
const INPUTS = {
  text: 'text',
  number: 'number',
  datetime: 'datetime',
  flag: 'checkbox',
  choice: 'multi-select',
  reference: 'principal',
} as const;

/** By what people can ask for objects of a type, and whether the reader may share filters of it. */
export interface Askables {
  readonly all: readonly Askable[];
  readonly mayShare: boolean;
}

export async function askablesOf(type: string, words: FilterWords): Promise<Askables> {
  const [answer, { kinds }, sets, fields] = await Promise.all([
    theStore().call('SavedFilter/describe', { type }),
    described(),
    theStore().all('CustomFieldSet'),
    theStore().all('CustomField'),
  ]);
  const { list, mayShare } = answer as unknown as { list: readonly Form[]; mayShare: boolean };
  const own = list.map((form) => propertyOf(form, words)).sort((a, b) => a.title.localeCompare(b.title));
  const ofType = sets.filter((set) => set.type === type).sort((a, b) => a.sortOrder - b.sortOrder);
  const custom = ofType.flatMap((set) =>
    fields
      .filter(({ fieldSetId }) => fieldSetId === set.id)
      .map((field) => fieldOf(field, set.name, kinds.find(({ name }) => name === field.kind)?.operators ?? [])),
  );
  return { all: [...own, ...custom], mayShare };
}

function propertyOf({ name, kind, operators, refersTo, choices }: Form, words: FilterWords): Askable {
  const title = words.property(name) ?? name;
  const options = choices.map((value) => ({ value, text: words.choice(name, value) }));
  const field = { ...NO_FIELD, id: name, key: name, name: title, kind: INPUTS[kind], options: { options } };
  return {
    name,
    title,
    set: null,
    operators,
    isFlag: kind === 'flag',
    day: kind === 'datetime' ? 'day' : null,
    refersTo,
    lookup: refersTo === null ? undefined : words.lookups[refersTo],
    input: () => field,
  };
}

function fieldOf(field: CustomField, set: string, known: readonly string[]): Askable {
  return {
    name: `customFields/${field.key}`,
    title: field.name,
    set,
    operators: operatorsFor(field, known),
    isFlag: false,
    day: field.kind === 'date' ? 'date' : field.kind === 'datetime' ? 'day' : null,
    refersTo: null,
    lookup: undefined,
    input: (operator) => ({ ...field, kind: inputKind(field, operator) }),
  };
}

const NO_FIELD = {
  fieldSetId: '',
  required: false,
  requiredWhen: '',
  hiddenWhen: '',
  default: null,
  hint: '',
  sortOrder: 0,
  showInGrid: false,
  filterable: true,
};
