import type { DataTypes, Entity, Filter, ListPanel, TypeName } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { CounterController, QueryController } from '../controllers';
import { checkListStyles, renderCheckList } from './check-list';
import { Described } from './described';
import { renderToolbar } from './toolbar';

/** A list of check boxes names records by hundreds at most; more of them want a combo box. */
const MOST = 500;

type Row = DataTypes[TypeName] & Entity;

/** Records as check boxes that filter the grids of the panel. */
@customElement('x-list')
export class List extends Described<ListPanel> {
  static override styles = checkListStyles;
  private query: QueryController<TypeName> | undefined;
  private counters: CounterController<TypeName> | undefined;

  override connectedCallback(): void {
    const { type, filter, sort, counter } = this.item;
    this.query ??= new QueryController(this, type, () => ({ filter, sort }), MOST);
    if (counter !== undefined && this.counters === undefined) {
      const count = counter.filter as (record: Row) => Filter;
      this.counters = new CounterController(this, counter.type, () =>
        Object.fromEntries(this.rows.map((row): [string, Filter] => [row.id, count(row)])),
      );
    }
    super.connectedCallback();
  }

  private get rows(): readonly Row[] {
    return this.query?.records ?? [];
  }

  override render(): TemplateResult {
    const { item, place } = this;
    const shown = (item.displayField ?? 'name') as keyof Row;
    const { groupBy, tbar } = item as { groupBy?: keyof Row; tbar?: ListPanel['tbar'] };
    const list = renderCheckList({
      title: item.title,
      name: item.filters,
      options: this.rows.map((row) => ({
        value: row.id,
        text: String(row[shown]),
        group: groupBy === undefined ? undefined : String(row[groupBy]),
        count: this.counters?.counts[row.id],
      })),
      checked: place.values(item.filters),
      isSingle: item.checkable === false,
      hasCheckAll: item.checkAll === true,
      changed: (values) => {
        place.setValues(item.filters, values);
        item.listeners?.check?.(values);
      },
    });
    const tools = { records: () => [], reload: () => this.query?.reload(), type: item.type, add: undefined };
    return html`${list}${tbar === undefined ? nothing : renderToolbar(tbar as never, tools)}`;
  }
}
