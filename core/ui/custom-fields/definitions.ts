import type { Choice, Entity } from 'extjs-types';
import type { ReactiveControllerHost } from 'lit';
import { QueryController } from '../controllers';

/** Values by key, as `customFields` of an object has them. */
export type Values = Readonly<Record<string, unknown>>;

/** See core/customfields. */
export interface CustomFieldSet extends Entity {
  type: string;
  name: string;
  description: string;
  sortOrder: number;
  showWhen: string;
  forCustomers: boolean;
}

export interface CustomField extends Entity {
  fieldSetId: string;
  key: string;
  name: string;
  kind: string;
  options: {
    options?: readonly Choice[];
    min?: number;
    max?: number;
    decimals?: number;
    formula?: string;
    result?: 'number' | 'text';
  };
  required: boolean;
  requiredWhen: string;
  hiddenWhen: string;
  default: unknown;
  hint: string;
  sortOrder: number;
  showInGrid: boolean;
  filterable: boolean;
}

declare module 'extjs-types' {
  interface DataTypes {
    CustomFieldSet: CustomFieldSet;
    CustomField: CustomField;
  }
}

export interface SetOfFields {
  readonly set: CustomFieldSet;
  readonly fields: readonly CustomField[];
}

/** Most sets or fields of one type that are shown. */
const MOST = 500;

/** The custom fields of a type, in their order; the element is drawn again when an administrator changes them. */
export class Definitions {
  private readonly sets: QueryController<'CustomFieldSet'>;
  private readonly fields: QueryController<'CustomField'>;

  constructor(host: ReactiveControllerHost, type: () => string) {
    const wanted = () => ({ filter: { type: type() }, sort: [{ property: 'sortOrder' }] });
    this.sets = new QueryController(host, 'CustomFieldSet', wanted, MOST);
    this.fields = new QueryController(host, 'CustomField', wanted, MOST);
  }

  /** True once the server has answered. */
  get isLoaded(): boolean {
    return !this.sets.isLoading && !this.fields.isLoading;
  }

  /** @param isForCustomers only what customers are shown */
  list(isForCustomers: boolean): SetOfFields[] {
    const fields = inOrder(this.fields.records);
    return inOrder(this.sets.records)
      .filter(({ forCustomers }) => forCustomers || !isForCustomers)
      .map((set) => ({ set, fields: fields.filter(({ fieldSetId }) => fieldSetId === set.id) }));
  }
}

function inOrder<T extends { id: string; sortOrder: number }>(records: readonly T[]): T[] {
  return [...records].sort((a, b) => a.sortOrder - b.sortOrder || Number(a.id) - Number(b.id));
}
