import type { ComboBoxDataProvider } from '@vaadin/combo-box';
import type { Filter, TypeName } from 'extjs-types';
import { theStore } from '../store/index';
import { comboChoices } from './combo-choices';

type Row = { id: string } & Record<string, unknown>;

/** Records offered by a combo box, asked from the server page by page while the user types. */
export interface Lookup {
  provide: ComboBoxDataProvider<Row>;
  /** The record of an id; `arrived` is called when one that is not here yet has come. */
  record: (id: unknown, arrived: () => void) => Row | null;
}

const lookups = new WeakMap<object, { asked: string; lookup: Lookup }>();

/** @param owner one lookup per field description and question, so that the component keeps what it has loaded */
export function recordsFor(owner: object, type: TypeName, display: string, filter?: Filter, sort = display): Lookup {
  const asked = JSON.stringify([filter, sort]);
  const known = lookups.get(owner);
  if (known?.asked === asked) return known.lookup;
  const provide: Lookup['provide'] = comboChoices(
    (typed) => ({
      type,
      filter: typed === '' ? filter : both(filter, { text: typed }),
      sort: [{ property: sort, isAscending: true }],
    }),
    (records) => records as unknown as Row[],
  );
  const record: Lookup['record'] = (id, arrived) => {
    if (typeof id !== 'string' || id === '') return null;
    const here = theStore().peek(type, id) as Row | undefined;
    if (here !== undefined) return here;
    void theStore()
      .get(type, [id])
      .then(([found]) => found !== undefined && arrived());
    return { id, [display]: '' };
  };
  const lookup = { provide, record };
  lookups.set(owner, { asked, lookup });
  return lookup;
}

function both(one: Filter | undefined, other: Filter): Filter {
  return one === undefined ? other : { operator: 'AND', conditions: [one, other] };
}
